"""Tables of supplier bills."""

from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from erp.finance.columns import Amount, Count, Day, Id, Instant, PrimaryId, Quantity, UnitPrice, Words
from erp.kernel.db import Base
from erp.kernel.finding import number_indexes


class SupplierBill(Base):
    """A supplier's invoice, or credit note, as it was entered. Once posted it is final (a trigger sees to it)."""

    __tablename__ = "supplier_bill"
    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("number"),
        Index(
            "uq_supplier_bill_supplier_number",
            "supplier_id",
            "supplier_number_key",
            unique=True,
            postgresql_where=text("status <> 'rejected'"),
        ),
        ForeignKeyConstraint(
            ["company_id", "branch_id"], ["organization.branch.company_id", "organization.branch.id"]
        ),
        CheckConstraint("kind IN ('bill', 'credit')", name="kind"),
        CheckConstraint("status IN ('held', 'posted', 'rejected')", name="status"),
        CheckConstraint("(status = 'posted') = (posted_on IS NOT NULL)", name="posted_on"),
        CheckConstraint("supplier_number_key <> ''", name="supplier_number"),
        CheckConstraint("total_amount = net_amount + tax_amount", name="total_amount"),
        CheckConstraint("total_amount <> 0 AND (kind = 'bill') = (total_amount > 0)", name="sign"),
        Index("ix_supplier_bill_supplier_id", "supplier_id", "billed_on"),
        Index("ix_supplier_bill_billed_on", "company_id", "billed_on", "id"),
        *number_indexes("supplier_bill"),
        Index("ix_supplier_bill_supplier_number_start", text("upper(supplier_number) text_pattern_ops")),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    branch_id: Mapped[Id]
    supplier_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.supplier.id"))
    number: Mapped[Words]
    kind: Mapped[Words]
    status: Mapped[Words]
    supplier_number: Mapped[Words]
    supplier_number_key: Mapped[Words]  # capitals and digits only, no leading zeros: how duplicates are found
    billed_on: Mapped[Day]
    posted_on: Mapped[Day | None]
    due_on: Mapped[Day]
    currency: Mapped[Words]
    net_amount: Mapped[Amount]
    tax_amount: Mapped[Amount]
    total_amount: Mapped[Amount]
    payment_term_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("terms.payment_term.id"))
    held_because: Mapped[Words]
    decided_by: Mapped[Words]
    decision_reason: Mapped[Words]
    note: Mapped[Words]
    entered_by: Mapped[Words]
    recorded_at: Mapped[Instant]
    correlation_id: Mapped[Id]


class SupplierBillLine(Base):
    """Goods of one receipt line at the billed price; or an amount for an account (freight, a fee, a return)."""

    __tablename__ = "supplier_bill_line"
    __table_args__ = (
        UniqueConstraint("bill_id", "position"),
        ForeignKeyConstraint(
            ["company_id", "bill_id"], ["finance.supplier_bill.company_id", "finance.supplier_bill.id"]
        ),
        ForeignKeyConstraint(
            ["company_id", "grni_item_id"], ["finance.grni_item.company_id", "finance.grni_item.id"]
        ),
        ForeignKeyConstraint(
            ["company_id", "account_id"], ["finance.account.company_id", "finance.account.id"]
        ),
        CheckConstraint("(grni_item_id IS NULL) <> (account_id IS NULL)", name="grni_or_account"),
        CheckConstraint("grni_item_id IS NULL OR qty > 0", name="qty"),
        Index("ix_supplier_bill_line_grni_item_id", "grni_item_id"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    bill_id: Mapped[Id]
    position: Mapped[Count]
    grni_item_id: Mapped[Id | None]
    account_id: Mapped[Id | None]
    description: Mapped[Words]
    qty: Mapped[Quantity]
    unit_cost: Mapped[UnitPrice]
    amount: Mapped[Amount]
    received_amount: Mapped[Amount]  # what the receipt stood at for this quantity
    difference_amount: Mapped[Amount]  # amount less received amount
