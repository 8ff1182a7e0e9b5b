"""Demand, waves and pick tasks, shipments, returns."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

revision = "0007"
down_revision = "0006"

NOBODY_REFERS_TO = ("carton", "pick_task", "return_disposition")
Uuid, Text, Integer, Date = sa.Uuid(), sa.Text(), sa.Integer(), sa.Date()
Instant = sa.DateTime(timezone=True)
Quantity, Amount = sa.Numeric(18, 6), sa.Numeric(18, 4)


def upgrade() -> None:
    _demand_line()
    _shipment()
    _shipment_line()
    _carton()
    _wave()
    _pick_task()
    _return_expectation()
    _return_receipt()
    _return_receipt_line()
    _return_disposition()


def _demand_line() -> None:
    _table(
        "demand_line",
        *_columns(Uuid, "warehouse_id item_id origin_id origin_line_id"),
        *_columns(Quantity, "qty"),
        *_columns(Quantity, "qty_allocated qty_released qty_shipped qty_cancelled", default="0"),
        *_columns(Integer, "priority"),
        *_columns(Date, "promised_on"),
        *_columns(Text, "supply_kind", default="'stock'"),
        *_columns(Quantity, "ratio", default="1"),
        *_columns(Text, "origin_kind"),
        *_columns(Text, "origin_number", default="''"),
        *_columns(JSONB(), "consignee", nullable=True),
        *_columns(Instant, "created_at", default="now()"),
        _check("demand_line_supply_kind", "supply_kind IN ('stock', 'transfer', 'purchase', 'drop_shipment')"),
        _check("demand_line_qty_positive", "qty > 0"),
        _check(
            "demand_line_never_more_than_wanted",
            "qty_allocated >= 0 AND qty_shipped >= 0 AND qty_cancelled >= 0 "
            "AND qty_allocated + qty_shipped + qty_cancelled <= qty",
        ),
        _check("demand_line_released_is_allocated", "qty_released >= 0 AND qty_released <= qty_allocated"),
        _check("demand_line_ratio_positive", "ratio > 0"),
        _within("demand_line", "warehouse_id", "inventory.warehouse"),
        _reference("demand_line", "item_id", "inventory.item"),
    )
    _index("demand_line", "allocated", "item_id warehouse_id", "qty_allocated > 0")
    _index(
        "demand_line",
        "backorder",
        "item_id warehouse_id priority promised_on id",
        "qty_allocated + qty_shipped + qty_cancelled < qty",
    )
    _index("demand_line", "origin_id", "origin_id")
    _index("demand_line", "origin_line_id", "origin_line_id")
    _index("demand_line", "releasable", "warehouse_id priority promised_on id", "qty_allocated > qty_released")


def _shipment() -> None:
    _table(
        "shipment",
        *_columns(Uuid, "branch_id warehouse_id origin_id"),
        *_columns(Text, "number origin_kind"),
        *_columns(Text, "status", default="'picking'"),
        *_columns(Text, "origin_number consignee_name consignee_address", default="''"),
        *_columns(Date, "promised_on"),
        *_columns(Instant, "created_at", default="now()"),
        *_columns(Instant, "packed_at confirmed_at handed_over_at", nullable=True),
        *_columns(Text, "packed_by confirmed_by carrier tracking void_reason", nullable=True),
        *_columns(Date, "shipped_on voided_on", nullable=True),
        _check("shipment_handed_over_is_shipped", "handed_over_at IS NULL OR status = 'shipped'"),
        _check("shipment_shipped_has_its_day", "status <> 'shipped' OR shipped_on IS NOT NULL"),
        _check("shipment_void_has_its_reason", "status <> 'void' OR void_reason <> ''"),
        _check("shipment_status", "status IN ('picking', 'packed', 'shipped', 'void')"),
        _within("shipment", "branch_id", "organization.branch"),
        _within("shipment", "warehouse_id", "inventory.warehouse"),
        sa.UniqueConstraint("number", name="uq_shipment_number"),
    )
    _index("shipment", "open", "warehouse_id promised_on id", "status IN ('picking', 'packed')")
    _index("shipment", "origin_id", "origin_id")
    _index("shipment", "warehouse_id_id", "warehouse_id id")


def _shipment_line() -> None:
    _table(
        "shipment_line",
        *_columns(Uuid, "shipment_id demand_line_id origin_line_id item_id bin_id stock_balance_id"),
        *_columns(Integer, "position"),
        *_columns(Uuid, "lot_id", nullable=True),
        *_columns(Quantity, "qty"),
        *_columns(Amount, "cost_amount", nullable=True),
        *_columns(Quantity, "qty_return_authorized", default="0"),
        _check("shipment_line_qty_positive", "qty > 0"),
        _check("shipment_line_no_more_back_than_shipped", "qty_return_authorized BETWEEN 0 AND qty"),
        _reference("shipment_line", "bin_id", "inventory.bin"),
        _within("shipment_line", "demand_line_id", "inventory.demand_line"),
        _within("shipment_line", "shipment_id", "inventory.shipment"),
        _reference("shipment_line", "item_id", "inventory.item"),
        _reference("shipment_line", "lot_id", "inventory.lot"),
        _reference("shipment_line", "stock_balance_id", "inventory.stock_balance"),
        sa.UniqueConstraint("shipment_id", "position", name="uq_shipment_line_shipment_id_position"),
    )
    _index("shipment_line", "demand_line_id", "demand_line_id")
    _index("shipment_line", "origin_line_id", "origin_line_id")


def _carton() -> None:
    _table(
        "carton",
        *_columns(Uuid, "shipment_id"),
        *_columns(Integer, "position"),
        *_columns(Text, "code"),
        *_columns(Quantity, "weight_kg", nullable=True),
        *_columns(Text, "tracking", nullable=True),
        _check("carton_weight_positive", "weight_kg > 0"),
        _within("carton", "shipment_id", "inventory.shipment"),
        sa.UniqueConstraint("code", name="uq_carton_code"),
        sa.UniqueConstraint("shipment_id", "position", name="uq_carton_shipment_id_position"),
    )


def _wave() -> None:
    _table(
        "wave",
        *_columns(Uuid, "warehouse_id"),
        *_columns(Text, "number released_by"),
        *_columns(Instant, "released_at", default="now()"),
        _within("wave", "warehouse_id", "inventory.warehouse"),
        sa.UniqueConstraint("number", name="uq_wave_number"),
    )
    _index("wave", "warehouse_id_id", "warehouse_id id")


def _pick_task() -> None:
    _table(
        "pick_task",
        *_columns(Uuid, "wave_id shipment_id demand_line_id stock_balance_id item_id bin_id"),
        *_columns(Uuid, "lot_id", nullable=True),
        *_columns(Integer, "sequence"),
        *_columns(Quantity, "qty"),
        *_columns(Quantity, "qty_picked", default="0"),
        *_columns(Text, "status", default="'open'"),
        *_columns(Text, "short_reason picked_by", nullable=True),
        *_columns(Instant, "picked_at", nullable=True),
        _check("pick_task_picked_is_whole", "status <> 'picked' OR qty_picked = qty"),
        _check("pick_task_short_has_its_reason", "status <> 'short' OR (qty_picked < qty AND short_reason <> '')"),
        _check("pick_task_status", "status IN ('open', 'picked', 'short', 'cancelled')"),
        _check("pick_task_unpicked_is_zero", "status NOT IN ('open', 'cancelled') OR qty_picked = 0"),
        _check("pick_task_picked_within_task", "qty > 0 AND qty_picked >= 0 AND qty_picked <= qty"),
        _reference("pick_task", "bin_id", "inventory.bin"),
        _within("pick_task", "demand_line_id", "inventory.demand_line"),
        _within("pick_task", "shipment_id", "inventory.shipment"),
        _within("pick_task", "wave_id", "inventory.wave"),
        _reference("pick_task", "item_id", "inventory.item"),
        _reference("pick_task", "lot_id", "inventory.lot"),
        _reference("pick_task", "stock_balance_id", "inventory.stock_balance"),
    )
    _index("pick_task", "demand_line_id", "demand_line_id")
    _index("pick_task", "shipment_id", "shipment_id")
    _index("pick_task", "short", "item_id", "status = 'short'")
    _index("pick_task", "stock_balance_id", "stock_balance_id")
    _index("pick_task", "wave_id_sequence", "wave_id sequence")


def _return_expectation() -> None:
    _table(
        "return_expectation",
        *_columns(Uuid, "warehouse_id origin_id origin_line_id item_id"),
        *_columns(Text, "origin_kind origin_number"),
        *_columns(Text, "consignor_name", default="''"),
        *_columns(Uuid, "original_shipment_line_id", nullable=True),
        *_columns(Quantity, "qty"),
        *_columns(Quantity, "qty_received qty_cancelled", default="0"),
        *_columns(Instant, "created_at", default="now()"),
        _check("return_expectation_qty_positive", "qty > 0"),
        _check(
            "return_expectation_no_more_than_authorized",
            "qty_received >= 0 AND qty_cancelled >= 0 AND qty_received + qty_cancelled <= qty",
        ),
        _within("return_expectation", "original_shipment_line_id", "inventory.shipment_line"),
        _within("return_expectation", "warehouse_id", "inventory.warehouse"),
        _reference("return_expectation", "item_id", "inventory.item"),
        sa.UniqueConstraint("origin_line_id", name="uq_return_expectation_origin_line_id"),
    )
    _index("return_expectation", "open", "warehouse_id id", "qty_received + qty_cancelled < qty")
    _index("return_expectation", "origin_id", "origin_id")
    _index("return_expectation", "origin_number", "origin_number")
    _index("return_expectation", "original_shipment_line_id", "original_shipment_line_id")


def _return_receipt() -> None:
    _table(
        "return_receipt",
        *_columns(Uuid, "branch_id warehouse_id origin_id"),
        *_columns(Text, "number origin_kind origin_number received_by"),
        *_columns(Text, "consignor_name", default="''"),
        *_columns(Date, "received_on"),
        *_columns(Instant, "received_at", default="now()"),
        _within("return_receipt", "branch_id", "organization.branch"),
        _within("return_receipt", "warehouse_id", "inventory.warehouse"),
        sa.UniqueConstraint("number", name="uq_return_receipt_number"),
    )
    _index("return_receipt", "origin_id", "origin_id")
    _index("return_receipt", "warehouse_id_id", "warehouse_id id")


def _return_receipt_line() -> None:
    _table(
        "return_receipt_line",
        *_columns(Uuid, "receipt_id expectation_id origin_line_id item_id bin_id"),
        *_columns(Integer, "position"),
        *_columns(Uuid, "lot_id", nullable=True),
        *_columns(Quantity, "qty"),
        *_columns(Amount, "cost_amount"),
        *_columns(Text, "condition inspected_by", nullable=True),
        *_columns(Text, "inspection_notes", default="''"),
        *_columns(Instant, "inspected_at", nullable=True),
        *_columns(Quantity, "qty_dispositioned", default="0"),
        _check(
            "return_receipt_line_condition",
            "condition IN ('as_new', 'opened', 'damaged', 'defective', 'incomplete', 'wrong_item')",
        ),
        _check("return_receipt_line_qty_positive", "qty > 0"),
        _check("return_receipt_line_no_more_disposed_than_received", "qty_dispositioned BETWEEN 0 AND qty"),
        _reference("return_receipt_line", "bin_id", "inventory.bin"),
        _within("return_receipt_line", "expectation_id", "inventory.return_expectation"),
        _within("return_receipt_line", "receipt_id", "inventory.return_receipt"),
        _reference("return_receipt_line", "item_id", "inventory.item"),
        _reference("return_receipt_line", "lot_id", "inventory.lot"),
        sa.UniqueConstraint("receipt_id", "position", name="uq_return_receipt_line_receipt_id_position"),
    )
    _index("return_receipt_line", "expectation_id", "expectation_id")
    _index("return_receipt_line", "origin_line_id", "origin_line_id")
    _index("return_receipt_line", "waiting", "receipt_id", "qty_dispositioned < qty")


def _return_disposition() -> None:
    _table(
        "return_disposition",
        *_columns(Uuid, "return_receipt_line_id bin_id"),
        *_columns(Text, "disposition reason disposed_by"),
        *_columns(Quantity, "qty"),
        *_columns(Amount, "cost_amount", default="0"),
        *_columns(Date, "disposed_on"),
        *_columns(Instant, "disposed_at", default="now()"),
        _check(
            "return_disposition_disposition", "disposition IN ('restock', 'refurbish', 'scrap', 'return_to_supplier')"
        ),
        _check("return_disposition_qty_positive", "qty > 0"),
        _reference("return_disposition", "bin_id", "inventory.bin"),
        _within("return_disposition", "return_receipt_line_id", "inventory.return_receipt_line"),
    )
    _index("return_disposition", "return_receipt_line_id", "return_receipt_line_id")


def _table(name: str, *parts: sa.Column[Any] | sa.Constraint) -> None:
    """A table of a company's rows; those that others refer to within the company have the pair as a key, too."""
    keys: list[sa.Constraint] = [sa.PrimaryKeyConstraint("id", name=f"pk_{name}")]
    if name not in NOBODY_REFERS_TO:
        keys.append(sa.UniqueConstraint("company_id", "id", name=f"uq_{name}_company_id_id"))
    op.create_table(name, *_columns(Uuid, "id company_id"), *parts, *keys, schema="inventory")


def _columns(
    kind: TypeEngine[Any], names: str, *, nullable: bool = False, default: str | None = None
) -> list[sa.Column[Any]]:
    server_default = None if default is None else sa.text(default)
    return [sa.Column(name, kind, server_default=server_default, nullable=nullable) for name in names.split()]


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")


def _within(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """A foreign key within the company carries both columns, so that it cannot cross to another company."""
    targets = [f"{target}.company_id", f"{target}.id"]
    return sa.ForeignKeyConstraint(["company_id", column], targets, name=f"fk_{table}_company_id_{column}")


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{name}"))


def _index(table: str, name: str, columns: str, where: str | None = None) -> None:
    condition = {} if where is None else {"postgresql_where": sa.text(where)}
    op.create_index(f"ix_{table}_{name}", table, columns.split(), schema="inventory", **condition)
