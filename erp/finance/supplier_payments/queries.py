"""Read payments to suppliers: one with what is left of it, and the list."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from erp.finance.open_items.models import OpenItem
from erp.finance.open_items.queries import open_items_of
from erp.finance.payables.queries import SUPPLIER
from erp.finance.supplier_payments.models import SupplierPayment
from erp.kernel.errors import NotFound
from erp.kernel.money import ZERO


@dataclass(frozen=True)
class PaymentPage:
    """A payment to a supplier, what is left of it and whether it was undone."""

    payment: SupplierPayment
    open_items: list[OpenItem]
    reversed_by: SupplierPayment | None

    @property
    def unapplied_amount(self) -> Decimal:
        return -sum((item.balance_amount for item in self.open_items), ZERO)


def payment_page(session: Session, payment_id: UUID) -> PaymentPage:
    """One payment to a supplier, or the reversal of one.

    Raises: NotFound
    """
    payment = session.get(SupplierPayment, payment_id)
    if payment is None:
        raise NotFound("There is no such supplier payment.")
    undone = session.scalar(select(SupplierPayment).where(SupplierPayment.reverses_id == payment_id))
    return PaymentPage(payment, open_items_of(session, payment_id), undone)


def payments_statement(company_id: UUID) -> Select[Any]:
    """The payments to suppliers of a company for a list."""
    left = (
        select(-OpenItem.balance_amount).where(OpenItem.document_id == SupplierPayment.id).limit(1).scalar_subquery()
    )
    return (
        select(
            SupplierPayment.id, SupplierPayment.number, SupplierPayment.paid_on,
            SUPPLIER.c.code.label("supplier_code"), SUPPLIER.c.name.label("supplier_name"),
            SupplierPayment.method, SupplierPayment.reference, SupplierPayment.currency, SupplierPayment.amount,
            left.label("unapplied_amount"),
        )
        .join(SUPPLIER, SUPPLIER.c.id == SupplierPayment.supplier_id)
        .where(SupplierPayment.company_id == company_id)
    )

