"""Tables of goods received not invoiced."""

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

from erp.finance.columns import Amount, Day, Id, PrimaryId, Quantity, Words
from erp.kernel.db import Base


class GrniItem(Base):
    """One receipt line and how much of it no bill has covered yet; ``id`` is the goods receipt line's.

    The open amounts of a company are the detail of its GRNI account.
    """

    __tablename__ = "grni_item"
    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        ForeignKeyConstraint(
            ["company_id", "branch_id"], ["organization.branch.company_id", "organization.branch.id"]
        ),
        CheckConstraint("qty > 0 AND amount >= 0", name="received"),
        CheckConstraint("open_qty BETWEEN 0 AND qty", name="open_qty"),
        CheckConstraint("open_amount BETWEEN 0 AND amount", name="open_amount"),
        CheckConstraint("open_qty > 0 OR open_amount = 0", name="billed_is_cleared"),
        Index(
            "ix_grni_item_open",
            "company_id",
            "supplier_id",
            "received_on",
            "id",
            postgresql_where=text("open_qty > 0"),
        ),
        Index("ix_grni_item_goods_receipt_id", "goods_receipt_id"),
        {"schema": "finance"},
    )

    id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.goods_receipt_line.id"), primary_key=True)
    company_id: Mapped[Id]
    branch_id: Mapped[Id]
    warehouse_id: Mapped[Id]
    supplier_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.supplier.id"))
    goods_receipt_id: Mapped[Id]
    goods_receipt_number: Mapped[Words]
    purchase_order_id: Mapped[Id]
    purchase_order_line_id: Mapped[Id]
    item_id: Mapped[Id]
    family_id: Mapped[Id]
    received_on: Mapped[Day]
    qty: Mapped[Quantity]
    amount: Mapped[Amount]
    open_qty: Mapped[Quantity]
    open_amount: Mapped[Amount]


class GrniEntry(Base):
    """One change of what a receipt line is still to be billed for. Append-only.

    A price difference comes as two lines of the bill: ``price_difference`` raises or lowers what is owed for the
    goods, ``billed`` takes the billed amount off.
    """

    __tablename__ = "grni_entry"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "grni_item_id"], ["finance.grni_item.company_id", "finance.grni_item.id"]
        ),
        CheckConstraint("kind IN ('received', 'billed', 'price_difference')", name="kind"),
        Index("ix_grni_entry_grni_item_id", "grni_item_id"),
        Index("ix_grni_entry_occurred_on", "company_id", "occurred_on"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    grni_item_id: Mapped[Id]
    kind: Mapped[Words]
    qty: Mapped[Quantity]
    amount: Mapped[Amount]
    occurred_on: Mapped[Day]
    source_kind: Mapped[Words]
    source_id: Mapped[Id]
