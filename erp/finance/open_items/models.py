"""Tables of open items and their applications."""

from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from erp.finance.columns import Amount, Count, Day, Id, Instant, PrimaryId, Words
from erp.kernel.db import Base

RECEIVABLE_KINDS = ("sales_invoice", "credit_memo", "cash_receipt", "receipt_reversal", "refund", "dunning_fee")
PAYABLE_KINDS = ("supplier_bill", "supplier_credit", "supplier_payment", "payment_reversal")
KINDS = RECEIVABLE_KINDS + PAYABLE_KINDS


class OpenItem(Base):
    """An amount with a due date, owed to us (receivable) or by us (payable).

    Positive is owed as the side says; negative is a credit of the other party: a credit memo, a payment not yet
    applied. ``balance_amount`` moves towards zero as applications are recorded and never beyond.
    """

    __tablename__ = "open_item"
    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        ForeignKeyConstraint(
            ["company_id", "branch_id"], ["organization.branch.company_id", "organization.branch.id"]
        ),
        CheckConstraint("side IN ('receivable', 'payable')", name="side"),
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint(
            "(side = 'receivable') = (customer_id IS NOT NULL) AND (side = 'payable') = (supplier_id IS NOT NULL)",
            name="party",
        ),
        CheckConstraint("original_amount <> 0", name="original_amount"),
        CheckConstraint(
            "balance_amount BETWEEN least(original_amount, 0) AND greatest(original_amount, 0)",
            name="balance_amount",
        ),
        CheckConstraint(
            "discount_amount >= 0 AND (discount_amount = 0 OR discount_until IS NOT NULL)", name="discount"
        ),
        Index(
            "ix_open_item_open",
            "company_id",
            "side",
            "party_id",
            "due_on",
            "id",
            postgresql_where=text("balance_amount <> 0"),
        ),
        Index("ix_open_item_party_id", "party_id", "posted_on"),
        Index("ix_open_item_document_id", "document_id"),
        Index("ix_open_item_posted_on", "company_id", "side", "posted_on"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    branch_id: Mapped[Id]
    side: Mapped[Words]
    customer_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("crm.customer.id"))
    supplier_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.supplier.id"))
    party_id: Mapped[UUID] = mapped_column(
        Uuid, Computed("coalesce(customer_id, supplier_id)", persisted=True)
    )
    kind: Mapped[Words]
    document_id: Mapped[Id]
    number: Mapped[Words]
    instalment: Mapped[Count] = mapped_column(server_default=text("1"))
    currency: Mapped[Words]
    original_amount: Mapped[Amount]
    balance_amount: Mapped[Amount]
    posted_on: Mapped[Day]
    due_on: Mapped[Day]
    discount_until: Mapped[Day | None]
    discount_amount: Mapped[Amount] = mapped_column(server_default=text("0"))


class CashApplication(Base):
    """So much of a credit item settled so much of a debit item on a day. Append-only; undone by its negative.

    ``amount`` comes from the credit; discount taken and write-off settle the debit item on top of it. Without a
    ``from_item_id`` the item is settled by discount or write-off alone.
    """

    __tablename__ = "cash_application"
    __table_args__ = (
        UniqueConstraint("reverses_id"),
        ForeignKeyConstraint(
            ["company_id", "from_item_id"], ["finance.open_item.company_id", "finance.open_item.id"]
        ),
        ForeignKeyConstraint(
            ["company_id", "to_item_id"], ["finance.open_item.company_id", "finance.open_item.id"]
        ),
        ForeignKeyConstraint(["reverses_id"], ["finance.cash_application.id"]),
        CheckConstraint("from_item_id IS NOT NULL OR amount = 0", name="from_item_id"),
        CheckConstraint("from_item_id <> to_item_id", name="two_items"),
        CheckConstraint("amount <> 0 OR discount_amount <> 0 OR write_off_amount <> 0", name="something"),
        Index("ix_cash_application_from_item_id", "from_item_id"),
        Index("ix_cash_application_to_item_id", "to_item_id"),
        Index("ix_cash_application_applied_on", "company_id", "applied_on"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    side: Mapped[Words]
    from_item_id: Mapped[Id | None]
    to_item_id: Mapped[Id]
    amount: Mapped[Amount]
    discount_amount: Mapped[Amount]
    write_off_amount: Mapped[Amount]
    applied_on: Mapped[Day]
    reverses_id: Mapped[Id | None]
    reason: Mapped[Words]
    source_event_id: Mapped[Id]
    actor: Mapped[Words]
    correlation_id: Mapped[Id]
    recorded_at: Mapped[Instant]
