"""Tables of cash received from and paid back to customers."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from erp.finance.columns import Amount, Day, Id, Instant, PrimaryId, Words
from erp.kernel.db import Base
from erp.kernel.finding import number_indexes

METHODS = ("bank_transfer", "cheque", "card", "direct_debit", "cash", "other")


class CashReceipt(Base):
    """Money from a customer (positive), paid back to one, or a receipt undone (negative). Append-only."""

    __tablename__ = "cash_receipt"
    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("number"),
        UniqueConstraint("reverses_id"),
        ForeignKeyConstraint(
            ["company_id", "branch_id"], ["organization.branch.company_id", "organization.branch.id"]
        ),
        ForeignKeyConstraint(
            ["company_id", "reverses_id"], ["finance.cash_receipt.company_id", "finance.cash_receipt.id"]
        ),
        CheckConstraint("kind IN ('receipt', 'reversal', 'refund')", name="kind"),
        CheckConstraint("(kind = 'reversal') = (reverses_id IS NOT NULL)", name="reverses_id"),
        CheckConstraint("(kind = 'receipt') = (amount > 0) AND amount <> 0", name="amount"),
        CheckConstraint(f"method IN {METHODS}", name="method"),
        Index("ix_cash_receipt_customer_id", "customer_id", "received_on"),
        Index("ix_cash_receipt_received_on", "company_id", "received_on", "id"),
        *number_indexes("cash_receipt"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    branch_id: Mapped[Id]
    customer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("crm.customer.id"))
    number: Mapped[Words]
    kind: Mapped[Words]
    received_on: Mapped[Day]
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
