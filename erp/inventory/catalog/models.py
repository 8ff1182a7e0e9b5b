"""Tables of the catalogue. Items and families are shared by the companies; how they are valued is each company's."""

from datetime import date
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

from erp.inventory.columns import Code, Count, Instant, PrimaryId, Quantity
from erp.kernel.db import Base

ITEM_KINDS = ("stocked", "service")
TRACKING = ("none", "lot", "serial")
ITEM_STATUSES = ("draft", "active", "retired")
COSTING_METHODS = ("moving_average", "fifo", "lifo", "highest_cost", "standard")
COST_POOL_SCOPES = ("company", "warehouse", "lot")


class UnitOfMeasure(Base):
    """A unit in which something is counted or measured: EA, BOX, M, KG."""

    __tablename__ = "unit_of_measure"
    __table_args__ = (
        CheckConstraint("code = upper(btrim(code)) AND code <> ''", name="code_upper"),
        {"schema": "inventory"},
    )

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[Code]


class ItemFamily(Base):
    """A group of items that share accounts; the dimension by which margins are read."""

    __tablename__ = "item_family"
    __table_args__ = (
        CheckConstraint("code = upper(btrim(code)) AND code <> ''", name="code_upper"),
        UniqueConstraint("code"),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    code: Mapped[Code]
    name: Mapped[Code]


class ItemFamilyCompany(Base):
    """Whether a company trades a family: active only once the books have every account it needs."""

    __tablename__ = "item_family_company"
    __table_args__ = (
        CheckConstraint("status IN ('active', 'inactive')", name="status"),
        {"schema": "inventory"},
    )

    family_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item_family.id"), primary_key=True)
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"), primary_key=True)
    status: Mapped[Code] = mapped_column(server_default="active")


class Item(Base):
    """Something with a number of its own. ``qty_quantum`` is the smallest quantity it can be counted in."""

    __tablename__ = "item"
    __table_args__ = (
        CheckConstraint("sku = upper(btrim(sku)) AND sku <> ''", name="sku_upper"),
        CheckConstraint("btrim(description) <> ''", name="description_given"),
        CheckConstraint("qty_quantum > 0", name="qty_quantum"),
        CheckConstraint("kind IN ('stocked', 'service')", name="kind"),
        CheckConstraint("tracking IN ('none', 'lot', 'serial')", name="tracking"),
        CheckConstraint("status IN ('draft', 'active', 'retired')", name="status"),
        CheckConstraint("tracking <> 'serial' OR qty_quantum = 1", name="serial_whole"),
        CheckConstraint("NOT expiry_required OR tracking <> 'none'", name="expiry_needs_lot"),
        CheckConstraint("shelf_life_days IS NULL OR shelf_life_days > 0", name="shelf_life"),
        CheckConstraint("weight_kg IS NULL OR weight_kg >= 0", name="weight"),
        CheckConstraint("volume_m3 IS NULL OR volume_m3 >= 0", name="volume"),
        CheckConstraint(
            "best_before_days >= 0 AND removal_days >= 0 AND alert_days >= 0", name="days_before_expiry"
        ),
        UniqueConstraint("sku"),
        Index(
            "ix_item_search",
            "sku",
            "description",
            postgresql_using="gin",
            postgresql_ops={"sku": "gin_trgm_ops", "description": "gin_trgm_ops"},
        ),
        Index("ix_item_family_id", "family_id"),
        Index("ix_item_sku_start", "sku", postgresql_ops={"sku": "text_pattern_ops"}),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    sku: Mapped[Code]
    description: Mapped[Code]
    family_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item_family.id"))
    base_unit: Mapped[str] = mapped_column(Text, ForeignKey("inventory.unit_of_measure.code"))
    qty_quantum: Mapped[Quantity] = mapped_column(server_default=text("1"))
    kind: Mapped[Code] = mapped_column(server_default="stocked")
    tracking: Mapped[Code] = mapped_column(server_default="none")
    expiry_required: Mapped[bool] = mapped_column(server_default=text("false"))
    shelf_life_days: Mapped[Count | None]
    tax_class: Mapped[Code] = mapped_column(server_default="standard")
    weight_kg: Mapped[Decimal | None] = mapped_column(Numeric(12, 4))
    volume_m3: Mapped[Decimal | None] = mapped_column(Numeric(12, 6))
    best_before_days: Mapped[Count] = mapped_column(server_default=text("0"))  # each: so long before expiry
    removal_days: Mapped[Count] = mapped_column(server_default=text("0"))
    alert_days: Mapped[Count] = mapped_column(server_default=text("0"))
    status: Mapped[Code] = mapped_column(server_default="active")
    version: Mapped[Count] = mapped_column(server_default=text("1"))


class ItemCompany(Base):
    """How a company values an item, and whether it trades it."""

    __tablename__ = "item_company"
    __table_args__ = (
        CheckConstraint(f"costing_method IN {COSTING_METHODS}", name="costing_method"),
        CheckConstraint(f"cost_pool_scope IN {COST_POOL_SCOPES}", name="cost_pool_scope"),
        CheckConstraint("status IN ('active', 'inactive')", name="status"),
        CheckConstraint("standard_unit_cost >= 0", name="standard_unit_cost"),
        CheckConstraint(
            "costing_method <> 'standard' OR standard_unit_cost IS NOT NULL", name="standard_cost_given"
        ),
        {"schema": "inventory"},
    )

    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"), primary_key=True)
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"), primary_key=True)
    costing_method: Mapped[Code] = mapped_column(server_default="moving_average")
    cost_pool_scope: Mapped[Code] = mapped_column(server_default="company")
    standard_unit_cost: Mapped[Decimal | None] = mapped_column(Numeric(18, 6))
    status: Mapped[Code] = mapped_column(server_default="active")


class ItemUnit(Base):
    """One of this unit is exactly ``numerator / denominator`` base units of the item."""

    __tablename__ = "item_unit"
    __table_args__ = (
        CheckConstraint("numerator > 0 AND denominator > 0", name="fraction"),
        {"schema": "inventory"},
    )

    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(Text, ForeignKey("inventory.unit_of_measure.code"), primary_key=True)
    numerator: Mapped[Count]
    denominator: Mapped[Count] = mapped_column(server_default=text("1"))


class ItemBarcode(Base):
    """A code on the item or on one of its packs; scanning it says which item and which unit."""

    __tablename__ = "item_barcode"
    __table_args__ = (
        ForeignKeyConstraint(["item_id", "unit"], ["inventory.item_unit.item_id", "inventory.item_unit.unit"]),
        CheckConstraint("symbology IN ('gtin', 'free')", name="symbology"),
        CheckConstraint("code = btrim(code) AND code <> ''", name="code_given"),
        UniqueConstraint("code"),
        Index("ix_item_barcode_item_id", "item_id"),
        Index("ix_item_barcode_code_start", "code", postgresql_ops={"code": "text_pattern_ops"}),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    unit: Mapped[Code]
    code: Mapped[Code]
    symbology: Mapped[Code]


class Lot(Base):
    """A batch of an item, or, for serial tracking, one single piece."""

    __tablename__ = "lot"
    __table_args__ = (
        CheckConstraint("btrim(code) <> ''", name="code_given"),
        UniqueConstraint("item_id", "code"),
        UniqueConstraint("item_id", "id"),
        Index("ix_lot_search", "code", postgresql_using="gin", postgresql_ops={"code": "gin_trgm_ops"}),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    code: Mapped[Code]
    expires_on: Mapped[date | None]
    created_at: Mapped[Instant]
