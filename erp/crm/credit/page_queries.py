"""Reads of the credit pages."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select, text
from sqlalchemy.orm import Session

from erp.crm.credit.models import CreditAccount
from erp.kernel.db import Base

_TOP = text("""
    SELECT r.id, r.code, r.name FROM crm.customer c JOIN crm.customer r ON r.id = c.root_id WHERE c.id = :customer
""")
_MEMBERS = text("""
    SELECT c.id, c.code, c.name, c.parent_id,
           coalesce((SELECT sum(o.open_amount) FROM crm.sales_order o
                      WHERE o.company_id = :company AND o.customer_id = c.id AND o.decision = 'released'
                        AND o.open_amount <> 0), 0) AS open_order_amount
      FROM crm.customer c WHERE c.root_id = :root ORDER BY c.code LIMIT 500
""")


def credit_accounts_statement(company_id: UUID, q: str = "", only: str | None = None) -> Any:
    """The list of a company's credit accounts, filtered."""
    customer: Any = Base.metadata.tables["crm.customer"]
    statement: Any = (
        select(
            CreditAccount.root_customer_id.label("id"),
            customer.c.code,
            customer.c.name,
            CreditAccount.limit_amount,
            CreditAccount.currency,
            CreditAccount.status,
            CreditAccount.note,
        )
        .join(customer, customer.c.id == CreditAccount.root_customer_id)
        .where(CreditAccount.company_id == company_id)
    )
    if q:
        statement = statement.where(
            or_(customer.c.code.contains(q.upper(), autoescape=True), customer.c.name.icontains(q, autoescape=True))
        )
    if only == "blocked":
        statement = statement.where(CreditAccount.status == "blocked")
    if only == "limited":
        statement = statement.where(CreditAccount.limit_amount.is_not(None))
    return statement


def top_of(session: Session, customer_id: UUID) -> Row[Any] | None:
    """The top of the customer's account tree: id, code, name."""
    return session.execute(_TOP, {"customer": customer_id}).one_or_none()


def tree_members(session: Session, company_id: UUID, root_customer_id: UUID) -> list[Row[Any]]:
    """Every account of a tree with what its open orders come to."""
    return list(session.execute(_MEMBERS, {"company": company_id, "root": root_customer_id}))
