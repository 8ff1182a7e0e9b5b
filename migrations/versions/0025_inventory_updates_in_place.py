"""Let quantities change without touching an index, so that PostgreSQL can update rows in their own page.

An index whose predicate names a quantity is written anew whenever the quantity changes, and with it every other index
of the row. The predicates now name a fact that changes once: whether a line is still open.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

ROOMY = ("demand_line", "pick_task", "shipment_line", "cost_layer", "item_warehouse", "stock_balance", "cost_pool")


def upgrade() -> None:
    for name in ("allocated", "backorder", "releasable"):
        op.drop_index(f"ix_demand_line_{name}", "demand_line", schema="inventory")
    op.add_column("demand_line", _computed("is_open", "qty_shipped + qty_cancelled < qty"), schema="inventory")
    turn = ["priority", "promised_on", "id"]
    _open_index("ix_demand_line_open_item", "demand_line", ["item_id", "warehouse_id", *turn])
    _open_index("ix_demand_line_open_warehouse", "demand_line", ["warehouse_id", *turn])

    op.drop_index("ix_cost_layer_open", "cost_layer", schema="inventory")
    op.add_column("cost_layer", _computed("is_open", "qty_remaining > 0"), schema="inventory")
    _open_index("ix_cost_layer_open", "cost_layer", ["pool_id", "queue_id", "id"])

    op.drop_index("ix_pick_task_short", "pick_task", schema="inventory")
    op.create_index(
        "ix_pick_task_short", "pick_task", ["item_id"], schema="inventory",
        postgresql_where=sa.text("short_reason IS NOT NULL"),
    )
    op.drop_index("ix_pick_task_claimed_by", "pick_task", schema="inventory")
    op.create_index(
        "ix_pick_task_claimed_by", "pick_task", ["claimed_by"], schema="inventory",
        postgresql_where=sa.text("claimed_by IS NOT NULL"),
    )
    for table in ROOMY:
        op.execute(f"ALTER TABLE inventory.{table} SET (fillfactor = 75)")
    op.execute("ALTER TABLE crm.sales_order_line SET (fillfactor = 75)")


def _computed(name: str, expression: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), sa.Computed(expression, persisted=True), nullable=False)


def _open_index(name: str, table: str, columns: list[str]) -> None:
    op.create_index(name, table, columns, schema="inventory", postgresql_where=sa.text("is_open"))
