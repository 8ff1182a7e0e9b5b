"""Goods receipts: final records of what came."""

from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from erp.inventory.columns import Amount, Code, Count, Day, Id, Instant, PrimaryId, Quantity, UnitCost
from erp.kernel.db import Base
from erp.kernel.finding import number_indexes


class GoodsReceipt(Base):
    """One delivery against one purchase order."""

    __tablename__ = "goods_receipt"
    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("number"),
        ForeignKeyConstraint(
            ["company_id", "purchase_order_id"],
            ["inventory.purchase_order.company_id", "inventory.purchase_order.id"],
        ),
        ForeignKeyConstraint(
            ["company_id", "warehouse_id"], ["inventory.warehouse.company_id", "inventory.warehouse.id"]
        ),
        Index("ix_goods_receipt_purchase_order_id", "purchase_order_id"),
        Index("ix_goods_receipt_received_on", "company_id", "received_on"),
        *number_indexes("goods_receipt"),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    branch_id: Mapped[Id]
    warehouse_id: Mapped[Id]
    purchase_order_id: Mapped[Id]
    supplier_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.supplier.id"))
    number: Mapped[Code]
    received_on: Mapped[Day]
    delivery_note: Mapped[Code] = mapped_column(server_default="")
    currency: Mapped[Code]
    total_amount: Mapped[Amount]
    received_by: Mapped[Code]
    recorded_at: Mapped[Instant]
    xact_id: Mapped[int] = mapped_column(BigInteger, server_default=text("(pg_current_xact_id()::text)::bigint"))


class GoodsReceiptLine(Base):
    """One item, lot and bin of a delivery, valued at the purchase order's cost."""

    __tablename__ = "goods_receipt_line"
    __table_args__ = (
        UniqueConstraint("goods_receipt_id", "position"),
        ForeignKeyConstraint(
            ["company_id", "goods_receipt_id"],
            ["inventory.goods_receipt.company_id", "inventory.goods_receipt.id"],
        ),
        Index("ix_goods_receipt_line_purchase_order_line_id", "purchase_order_line_id"),
        Index("ix_goods_receipt_line_item_id", "item_id"),
        CheckConstraint("qty > 0 AND entered_qty > 0 AND amount >= 0", name="qty"),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    goods_receipt_id: Mapped[Id]
    company_id: Mapped[Id]
    position: Mapped[Count]
    purchase_order_line_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.purchase_order_line.id"))
    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    lot_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.lot.id"))
    bin_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.bin.id"))
    entered_qty: Mapped[Quantity]
    unit: Mapped[Code]
    qty: Mapped[Quantity]
    unit_cost: Mapped[UnitCost]
    amount: Mapped[Amount]
