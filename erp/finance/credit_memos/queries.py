"""Read credit memos: one as its page and paper show it, and the list."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from erp.finance.credit_memos.models import CreditMemo, CreditMemoLine, CreditMemoTax
from erp.finance.invoicing.queries import CUSTOMER
from erp.finance.open_items.models import OpenItem
from erp.finance.open_items.queries import open_items_of
from erp.kernel.errors import NotFound
from erp.kernel.money import ZERO


@dataclass(frozen=True)
class CreditMemoPage:
    """A credit memo with everything on it, and what the customer has not used of it."""

    memo: CreditMemo
    lines: list[CreditMemoLine]
    taxes: list[CreditMemoTax]
    open_items: list[OpenItem]

    @property
    def unapplied_amount(self) -> Decimal:
        return -sum((item.balance_amount for item in self.open_items), ZERO)


def credit_memo_page(session: Session, credit_memo_id: UUID) -> CreditMemoPage:
    """One credit memo.

    Raises: NotFound
    """
    memo = session.get(CreditMemo, credit_memo_id)
    if memo is None:
        raise NotFound("There is no such credit memo.")
    lines = session.scalars(
        select(CreditMemoLine)
        .where(CreditMemoLine.credit_memo_id == credit_memo_id)
        .order_by(CreditMemoLine.position)
    )
    taxes = session.scalars(
        select(CreditMemoTax)
        .where(CreditMemoTax.credit_memo_id == credit_memo_id)
        .order_by(CreditMemoTax.code, CreditMemoTax.name)
    )
    return CreditMemoPage(memo, list(lines), list(taxes), open_items_of(session, credit_memo_id))


def credit_memos_statement(company_id: UUID, branch_ids: frozenset[UUID] | None) -> Select[Any]:
    """The credit memos of a company for a list, with what is left of each."""
    left = (
        select(func.coalesce(-func.sum(OpenItem.balance_amount), ZERO))
        .where(OpenItem.document_id == CreditMemo.id)
        .scalar_subquery()
    )
    statement = (
        select(
            CreditMemo.id, CreditMemo.number, CreditMemo.credited_on, CreditMemo.customer_id,
            CUSTOMER.c.code.label("customer_code"), CUSTOMER.c.name.label("customer_name"), CreditMemo.reason,
            CreditMemo.origin_number, CreditMemo.invoice_numbers, CreditMemo.currency,
            CreditMemo.total_amount, left.label("unapplied_amount"),
        )
        .join(CUSTOMER, CUSTOMER.c.id == CreditMemo.customer_id)
        .where(CreditMemo.company_id == company_id)
    )
    if branch_ids is not None:
        statement = statement.where(CreditMemo.branch_id.in_(branch_ids))
    return statement
