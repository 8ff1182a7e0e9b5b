"""Costs of single lots, last-in and highest-cost-first costing, landed costs, put-away rules and shelf life."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

METHODS = "costing_method IN ('moving_average', 'fifo', 'lifo', 'highest_cost', 'standard')"
SCOPES = "cost_pool_scope IN ('company', 'warehouse', 'lot')"


def upgrade() -> None:
    _costing()
    _shelf_life()
    _put_away_rules()
    _landed_costs()


def _costing() -> None:
    for name, rule in (("costing_method", METHODS), ("cost_pool_scope", SCOPES)):
        op.drop_constraint(op.f(f"ck_item_company_{name}"), "item_company", schema="inventory", type_="check")
        op.create_check_constraint(op.f(f"ck_item_company_{name}"), "item_company", rule, schema="inventory")
    op.add_column("cost_pool", sa.Column("lot_id", sa.Uuid(), nullable=True), schema="inventory")
    op.create_foreign_key(
        op.f("fk_cost_pool_item_id_lot_id"), "cost_pool", "lot", ["item_id", "lot_id"], ["item_id", "id"],
        source_schema="inventory", referent_schema="inventory",
    )
    op.drop_index("uq_cost_pool_key", "cost_pool", schema="inventory")
    op.create_index(
        "uq_cost_pool_key",
        "cost_pool",
        ["item_id", "company_id", "warehouse_id", "lot_id"],
        unique=True,
        schema="inventory",
        postgresql_nulls_not_distinct=True,
    )


def _shelf_life() -> None:
    op.add_column("item", sa.Column("volume_m3", sa.Numeric(12, 6), nullable=True), schema="inventory")
    op.create_check_constraint(
        op.f("ck_item_volume"), "item", "volume_m3 IS NULL OR volume_m3 >= 0", schema="inventory"
    )
    for name in ("best_before_days", "removal_days", "alert_days"):
        op.add_column(
            "item", sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False), schema="inventory"
        )
    op.create_check_constraint(
        op.f("ck_item_days_before_expiry"), "item", "best_before_days >= 0 AND removal_days >= 0 AND alert_days >= 0",
        schema="inventory",
    )
    op.add_column(
        "demand_line",
        sa.Column("min_shelf_life_days", sa.Integer(), server_default=sa.text("0"), nullable=False),
        schema="inventory",
    )
    op.create_check_constraint(
        op.f("ck_demand_line_min_shelf_life_days"), "demand_line", "min_shelf_life_days >= 0", schema="inventory"
    )


def _put_away_rules() -> None:
    op.create_table(
        "put_away_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("bin_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("qty_capacity", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.CheckConstraint("priority > 0", name=op.f("ck_put_away_rule_priority")),
        sa.CheckConstraint("qty_capacity > 0", name=op.f("ck_put_away_rule_qty_capacity")),
        sa.ForeignKeyConstraint(
            ["company_id", "warehouse_id"],
            ["inventory.warehouse.company_id", "inventory.warehouse.id"],
            name=op.f("fk_put_away_rule_company_id_warehouse_id"),
        ),
        sa.ForeignKeyConstraint(
            ["warehouse_id", "bin_id"],
            ["inventory.bin.warehouse_id", "inventory.bin.id"],
            name=op.f("fk_put_away_rule_warehouse_id_bin_id"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_put_away_rule_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_put_away_rule")),
        sa.UniqueConstraint("item_id", "bin_id", name=op.f("uq_put_away_rule_item_id_bin_id")),
        schema="inventory",
    )
    for column in ("warehouse_id", "bin_id"):
        op.create_index(f"ix_put_away_rule_{column}", "put_away_rule", [column], schema="inventory")
    op.execute("SELECT kernel.audit_table('inventory.put_away_rule')")


def _landed_costs() -> None:
    op.create_table(
        "landed_cost",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("split", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "xact_id", sa.BigInteger(), server_default=sa.text("(pg_current_xact_id()::text)::bigint"), nullable=False
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_landed_cost_amount")),
        sa.CheckConstraint("btrim(description) <> ''", name=op.f("ck_landed_cost_description_given")),
        sa.CheckConstraint(
            "split IN ('equal', 'quantity', 'value', 'weight', 'volume')", name=op.f("ck_landed_cost_split")
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "reverses_id"],
            ["inventory.landed_cost.company_id", "inventory.landed_cost.id"],
            name=op.f("fk_landed_cost_company_id_reverses_id"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_landed_cost_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_landed_cost")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_landed_cost_company_id_id")),
        sa.UniqueConstraint("number", name=op.f("uq_landed_cost_number")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_landed_cost_reverses_id")),
        schema="inventory",
    )
    op.create_index("ix_landed_cost_occurred_on", "landed_cost", ["company_id", "occurred_on"], schema="inventory")
    op.create_table(
        "landed_cost_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("landed_cost_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("goods_receipt_line_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "landed_cost_id"],
            ["inventory.landed_cost.company_id", "inventory.landed_cost.id"],
            name=op.f("fk_landed_cost_line_company_id_landed_cost_id"),
        ),
        sa.ForeignKeyConstraint(
            ["goods_receipt_line_id"],
            ["inventory.goods_receipt_line.id"],
            name=op.f("fk_landed_cost_line_goods_receipt_line_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_landed_cost_line")),
        sa.UniqueConstraint("landed_cost_id", "position", name=op.f("uq_landed_cost_line_landed_cost_id_position")),
        sa.UniqueConstraint(
            "landed_cost_id",
            "goods_receipt_line_id",
            name=op.f("uq_landed_cost_line_landed_cost_id_goods_receipt_line_id"),
        ),
        schema="inventory",
    )
    op.create_index(
        "ix_landed_cost_line_goods_receipt_line_id", "landed_cost_line", ["goods_receipt_line_id"], schema="inventory"
    )
    for ledger in ("landed_cost", "landed_cost_line"):
        op.execute(f"SELECT kernel.make_append_only('inventory.{ledger}')")
    op.execute(
        "SELECT kernel.require_same_transaction("
        "'inventory.landed_cost_line', 'inventory.landed_cost', 'landed_cost_id')"
    )
