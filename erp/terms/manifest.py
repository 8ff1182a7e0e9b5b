"""Terms: when something is due, and what tax is on it."""

from erp.kernel.module import Module, Permission
from erp.terms.payment_terms import models as payment_terms
from erp.terms.taxes import models as taxes

_READERS = ("sales", "credit", "buyer", "accountant", "controller", "branch_staff")

PERMISSIONS = (
    Permission("terms.payment_term.view", "See payment terms", _READERS),
    Permission("terms.payment_term.define", "Define and retire payment terms", ("controller",)),
    Permission("terms.tax_code.view", "See tax codes, rates and rules", _READERS),
    Permission("terms.tax_code.define", "Define tax codes, rates and rules", ("controller",)),
)

TERMS = Module(name="terms", models=(payment_terms, taxes), permissions=PERMISSIONS)
