"""Tables of transfer orders."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from erp.inventory.columns import Amount, Code, Count, Day, Id, PrimaryId, Quantity
from erp.kernel.db import Base
from erp.kernel.finding import number_indexes

TRANSFER_STATUSES = ("draft", "shipped", "received", "cancelled")


class TransferOrder(Base):
    """Goods to be moved from one warehouse to another of the same company."""

    __tablename__ = "transfer_order"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "from_warehouse_id"], ["inventory.warehouse.company_id", "inventory.warehouse.id"]
        ),
        ForeignKeyConstraint(
            ["company_id", "to_warehouse_id"], ["inventory.warehouse.company_id", "inventory.warehouse.id"]
        ),
        CheckConstraint(f"status IN {TRANSFER_STATUSES}", name="status"),
        CheckConstraint("from_warehouse_id <> to_warehouse_id", name="two_warehouses"),
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("number"),
        Index("ix_transfer_order_status", "company_id", "status"),
        *number_indexes("transfer_order"),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    number: Mapped[Code]
    from_warehouse_id: Mapped[Id]
    to_warehouse_id: Mapped[Id]
    status: Mapped[Code] = mapped_column(server_default="draft")
    requested_on: Mapped[Day]
    shipped_on: Mapped[Day | None]
    received_on: Mapped[Day | None]
    note: Mapped[Code] = mapped_column(server_default="")
    created_by: Mapped[Code]


class TransferLine(Base):
    """A quantity from one bin and lot. What is shipped and not received is in transit, or was lost."""

    __tablename__ = "transfer_line"
    __table_args__ = (
        ForeignKeyConstraint(["item_id", "lot_id"], ["inventory.lot.item_id", "inventory.lot.id"]),
        CheckConstraint("qty > 0", name="qty"),
        CheckConstraint("qty_shipped >= 0 AND qty_shipped <= qty", name="shipped"),
        CheckConstraint(
            "qty_received >= 0 AND qty_lost >= 0 AND qty_received + qty_lost <= qty_shipped", name="received"
        ),
        UniqueConstraint("transfer_order_id", "position"),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    transfer_order_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.transfer_order.id"))
    position: Mapped[Count]
    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    lot_id: Mapped[Id | None]
    from_bin_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.bin.id"))
    entered_qty: Mapped[Quantity]
    unit: Mapped[str] = mapped_column(Text, ForeignKey("inventory.unit_of_measure.code"))
    qty: Mapped[Quantity]
    qty_shipped: Mapped[Quantity] = mapped_column(server_default=text("0"))
    qty_received: Mapped[Quantity] = mapped_column(server_default=text("0"))
    qty_lost: Mapped[Quantity] = mapped_column(server_default=text("0"))
    amount: Mapped[Amount] = mapped_column(server_default=text("0"))
