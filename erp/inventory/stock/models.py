"""Tables of the stock ledger, the balances kept from it, and stock adjustments."""

from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from erp.inventory.columns import Code, Day, Id, Instant, PrimaryId, Quantity
from erp.inventory.stock.statuses import STOCK_STATUSES
from erp.kernel.db import Base

MOVEMENT_KINDS = (
    "receipt",
    "put_away",
    "shipment",
    "shipment_void",
    "adjustment",
    "count",
    "transfer_out",
    "transfer_in",
    "customer_return",
    "status_change",
    "scrap",
    "supplier_return",
)
_STATUS_CHECK = f"status IN {STOCK_STATUSES}"
_KIND_CHECK = f"kind IN {MOVEMENT_KINDS}"


class StockBalance(Base):
    """What stands on one stock key, and how much of it open pick tasks hold (hard allocation)."""

    __tablename__ = "stock_balance"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "warehouse_id"], ["inventory.warehouse.company_id", "inventory.warehouse.id"]
        ),
        ForeignKeyConstraint(["warehouse_id", "bin_id"], ["inventory.bin.warehouse_id", "inventory.bin.id"]),
        ForeignKeyConstraint(["item_id", "lot_id"], ["inventory.lot.item_id", "inventory.lot.id"]),
        CheckConstraint(_STATUS_CHECK, name="status"),
        CheckConstraint("qty_on_hand >= 0", name="on_hand"),
        CheckConstraint("qty_allocated >= 0 AND qty_allocated <= qty_on_hand", name="allocated"),
        Index(
            "uq_stock_balance_key",
            "item_id",
            "warehouse_id",
            "bin_id",
            "lot_id",
            "status",
            "owner_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_stock_balance_bin_id", "bin_id"),
        Index("ix_stock_balance_lot_id", "lot_id", postgresql_where=text("lot_id IS NOT NULL")),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    warehouse_id: Mapped[Id]
    bin_id: Mapped[Id]
    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    lot_id: Mapped[Id | None]
    status: Mapped[Code]
    owner_id: Mapped[Id | None]
    qty_on_hand: Mapped[Quantity] = mapped_column(server_default=text("0"))
    qty_allocated: Mapped[Quantity] = mapped_column(server_default=text("0"))


class ItemWarehouse(Base):
    """An item in a warehouse: what is there, what of it may be promised, what is promised, what is coming.

    ``qty_on_hand`` sums the balances that are in the building, ``qty_in_transit`` those on the way to it;
    ``qty_available`` is on hand, status available, our own; ``qty_allocated`` is the soft allocation.
    """

    __tablename__ = "item_warehouse"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "warehouse_id"], ["inventory.warehouse.company_id", "inventory.warehouse.id"]
        ),
        CheckConstraint("qty_available >= 0 AND qty_available <= qty_on_hand", name="available"),
        CheckConstraint("qty_allocated >= 0 AND qty_allocated <= qty_available", name="allocated"),
        CheckConstraint("qty_in_transit >= 0", name="in_transit"),
        CheckConstraint("qty_on_order >= 0", name="on_order"),
        Index("ix_item_warehouse_warehouse_id", "warehouse_id"),
        {"schema": "inventory"},
    )

    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"), primary_key=True)
    warehouse_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    company_id: Mapped[Id]
    qty_on_hand: Mapped[Quantity] = mapped_column(server_default=text("0"))
    qty_available: Mapped[Quantity] = mapped_column(server_default=text("0"))
    qty_allocated: Mapped[Quantity] = mapped_column(server_default=text("0"))
    qty_on_order: Mapped[Quantity] = mapped_column(server_default=text("0"))
    qty_in_transit: Mapped[Quantity] = mapped_column(server_default=text("0"))


class StockMovement(Base):
    """One line of the stock ledger: so many base units came to or left a stock key. Append-only.

    ``source_event_id`` is the event that moved value with it; a movement between bins has none.
    """

    __tablename__ = "stock_movement"
    __table_args__ = (
        CheckConstraint(_STATUS_CHECK, name="status"),
        CheckConstraint(_KIND_CHECK, name="kind"),
        CheckConstraint("qty <> 0", name="qty"),
        Index("ix_stock_movement_item", "item_id", "warehouse_id", "id"),
        Index("ix_stock_movement_balance_id", "balance_id", "id"),
        Index("ix_stock_movement_source_id", "source_id"),
        {"schema": "inventory", "postgresql_partition_by": "RANGE (id)"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    source_event_id: Mapped[Id | None]
    balance_id: Mapped[Id]
    item_id: Mapped[Id]
    warehouse_id: Mapped[Id]
    bin_id: Mapped[Id]
    lot_id: Mapped[Id | None]
    status: Mapped[Code]
    owner_id: Mapped[Id | None]
    qty: Mapped[Quantity]
    kind: Mapped[Code]
    occurred_on: Mapped[Day]
    recorded_at: Mapped[Instant]
    source_kind: Mapped[Code]
    source_id: Mapped[Id]
    source_line_id: Mapped[Id | None]
    reverses_id: Mapped[Id | None]
    actor: Mapped[Code]
    correlation_id: Mapped[Id]
