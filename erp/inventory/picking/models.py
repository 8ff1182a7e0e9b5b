"""Waves and pick tasks: which bin and lot is reserved for which demand line, and what was found there."""

from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from erp.inventory.columns import Code, Count, Id, Instant, PrimaryId, Quantity
from erp.kernel.db import Base
from erp.kernel.finding import number_indexes

TASK_STATUSES = ("open", "picked", "short", "cancelled")


class Wave(Base):
    """Pick tasks released together; its state follows from its tasks. ``picker_id`` is who should walk it."""

    __tablename__ = "wave"

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    warehouse_id: Mapped[Id]
    number: Mapped[Code] = mapped_column(unique=True)
    released_at: Mapped[Instant] = mapped_column(server_default=func.now())
    released_by: Mapped[Code]
    picker_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("identity.user_account.id"))

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "warehouse_id"], ["inventory.warehouse.company_id", "inventory.warehouse.id"]
        ),
        UniqueConstraint("company_id", "id"),
        Index("ix_wave_warehouse_id_id", "warehouse_id", "id"),
        *number_indexes("wave"),
        {"schema": "inventory"},
    )


class PickTask(Base):
    """Take a quantity out of one bin (and lot) for one shipment.

    Units: base units. While its shipment is picking or packed, the task holds stock of its balance: ``qty`` when
    open, ``qty_picked`` when picked or short. The sum of what is held is ``stock_balance.qty_allocated``.
    ``claimed_by`` is the picker on the way to an open task: others are sent to the next one meanwhile.
    """

    __tablename__ = "pick_task"

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    wave_id: Mapped[Id]
    shipment_id: Mapped[Id]
    demand_line_id: Mapped[Id]
    stock_balance_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.stock_balance.id"))
    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    bin_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.bin.id"))
    lot_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.lot.id"))
    sequence: Mapped[Count]
    qty: Mapped[Quantity]
    qty_picked: Mapped[Quantity] = mapped_column(server_default=text("0"))
    status: Mapped[Code] = mapped_column(server_default=text("'open'"))
    short_reason: Mapped[Code | None]
    picked_at: Mapped[Instant | None]
    picked_by: Mapped[Code | None]
    claimed_by: Mapped[Code | None]
    claimed_at: Mapped[Instant | None]

    __table_args__ = (
        ForeignKeyConstraint(["company_id", "wave_id"], ["inventory.wave.company_id", "inventory.wave.id"]),
        ForeignKeyConstraint(["company_id", "shipment_id"], ["inventory.shipment.company_id", "inventory.shipment.id"]),
        ForeignKeyConstraint(
            ["company_id", "demand_line_id"], ["inventory.demand_line.company_id", "inventory.demand_line.id"]
        ),
        CheckConstraint(f"status IN {TASK_STATUSES}", name="status"),
        CheckConstraint("qty > 0 AND qty_picked >= 0 AND qty_picked <= qty", name="picked_within_task"),
        CheckConstraint("status <> 'picked' OR qty_picked = qty", name="picked_is_whole"),
        CheckConstraint("status <> 'short' OR (qty_picked < qty AND short_reason <> '')", name="short_has_its_reason"),
        CheckConstraint("status NOT IN ('open', 'cancelled') OR qty_picked = 0", name="unpicked_is_zero"),
        CheckConstraint("(claimed_by IS NULL) = (claimed_at IS NULL)", name="claim_has_its_time"),
        Index("ix_pick_task_wave_id_sequence", "wave_id", "sequence"),
        Index("ix_pick_task_shipment_id", "shipment_id"),
        Index("ix_pick_task_demand_line_id", "demand_line_id"),
        Index("ix_pick_task_stock_balance_id", "stock_balance_id"),
        Index(
            "ix_pick_task_claimed_by",
            "claimed_by",
            postgresql_where=text("claimed_by IS NOT NULL"),
        ),
        Index("ix_pick_task_short", "item_id", postgresql_where=text("short_reason IS NOT NULL")),
        {"schema": "inventory"},
    )
