"""Table of payments to suppliers."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from erp.finance.columns import Amount, Day, Id, Instant, PrimaryId, Words
from erp.kernel.db import Base
from erp.kernel.finding import number_indexes

PAYMENT_METHODS = ("bank_transfer", "cheque", "direct_debit", "cash", "other")


class SupplierPayment(Base):
    """Money paid to a supplier (positive), or a payment undone (negative). Append-only."""

    __tablename__ = "supplier_payment"
    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("number"),
        UniqueConstraint("reverses_id"),
        ForeignKeyConstraint(
            ["company_id", "branch_id"], ["organization.branch.company_id", "organization.branch.id"]
        ),
        ForeignKeyConstraint(
            ["company_id", "reverses_id"],
            ["finance.supplier_payment.company_id", "finance.supplier_payment.id"],
        ),
        CheckConstraint("amount <> 0 AND (reverses_id IS NOT NULL) = (amount < 0)", name="amount"),
        CheckConstraint(f"method IN {PAYMENT_METHODS}", name="method"),
        Index("ix_supplier_payment_supplier_id", "supplier_id", "paid_on"),
        Index("ix_supplier_payment_paid_on", "company_id", "paid_on", "id"),
        *number_indexes("supplier_payment"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    branch_id: Mapped[Id]
    supplier_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.supplier.id"))
    number: Mapped[Words]
    paid_on: Mapped[Day]
    amount: Mapped[Amount]
    currency: Mapped[Words]
    method: Mapped[Words]
    reference: Mapped[Words]
    note: Mapped[Words]
    reverses_id: Mapped[Id | None]
    source_event_id: Mapped[Id]
    actor: Mapped[Words]
    correlation_id: Mapped[Id]
    recorded_at: Mapped[Instant]
