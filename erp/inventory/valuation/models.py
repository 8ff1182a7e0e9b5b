"""Tables of valuation. Entries and consumption links are append-only; pools and layers are kept from them."""

from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, ForeignKeyConstraint, Index, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from erp.inventory.columns import Amount, Code, Day, Id, PrimaryId, Quantity, UnitCost
from erp.kernel.db import Base

COST_ENTRY_KINDS = (
    "receipt",
    "issue",
    "customer_return",
    "adjustment",
    "late_cost",
    "revaluation",
    "transfer_out",
    "transfer_in",
    "scrap",
    "supplier_return",
    "void",
)


class CostPool(Base):
    """Quantity and value of an item in a company, in one of its warehouses or of one lot; the unit cost is derived."""

    __tablename__ = "cost_pool"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "warehouse_id"], ["inventory.warehouse.company_id", "inventory.warehouse.id"]
        ),
        ForeignKeyConstraint(["item_id", "lot_id"], ["inventory.lot.item_id", "inventory.lot.id"]),
        CheckConstraint("qty >= 0", name="qty"),
        CheckConstraint("value >= 0", name="value"),
        CheckConstraint("qty > 0 OR value = 0", name="empty_is_worthless"),
        Index(
            "uq_cost_pool_key",
            "item_id",
            "company_id",
            "warehouse_id",
            "lot_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    warehouse_id: Mapped[Id | None]
    lot_id: Mapped[Id | None]
    qty: Mapped[Quantity] = mapped_column(server_default=text("0"))
    value: Mapped[Amount] = mapped_column(server_default=text("0"))


class CostLayer(Base):
    """What one receipt brought and what is left of it.

    ``queue_id`` is its place in the order of consumption: its own id, or, for goods that came back, that of the
    layer they had left. Under FIFO the pool's value is the sum of ``value_remaining``; under the other methods the
    pool's value is the truth and the layer tells what the goods in it were received at.
    """

    __tablename__ = "cost_layer"
    __table_args__ = (
        CheckConstraint("qty_remaining >= 0 AND qty_remaining <= qty_received", name="qty_remaining"),
        CheckConstraint("value_remaining >= 0", name="value_remaining"),
        CheckConstraint("qty_remaining > 0 OR value_remaining = 0", name="empty_is_worthless"),
        Index("ix_cost_layer_open", "pool_id", "queue_id", "id", postgresql_where=text("is_open")),
        Index("ix_cost_layer_source_line_id", "source_line_id"),
        Index("ix_cost_layer_cost_entry_id", "cost_entry_id"),
        Index(
            "ix_cost_layer_parent_layer_id",
            "parent_layer_id",
            postgresql_where=text("parent_layer_id IS NOT NULL"),
        ),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    pool_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.cost_pool.id"))
    company_id: Mapped[Id]
    item_id: Mapped[Id]
    queue_id: Mapped[Id]
    parent_layer_id: Mapped[Id | None]
    received_on: Mapped[Day]
    cost_entry_id: Mapped[Id]
    source_kind: Mapped[Code]
    source_line_id: Mapped[Id]
    qty_received: Mapped[Quantity]
    qty_remaining: Mapped[Quantity]
    is_open: Mapped[bool] = mapped_column(Computed("qty_remaining > 0", persisted=True))
    unit_cost: Mapped[UnitCost]
    value_received: Mapped[Amount]
    value_remaining: Mapped[Amount]


class CostPosting(Base):
    """One row for each event that moved value: the books must show the same amounts before the commit."""

    __tablename__ = "cost_posting"
    __table_args__ = ({"schema": "inventory"},)

    source_event_id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))


class CostEntry(Base):
    """One line of the cost ledger: value and quantity that came to or left a pool. Append-only.

    ``corrects_id`` names the entry it undoes or continues: a return its issue, a late cost its receipt, the
    arriving side of a transfer the leaving one.
    """

    __tablename__ = "cost_entry"
    __table_args__ = (
        CheckConstraint(f"kind IN {COST_ENTRY_KINDS}", name="kind"),
        Index("ix_cost_entry_source_event_id", "source_event_id", "id"),
        Index("ix_cost_entry_source_line_id", "source_line_id"),
        Index("ix_cost_entry_corrects_id", "corrects_id", postgresql_where=text("corrects_id IS NOT NULL")),
        Index("ix_cost_entry_pool_id", "pool_id", "id"),
        Index("ix_cost_entry_occurred_on", "company_id", "occurred_on"),
        {"schema": "inventory", "postgresql_partition_by": "RANGE (id)"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    source_event_id: Mapped[Id]
    pool_id: Mapped[Id]
    item_id: Mapped[Id]
    family_id: Mapped[Id]
    warehouse_id: Mapped[Id]
    kind: Mapped[Code]
    qty: Mapped[Quantity]
    amount: Mapped[Amount]
    occurred_on: Mapped[Day]
    source_kind: Mapped[Code]
    source_line_id: Mapped[Id]
    corrects_id: Mapped[Id | None]


class CostConsumption(Base):
    """Which receipt an issue used: so much of a layer, and its share of the issue's amount. Append-only."""

    __tablename__ = "cost_consumption"
    __table_args__ = (
        CheckConstraint("qty > 0", name="qty"),
        CheckConstraint("amount >= 0", name="amount"),
        Index("ix_cost_consumption_issue_entry_id", "issue_entry_id"),
        Index("ix_cost_consumption_layer_id", "layer_id"),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    issue_entry_id: Mapped[Id]
    layer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.cost_layer.id"))
    qty: Mapped[Quantity]
    amount: Mapped[Amount]
