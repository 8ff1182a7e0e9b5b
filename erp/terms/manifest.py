"""Terms: when something is due, and what tax is on it."""

from erp.kernel.module import Module, NavItem, Permission
from erp.terms.payment_terms import models as payment_terms
from erp.terms.payment_terms import views as payment_terms_views
from erp.terms.taxes import models as taxes
from erp.terms.taxes import views as taxes_views

_READERS = ("sales", "credit", "buyer", "accountant", "controller", "branch_staff")

PERMISSIONS = (
    Permission("terms.payment_term.view", "See payment terms", _READERS),
    Permission("terms.payment_term.define", "Define and retire payment terms", ("controller",)),
    Permission("terms.tax_code.view", "See tax codes, rates and rules", _READERS),
    Permission("terms.tax_code.define", "Define tax codes, rates and rules", ("controller",)),
)

NAVIGATION = (
    NavItem("Payment terms", "terms_payment_terms.index", "terms.payment_term.view", "Setup", 50),
    NavItem("Tax codes", "terms_taxes.index", "terms.tax_code.view", "Setup", 60),
    NavItem("Tax rules", "terms_taxes.rules", "terms.tax_code.view", "Setup", 61),
)

TERMS = Module(
    name="terms",
    models=(payment_terms, taxes),
    blueprints=(payment_terms_views.bp, taxes_views.bp),
    permissions=PERMISSIONS,
    navigation=NAVIGATION,
)
