"""Demand lines: quantities wanted from a warehouse, and how much of each is promised, on its way or gone."""

from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from erp.inventory.columns import Code, Count, Day, Id, Instant, PrimaryId, Quantity
from erp.kernel.db import Base

SUPPLY_KINDS = ("stock", "transfer", "purchase", "drop_shipment")


class DemandLine(Base):
    """A quantity of an item that an origin wants from a warehouse.

    Units: base units. ``qty_allocated`` is the soft promise still standing, ``qty_released`` the part of it that
    lies on open pick tasks or in a shipment not yet confirmed. ``is_open`` while some of it is neither shipped nor
    cancelled: queries name it to use the indexes, which no change of a quantity touches. The sum of
    ``qty_allocated`` over an item and warehouse is ``item_warehouse.qty_allocated``.
    """

    __tablename__ = "demand_line"

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    warehouse_id: Mapped[Id]
    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    qty: Mapped[Quantity]
    qty_allocated: Mapped[Quantity] = mapped_column(server_default=text("0"))
    qty_released: Mapped[Quantity] = mapped_column(server_default=text("0"))
    qty_shipped: Mapped[Quantity] = mapped_column(server_default=text("0"))
    qty_cancelled: Mapped[Quantity] = mapped_column(server_default=text("0"))
    is_open: Mapped[bool] = mapped_column(Computed("qty_shipped + qty_cancelled < qty", persisted=True))
    priority: Mapped[Count]  # the lower, the earlier
    promised_on: Mapped[Day]
    supply_kind: Mapped[Code] = mapped_column(server_default=text("'stock'"))
    ratio: Mapped[Quantity] = mapped_column(server_default=text("1"))  # units here for one of the origin
    origin_kind: Mapped[Code]
    origin_id: Mapped[Id]
    origin_line_id: Mapped[Id]
    origin_number: Mapped[Code] = mapped_column(server_default=text("''"))
    min_shelf_life_days: Mapped[Count] = mapped_column(server_default=text("0"))  # left when the goods leave
    carrier_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.carrier.id"))  # planned to take it
    consignee: Mapped[dict[str, str] | None] = mapped_column(JSONB)  # name and address for the papers
    created_at: Mapped[Instant] = mapped_column(server_default=func.now())

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "warehouse_id"], ["inventory.warehouse.company_id", "inventory.warehouse.id"]
        ),
        UniqueConstraint("company_id", "id"),
        CheckConstraint("qty > 0", name="qty_positive"),
        CheckConstraint(
            "qty_allocated >= 0 AND qty_shipped >= 0 AND qty_cancelled >= 0"
            " AND qty_allocated + qty_shipped + qty_cancelled <= qty",
            name="never_more_than_wanted",
        ),
        CheckConstraint("qty_released >= 0 AND qty_released <= qty_allocated", name="released_is_allocated"),
        CheckConstraint(f"supply_kind IN {SUPPLY_KINDS}", name="supply_kind"),
        CheckConstraint("ratio > 0", name="ratio_positive"),
        CheckConstraint("min_shelf_life_days >= 0", name="min_shelf_life_days"),
        Index("ix_demand_line_origin_id", "origin_id"),
        Index("ix_demand_line_origin_line_id", "origin_line_id"),
        Index(
            "ix_demand_line_open_item",
            "item_id",
            "warehouse_id",
            "priority",
            "promised_on",
            "id",
            postgresql_where=text("is_open"),
        ),
        Index(
            "ix_demand_line_open_warehouse",
            "warehouse_id",
            "priority",
            "promised_on",
            "id",
            postgresql_where=text("is_open"),
        ),
        {"schema": "inventory"},
    )
