"""Tables of stock adjustments and the reasons for them."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from erp.inventory.columns import Amount, Code, Count, Day, Id, Instant, PrimaryId, Quantity
from erp.kernel.db import Base
from erp.kernel.finding import number_indexes


class AdjustmentReason(Base):
    """Why stock may be found or lost. The code travels in the event and decides the offsetting account."""

    __tablename__ = "adjustment_reason"
    __table_args__ = (
        CheckConstraint("code = lower(btrim(code)) AND code <> ''", name="code_lower"),
        CheckConstraint("direction IN ('both', 'up', 'down')", name="direction"),
        {"schema": "inventory"},
    )

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[Code]
    direction: Mapped[Code] = mapped_column(server_default="both")
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class StockAdjustment(Base):
    """A posted correction of stock with its reason. There are no drafts: it is entered, and it is so."""

    __tablename__ = "stock_adjustment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "warehouse_id"], ["inventory.warehouse.company_id", "inventory.warehouse.id"]
        ),
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("number"),
        Index("ix_stock_adjustment_occurred_on", "company_id", "occurred_on"),
        *number_indexes("stock_adjustment"),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    number: Mapped[Code]
    branch_id: Mapped[Id]
    warehouse_id: Mapped[Id]
    reason: Mapped[str] = mapped_column(Text, ForeignKey("inventory.adjustment_reason.code"))
    note: Mapped[Code] = mapped_column(server_default="")
    origin_kind: Mapped[Code | None]
    origin_id: Mapped[Id | None]
    occurred_on: Mapped[Day]
    recorded_at: Mapped[Instant]
    actor: Mapped[Code]


class StockAdjustmentLine(Base):
    """A signed quantity of one stock key and the value it brought or took; without a quantity, a value alone."""

    __tablename__ = "stock_adjustment_line"
    __table_args__ = (
        CheckConstraint("qty <> 0 OR amount <> 0", name="changes_something"),
        CheckConstraint("qty = 0 OR bin_id IS NOT NULL", name="quantity_has_a_place"),
        CheckConstraint("unit_cost IS NULL OR unit_cost >= 0", name="unit_cost"),
        UniqueConstraint("adjustment_id", "position"),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    adjustment_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.stock_adjustment.id"))
    position: Mapped[Count]
    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    bin_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.bin.id"))
    lot_id: Mapped[Id | None]
    status: Mapped[Code]
    qty: Mapped[Quantity]
    unit_cost: Mapped[Decimal | None] = mapped_column(Numeric(18, 6))
    amount: Mapped[Amount]
