"""Shipments: packed goods for one consignee, confirmed once."""

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

from erp.inventory.columns import Amount, Code, Count, Day, Id, Instant, PrimaryId, Quantity
from erp.kernel.db import Base
from erp.kernel.finding import number_indexes

SHIPMENT_STATUSES = ("picking", "packed", "shipped", "void")


class Shipment(Base):
    """Goods of one origin leaving one warehouse together; name and address are a snapshot for the papers."""

    __tablename__ = "shipment"

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    number: Mapped[Code] = mapped_column(unique=True)
    branch_id: Mapped[Id]
    warehouse_id: Mapped[Id]
    status: Mapped[Code] = mapped_column(server_default=text("'picking'"))
    origin_kind: Mapped[Code]
    origin_id: Mapped[Id] = mapped_column(index=True)
    origin_number: Mapped[Code] = mapped_column(server_default=text("''"))
    consignee_name: Mapped[Code] = mapped_column(server_default=text("''"))
    consignee_address: Mapped[Code] = mapped_column(server_default=text("''"))
    consignee_language: Mapped[Code] = mapped_column(server_default=text("''"))  # of its papers
    consignee_country: Mapped[Code] = mapped_column(server_default=text("''"))
    promised_on: Mapped[Day]
    created_at: Mapped[Instant] = mapped_column(server_default=func.now())
    packed_at: Mapped[Instant | None]
    packed_by: Mapped[Code | None]
    shipped_on: Mapped[Day | None]
    confirmed_at: Mapped[Instant | None]
    confirmed_by: Mapped[Code | None]
    carrier_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.carrier.id"))  # planned to take it
    carrier: Mapped[Code | None]  # who took it
    tracking: Mapped[Code | None]
    handed_over_at: Mapped[Instant | None]
    voided_on: Mapped[Day | None]
    void_reason: Mapped[Code | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "warehouse_id"], ["inventory.warehouse.company_id", "inventory.warehouse.id"]
        ),
        ForeignKeyConstraint(["company_id", "branch_id"], ["organization.branch.company_id", "organization.branch.id"]),
        UniqueConstraint("company_id", "id"),
        CheckConstraint(f"status IN {SHIPMENT_STATUSES}", name="status"),
        CheckConstraint("status <> 'shipped' OR shipped_on IS NOT NULL", name="shipped_has_its_day"),
        CheckConstraint("handed_over_at IS NULL OR status = 'shipped'", name="handed_over_is_shipped"),
        CheckConstraint("status <> 'void' OR void_reason <> ''", name="void_has_its_reason"),
        Index(
            "ix_shipment_open",
            "warehouse_id",
            "promised_on",
            "id",
            postgresql_where=text("status IN ('picking', 'packed')"),
        ),
        Index("ix_shipment_warehouse_id_id", "warehouse_id", "id"),
        Index(
            "ix_shipment_on_the_dock",
            "warehouse_id",
            "shipped_on",
            postgresql_where=text("status = 'shipped' AND handed_over_at IS NULL"),
        ),
        *number_indexes("shipment"),
        Index(
            "ix_shipment_tracking_start",
            text("upper(tracking) text_pattern_ops"),
            postgresql_where=text("tracking IS NOT NULL"),
        ),
        Index(
            "ix_shipment_shipped_on", "company_id", "shipped_on", postgresql_where=text("shipped_on IS NOT NULL")
        ),
        {"schema": "inventory"},
    )


class ShipmentLine(Base):
    """What a shipment holds of one demand line out of one bin and lot; exists from packing on.

    Units: base units; ``cost_amount`` is the cost consumed at confirmation, company currency.
    ``qty_return_authorized`` is the part a customer may send back; it never exceeds what was shipped.
    """

    __tablename__ = "shipment_line"

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    shipment_id: Mapped[Id]
    position: Mapped[Count]
    demand_line_id: Mapped[Id]
    origin_line_id: Mapped[Id]
    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    lot_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.lot.id"))
    bin_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.bin.id"))
    stock_balance_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.stock_balance.id"))
    qty: Mapped[Quantity]
    cost_amount: Mapped[Amount | None]
    qty_return_authorized: Mapped[Quantity] = mapped_column(server_default=text("0"))

    __table_args__ = (
        ForeignKeyConstraint(["company_id", "shipment_id"], ["inventory.shipment.company_id", "inventory.shipment.id"]),
        ForeignKeyConstraint(
            ["company_id", "demand_line_id"], ["inventory.demand_line.company_id", "inventory.demand_line.id"]
        ),
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("shipment_id", "position"),
        CheckConstraint("qty > 0", name="qty_positive"),
        CheckConstraint(
            "qty_return_authorized BETWEEN 0 AND qty", name="no_more_back_than_shipped"
        ),
        Index("ix_shipment_line_demand_line_id", "demand_line_id"),
        Index("ix_shipment_line_origin_line_id", "origin_line_id"),
        {"schema": "inventory"},
    )


class Carton(Base):
    """One parcel or pallet of a shipment, found again by the code on its label."""

    __tablename__ = "carton"

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    shipment_id: Mapped[Id]
    position: Mapped[Count]
    code: Mapped[Code] = mapped_column(unique=True)
    weight_kg: Mapped[Quantity | None]
    tracking: Mapped[Code | None]
    sscc: Mapped[Code | None] = mapped_column(unique=True)  # its number for everybody, where the company has a prefix

    __table_args__ = (
        ForeignKeyConstraint(["company_id", "shipment_id"], ["inventory.shipment.company_id", "inventory.shipment.id"]),
        UniqueConstraint("shipment_id", "position"),
        CheckConstraint("weight_kg > 0", name="weight_positive"),
        CheckConstraint("sscc ~ '^[0-9]{18}$'", name="sscc_digits"),
        {"schema": "inventory"},
    )
