"""What the modules above may ask of terms. A table of contents: no logic lives here."""

from erp.terms.payment_terms.arithmetic import Instalment, PaymentTermFacts, TermLine, due_dates, due_on
from erp.terms.payment_terms.cash_rounding import rounded_instalments, rounded_total
from erp.terms.payment_terms.define import define_payment_term, retire_payment_term
from erp.terms.payment_terms.queries import payment_term_by_code, payment_terms
from erp.terms.taxes.arithmetic import (
    LineTax,
    TaxableLine,
    TaxComponentFacts,
    TaxPart,
    TaxResult,
    TaxTotal,
    compute_tax,
)
from erp.terms.taxes.define_code import ComponentDraft, change_tax_rate, define_tax_code
from erp.terms.taxes.define_rule import define_tax_rule, end_tax_rule
from erp.terms.taxes.determine import EXEMPT, TaxCodeFacts, TaxRequest, determine_tax
from erp.terms.taxes.queries import tax_codes, taxes_per_unit

__all__ = [
    "EXEMPT",
    "ComponentDraft",
    "Instalment",
    "LineTax",
    "PaymentTermFacts",
    "TaxCodeFacts",
    "TaxComponentFacts",
    "TaxPart",
    "TaxRequest",
    "TaxResult",
    "TaxTotal",
    "TaxableLine",
    "TermLine",
    "change_tax_rate",
    "compute_tax",
    "define_payment_term",
    "define_tax_code",
    "define_tax_rule",
    "determine_tax",
    "due_dates",
    "due_on",
    "end_tax_rule",
    "payment_term_by_code",
    "payment_terms",
    "retire_payment_term",
    "rounded_instalments",
    "rounded_total",
    "tax_codes",
    "taxes_per_unit",
]
