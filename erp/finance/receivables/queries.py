"""Read cash receipts: one with what is left of it, and the list."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from erp.finance.invoicing.queries import CUSTOMER
from erp.finance.open_items.models import OpenItem
from erp.finance.open_items.queries import ApplicationLine, applications_of_document, open_items_of
from erp.finance.receivables.models import CashReceipt
from erp.kernel.errors import NotFound
from erp.kernel.money import ZERO


@dataclass(frozen=True)
class ReceiptPage:
    """A receipt with what is left of it and whether it was undone."""

    receipt: CashReceipt
    open_items: list[OpenItem]
    applications: list[ApplicationLine]
    reversed_by: CashReceipt | None

    @property
    def unapplied_amount(self) -> Decimal:
        return -sum((item.balance_amount for item in self.open_items), ZERO)


def receipt_page(session: Session, receipt_id: UUID) -> ReceiptPage:
    """One cash receipt, refund or reversal.

    Raises: NotFound
    """
    receipt = session.get(CashReceipt, receipt_id)
    if receipt is None:
        raise NotFound("There is no such cash receipt.")
    undone = session.scalar(select(CashReceipt).where(CashReceipt.reverses_id == receipt_id))
    return ReceiptPage(
        receipt, open_items_of(session, receipt_id), applications_of_document(session, receipt_id), undone
    )


def receipts_statement(company_id: UUID, branch_ids: frozenset[UUID] | None) -> Select[Any]:
    """The cash receipts of a company for a list, with what is left of each."""
    left = (
        select(-OpenItem.balance_amount).where(OpenItem.document_id == CashReceipt.id).limit(1).scalar_subquery()
    )
    statement = (
        select(
            CashReceipt.id, CashReceipt.number, CashReceipt.received_on, CashReceipt.kind,
            CUSTOMER.c.code.label("customer_code"), CUSTOMER.c.name.label("customer_name"), CashReceipt.method,
            CashReceipt.reference, CashReceipt.currency, CashReceipt.amount, left.label("unapplied_amount"),
        )
        .join(CUSTOMER, CUSTOMER.c.id == CashReceipt.customer_id)
        .where(CashReceipt.company_id == company_id)
    )
    if branch_ids is not None:
        statement = statement.where(CashReceipt.branch_id.in_(branch_ids))
    return statement
