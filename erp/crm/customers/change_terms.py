"""Change a part of the terms agreed with a customer."""

from dataclasses import fields, replace
from typing import Any
from uuid import UUID

from sqlalchemy import text

from erp.crm.customers.agree_terms import TradeTerms, agree_terms
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork

_TERMS = text("""
    SELECT * FROM crm.customer_company WHERE customer_id = :customer AND company_id = :company FOR NO KEY UPDATE
""")


def change_terms(work: UnitOfWork, customer_id: UUID, company_id: UUID, **changes: Any) -> None:
    """Agree anew on what is given, named as in ``TradeTerms``; everything else stays as agreed.

    Raises: Refused where nothing is agreed yet, and whatever ``agree_terms`` refuses.
    """
    work.require("crm.customer_terms.change")
    agreed = work.execute(_TERMS, {"customer": customer_id, "company": company_id}).one_or_none()
    if agreed is None:
        raise Refused("No terms are agreed with this customer yet. Agree them first, on the customer's page.")
    terms = TradeTerms(**{field.name: getattr(agreed, field.name) for field in fields(TradeTerms)})
    agree_terms(work, customer_id, company_id, replace(terms, **changes))
