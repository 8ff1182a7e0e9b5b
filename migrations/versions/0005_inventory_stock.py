"""Items, places, stock and what it cost."""

import sqlalchemy as sa
from alembic import op

from erp.kernel.sql_files import sql_file

revision = "0005"
down_revision = "0004"

LEDGERS = (
    "stock_movement",
    "cost_entry",
    "cost_consumption",
    "cost_posting",
    "stock_adjustment",
    "stock_adjustment_line",
)
AUDITED = (
    "unit_of_measure",
    "item_family",
    "item_family_company",
    "item",
    "item_company",
    "item_unit",
    "item_barcode",
    "lot",
    "warehouse",
    "bin",
    "adjustment_reason",
)
UNITS = (
    ("EA", "Each"),
    ("PR", "Pair"),
    ("SET", "Set"),
    ("PK", "Pack"),
    ("BX", "Box"),
    ("CS", "Case"),
    ("PAL", "Pallet"),
    ("DZ", "Dozen"),
    ("ROL", "Roll"),
    ("KG", "Kilogram"),
    ("G", "Gram"),
    ("L", "Litre"),
    ("ML", "Millilitre"),
    ("M", "Metre"),
    ("CM", "Centimetre"),
    ("FT", "Foot"),
    ("LB", "Pound"),
    ("HR", "Hour"),
)
REASONS = (
    ("opening", "Opening stock", "up"),
    ("found", "Goods found", "up"),
    ("write_off", "Written off", "down"),
    ("damaged", "Damaged", "down"),
    ("expired", "Expired", "down"),
    ("sample", "Given away as a sample", "down"),
    ("correction", "Correction of an error", "both"),
    ("count", "Stock count", "both"),
    ("transfer_loss", "Lost in transit", "down"),
    ("standard_cost_change", "Standard cost changed", "both"),
)


def upgrade() -> None:
    """Tables, then what keeps them true: final ledgers, partitions, audit, and the period that must be open."""
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.create_table(
        "adjustment_reason",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), server_default="both", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.CheckConstraint(
            "code = lower(btrim(code)) AND code <> ''", name=op.f("ck_adjustment_reason_code_lower")
        ),
        sa.CheckConstraint(
            "direction IN ('both', 'up', 'down')", name=op.f("ck_adjustment_reason_direction")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_adjustment_reason")),
        schema="inventory",
    )
    op.create_table(
        "cost_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("source_event_id", sa.Uuid(), nullable=False),
        sa.Column("pool_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("source_kind", sa.Text(), nullable=False),
        sa.Column("source_line_id", sa.Uuid(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('receipt', 'issue', 'customer_return', 'adjustment', 'late_cost', 'revaluation', "
            "'transfer_out', 'transfer_in', 'scrap', 'supplier_return', 'void')",
            name=op.f("ck_cost_entry_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_entry")),
        schema="inventory",
        postgresql_partition_by="RANGE (id)",
    )
    op.create_index(
        "ix_cost_entry_corrects_id",
        "cost_entry",
        ["corrects_id"],
        unique=False,
        schema="inventory",
        postgresql_where=sa.text("corrects_id IS NOT NULL"),
    )
    op.create_index(
        "ix_cost_entry_occurred_on",
        "cost_entry",
        ["company_id", "occurred_on"],
        unique=False,
        schema="inventory",
    )
    op.create_index(
        "ix_cost_entry_pool_id", "cost_entry", ["pool_id", "id"], unique=False, schema="inventory"
    )
    op.create_index(
        "ix_cost_entry_source_event_id", "cost_entry", ["source_event_id", "id"], unique=False, schema="inventory"
    )
    op.create_index(
        "ix_cost_entry_source_line_id", "cost_entry", ["source_line_id"], unique=False, schema="inventory"
    )
    op.create_table(
        "item_family",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "code = upper(btrim(code)) AND code <> ''", name=op.f("ck_item_family_code_upper")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_family")),
        sa.UniqueConstraint("code", name=op.f("uq_item_family_code")),
        schema="inventory",
    )
    op.create_table(
        "stock_movement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("source_event_id", sa.Uuid(), nullable=True),
        sa.Column("balance_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("bin_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source_kind", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("source_line_id", sa.Uuid(), nullable=True),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("correlation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('receipt', 'put_away', 'shipment', 'shipment_void', 'adjustment', 'count', "
            "'transfer_out', 'transfer_in', 'customer_return', 'status_change', 'scrap', "
            "'supplier_return')",
            name=op.f("ck_stock_movement_kind"),
        ),
        sa.CheckConstraint(
            "status IN ('available', 'inspection', 'quarantine', 'damaged', 'in_transit')",
            name=op.f("ck_stock_movement_status"),
        ),
        sa.CheckConstraint("qty <> 0", name=op.f("ck_stock_movement_qty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_movement")),
        schema="inventory",
        postgresql_partition_by="RANGE (id)",
    )
    op.create_index(
        "ix_stock_movement_balance_id",
        "stock_movement",
        ["balance_id", "id"],
        unique=False,
        schema="inventory",
    )
    op.create_index(
        "ix_stock_movement_item",
        "stock_movement",
        ["item_id", "warehouse_id", "id"],
        unique=False,
        schema="inventory",
    )
    op.create_index(
        "ix_stock_movement_source_id", "stock_movement", ["source_id"], unique=False, schema="inventory"
    )
    op.create_table(
        "unit_of_measure",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "code = upper(btrim(code)) AND code <> ''", name=op.f("ck_unit_of_measure_code_upper")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_unit_of_measure")),
        schema="inventory",
    )
    op.create_table(
        "cost_posting",
        sa.Column("source_event_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["organization.company.id"], name=op.f("fk_cost_posting_company_id")
        ),
        sa.PrimaryKeyConstraint("source_event_id", name=op.f("pk_cost_posting")),
        schema="inventory",
    )
    op.create_table(
        "item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("base_unit", sa.Text(), nullable=False),
        sa.Column(
            "qty_quantum", sa.Numeric(precision=18, scale=6), server_default=sa.text("1"), nullable=False
        ),
        sa.Column("kind", sa.Text(), server_default="stocked", nullable=False),
        sa.Column("tracking", sa.Text(), server_default="none", nullable=False),
        sa.Column("expiry_required", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("shelf_life_days", sa.Integer(), nullable=True),
        sa.Column("tax_class", sa.Text(), server_default="standard", nullable=False),
        sa.Column("weight_kg", sa.Numeric(precision=12, scale=4), nullable=True),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "NOT expiry_required OR tracking <> 'none'", name=op.f("ck_item_expiry_needs_lot")
        ),
        sa.CheckConstraint("btrim(description) <> ''", name=op.f("ck_item_description_given")),
        sa.CheckConstraint("kind IN ('stocked', 'service')", name=op.f("ck_item_kind")),
        sa.CheckConstraint("sku = upper(btrim(sku)) AND sku <> ''", name=op.f("ck_item_sku_upper")),
        sa.CheckConstraint("status IN ('draft', 'active', 'retired')", name=op.f("ck_item_status")),
        sa.CheckConstraint("tracking <> 'serial' OR qty_quantum = 1", name=op.f("ck_item_serial_whole")),
        sa.CheckConstraint("tracking IN ('none', 'lot', 'serial')", name=op.f("ck_item_tracking")),
        sa.CheckConstraint("qty_quantum > 0", name=op.f("ck_item_qty_quantum")),
        sa.CheckConstraint("shelf_life_days IS NULL OR shelf_life_days > 0", name=op.f("ck_item_shelf_life")),
        sa.CheckConstraint("weight_kg IS NULL OR weight_kg >= 0", name=op.f("ck_item_weight")),
        sa.ForeignKeyConstraint(
            ["base_unit"], ["inventory.unit_of_measure.code"], name=op.f("fk_item_base_unit")
        ),
        sa.ForeignKeyConstraint(["family_id"], ["inventory.item_family.id"], name=op.f("fk_item_family_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("sku", name=op.f("uq_item_sku")),
        schema="inventory",
    )
    op.create_index("ix_item_family_id", "item", ["family_id"], unique=False, schema="inventory")
    op.create_index(
        "ix_item_search",
        "item",
        ["sku", "description"],
        unique=False,
        schema="inventory",
        postgresql_using="gin",
        postgresql_ops={"sku": "gin_trgm_ops", "description": "gin_trgm_ops"},
    )
    op.create_table(
        "item_family_company",
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.CheckConstraint("status IN ('active', 'inactive')", name=op.f("ck_item_family_company_status")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["organization.company.id"], name=op.f("fk_item_family_company_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["inventory.item_family.id"], name=op.f("fk_item_family_company_family_id")
        ),
        sa.PrimaryKeyConstraint("family_id", "company_id", name=op.f("pk_item_family_company")),
        schema="inventory",
    )
    op.create_table(
        "warehouse",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address_line", sa.Text(), server_default="", nullable=False),
        sa.Column("postal_code", sa.Text(), server_default="", nullable=False),
        sa.Column("city", sa.Text(), server_default="", nullable=False),
        sa.Column("region", sa.Text(), server_default="", nullable=False),
        sa.Column("country_code", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.CheckConstraint("code = upper(btrim(code)) AND code <> ''", name=op.f("ck_warehouse_code_upper")),
        sa.CheckConstraint("status IN ('active', 'closed')", name=op.f("ck_warehouse_status")),
        sa.ForeignKeyConstraint(
            ["company_id", "branch_id"],
            ["organization.branch.company_id", "organization.branch.id"],
            name=op.f("fk_warehouse_company_id_branch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["organization.company.id"], name=op.f("fk_warehouse_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warehouse")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_warehouse_company_id_code")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_warehouse_company_id_id")),
        schema="inventory",
    )
    op.create_table(
        "bin",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="storage", nullable=False),
        sa.Column("pick_sequence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.CheckConstraint("code = upper(btrim(code)) AND code <> ''", name=op.f("ck_bin_code_upper")),
        sa.CheckConstraint(
            "kind IN ('storage', 'receiving', 'staging', 'returns', 'transit')", name=op.f("ck_bin_kind")
        ),
        sa.CheckConstraint("status IN ('active', 'closed')", name=op.f("ck_bin_status")),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["inventory.warehouse.id"], name=op.f("fk_bin_warehouse_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bin")),
        sa.UniqueConstraint("warehouse_id", "code", name=op.f("uq_bin_warehouse_id_code")),
        sa.UniqueConstraint("warehouse_id", "id", name=op.f("uq_bin_warehouse_id_id")),
        schema="inventory",
    )
    op.create_table(
        "cost_pool",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=True),
        sa.Column("qty", sa.Numeric(precision=18, scale=6), server_default=sa.text("0"), nullable=False),
        sa.Column("value", sa.Numeric(precision=18, scale=4), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("qty > 0 OR value = 0", name=op.f("ck_cost_pool_empty_is_worthless")),
        sa.CheckConstraint("qty >= 0", name=op.f("ck_cost_pool_qty")),
        sa.CheckConstraint("value >= 0", name=op.f("ck_cost_pool_value")),
        sa.ForeignKeyConstraint(
            ["company_id", "warehouse_id"],
            ["inventory.warehouse.company_id", "inventory.warehouse.id"],
            name=op.f("fk_cost_pool_company_id_warehouse_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["organization.company.id"], name=op.f("fk_cost_pool_company_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_cost_pool_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_pool")),
        schema="inventory",
    )
    op.create_index(
        "uq_cost_pool_key",
        "cost_pool",
        ["item_id", "company_id", "warehouse_id"],
        unique=True,
        schema="inventory",
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "item_company",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("costing_method", sa.Text(), server_default="moving_average", nullable=False),
        sa.Column("cost_pool_scope", sa.Text(), server_default="company", nullable=False),
        sa.Column("standard_unit_cost", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.CheckConstraint(
            "cost_pool_scope IN ('company', 'warehouse')", name=op.f("ck_item_company_cost_pool_scope")
        ),
        sa.CheckConstraint(
            "costing_method <> 'standard' OR standard_unit_cost IS NOT NULL",
            name=op.f("ck_item_company_standard_cost_given"),
        ),
        sa.CheckConstraint(
            "costing_method IN ('moving_average', 'fifo', 'standard')",
            name=op.f("ck_item_company_costing_method"),
        ),
        sa.CheckConstraint("status IN ('active', 'inactive')", name=op.f("ck_item_company_status")),
        sa.CheckConstraint("standard_unit_cost >= 0", name=op.f("ck_item_company_standard_unit_cost")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["organization.company.id"], name=op.f("fk_item_company_company_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_item_company_item_id")),
        sa.PrimaryKeyConstraint("item_id", "company_id", name=op.f("pk_item_company")),
        schema="inventory",
    )
    op.create_table(
        "item_unit",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("numerator > 0 AND denominator > 0", name=op.f("ck_item_unit_fraction")),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_item_unit_item_id")),
        sa.ForeignKeyConstraint(["unit"], ["inventory.unit_of_measure.code"], name=op.f("fk_item_unit_unit")),
        sa.PrimaryKeyConstraint("item_id", "unit", name=op.f("pk_item_unit")),
        schema="inventory",
    )
    op.create_table(
        "item_warehouse",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column(
            "qty_on_hand", sa.Numeric(precision=18, scale=6), server_default=sa.text("0"), nullable=False
        ),
        sa.Column(
            "qty_available", sa.Numeric(precision=18, scale=6), server_default=sa.text("0"), nullable=False
        ),
        sa.Column(
            "qty_allocated", sa.Numeric(precision=18, scale=6), server_default=sa.text("0"), nullable=False
        ),
        sa.Column(
            "qty_on_order", sa.Numeric(precision=18, scale=6), server_default=sa.text("0"), nullable=False
        ),
        sa.Column(
            "qty_in_transit", sa.Numeric(precision=18, scale=6), server_default=sa.text("0"), nullable=False
        ),
        sa.CheckConstraint(
            "qty_allocated >= 0 AND qty_allocated <= qty_available", name=op.f("ck_item_warehouse_allocated")
        ),
        sa.CheckConstraint(
            "qty_available >= 0 AND qty_available <= qty_on_hand", name=op.f("ck_item_warehouse_available")
        ),
        sa.CheckConstraint("qty_in_transit >= 0", name=op.f("ck_item_warehouse_in_transit")),
        sa.CheckConstraint("qty_on_order >= 0", name=op.f("ck_item_warehouse_on_order")),
        sa.ForeignKeyConstraint(
            ["company_id", "warehouse_id"],
            ["inventory.warehouse.company_id", "inventory.warehouse.id"],
            name=op.f("fk_item_warehouse_company_id_warehouse_id"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_item_warehouse_item_id")),
        sa.PrimaryKeyConstraint("item_id", "warehouse_id", name=op.f("pk_item_warehouse")),
        schema="inventory",
    )
    op.create_index(
        "ix_item_warehouse_warehouse_id", "item_warehouse", ["warehouse_id"], unique=False, schema="inventory"
    )
    op.create_table(
        "lot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("btrim(code) <> ''", name=op.f("ck_lot_code_given")),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_lot_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("item_id", "code", name=op.f("uq_lot_item_id_code")),
        sa.UniqueConstraint("item_id", "id", name=op.f("uq_lot_item_id_id")),
        schema="inventory",
    )
    op.create_table(
        "stock_adjustment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("origin_kind", sa.Text(), nullable=True),
        sa.Column("origin_id", sa.Uuid(), nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "warehouse_id"],
            ["inventory.warehouse.company_id", "inventory.warehouse.id"],
            name=op.f("fk_stock_adjustment_company_id_warehouse_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["organization.company.id"], name=op.f("fk_stock_adjustment_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["reason"], ["inventory.adjustment_reason.code"], name=op.f("fk_stock_adjustment_reason")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_adjustment")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_stock_adjustment_company_id_id")),
        sa.UniqueConstraint("number", name=op.f("uq_stock_adjustment_number")),
        schema="inventory",
    )
    op.create_index(
        "ix_stock_adjustment_occurred_on",
        "stock_adjustment",
        ["company_id", "occurred_on"],
        unique=False,
        schema="inventory",
    )
    op.create_table(
        "transfer_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("from_warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("to_warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), server_default="draft", nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("shipped_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'shipped', 'received', 'cancelled')", name=op.f("ck_transfer_order_status")
        ),
        sa.CheckConstraint(
            "from_warehouse_id <> to_warehouse_id", name=op.f("ck_transfer_order_two_warehouses")
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "from_warehouse_id"],
            ["inventory.warehouse.company_id", "inventory.warehouse.id"],
            name=op.f("fk_transfer_order_company_id_from_warehouse_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "to_warehouse_id"],
            ["inventory.warehouse.company_id", "inventory.warehouse.id"],
            name=op.f("fk_transfer_order_company_id_to_warehouse_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["organization.company.id"], name=op.f("fk_transfer_order_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_order")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_transfer_order_company_id_id")),
        sa.UniqueConstraint("number", name=op.f("uq_transfer_order_number")),
        schema="inventory",
    )
    op.create_index(
        "ix_transfer_order_status",
        "transfer_order",
        ["company_id", "status"],
        unique=False,
        schema="inventory",
    )
    op.create_table(
        "cost_layer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pool_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("queue_id", sa.Uuid(), nullable=False),
        sa.Column("parent_layer_id", sa.Uuid(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("cost_entry_id", sa.Uuid(), nullable=False),
        sa.Column("source_kind", sa.Text(), nullable=False),
        sa.Column("source_line_id", sa.Uuid(), nullable=False),
        sa.Column("qty_received", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("qty_remaining", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("unit_cost", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("value_received", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("value_remaining", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.CheckConstraint(
            "qty_remaining > 0 OR value_remaining = 0", name=op.f("ck_cost_layer_empty_is_worthless")
        ),
        sa.CheckConstraint(
            "qty_remaining >= 0 AND qty_remaining <= qty_received", name=op.f("ck_cost_layer_qty_remaining")
        ),
        sa.CheckConstraint("value_remaining >= 0", name=op.f("ck_cost_layer_value_remaining")),
        sa.ForeignKeyConstraint(["pool_id"], ["inventory.cost_pool.id"], name=op.f("fk_cost_layer_pool_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_layer")),
        schema="inventory",
    )
    op.create_index(
        "ix_cost_layer_cost_entry_id", "cost_layer", ["cost_entry_id"], unique=False, schema="inventory"
    )
    op.create_index(
        "ix_cost_layer_open",
        "cost_layer",
        ["pool_id", "queue_id", "id"],
        unique=False,
        schema="inventory",
        postgresql_where=sa.text("qty_remaining > 0"),
    )
    op.create_index(
        "ix_cost_layer_parent_layer_id",
        "cost_layer",
        ["parent_layer_id"],
        unique=False,
        schema="inventory",
        postgresql_where=sa.text("parent_layer_id IS NOT NULL"),
    )
    op.create_index(
        "ix_cost_layer_source_line_id", "cost_layer", ["source_line_id"], unique=False, schema="inventory"
    )
    op.create_table(
        "item_barcode",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("symbology", sa.Text(), nullable=False),
        sa.CheckConstraint("code = btrim(code) AND code <> ''", name=op.f("ck_item_barcode_code_given")),
        sa.CheckConstraint("symbology IN ('gtin', 'free')", name=op.f("ck_item_barcode_symbology")),
        sa.ForeignKeyConstraint(
            ["item_id", "unit"],
            ["inventory.item_unit.item_id", "inventory.item_unit.unit"],
            name=op.f("fk_item_barcode_item_id_unit"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_item_barcode_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_barcode")),
        sa.UniqueConstraint("code", name=op.f("uq_item_barcode_code")),
        schema="inventory",
    )
    op.create_index("ix_item_barcode_item_id", "item_barcode", ["item_id"], unique=False, schema="inventory")
    op.create_table(
        "stock_adjustment_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("adjustment_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("bin_id", sa.Uuid(), nullable=True),
        sa.Column("lot_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("unit_cost", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.CheckConstraint(
            "qty <> 0 OR amount <> 0", name=op.f("ck_stock_adjustment_line_changes_something")
        ),
        sa.CheckConstraint(
            "qty = 0 OR bin_id IS NOT NULL", name=op.f("ck_stock_adjustment_line_quantity_has_a_place")
        ),
        sa.CheckConstraint(
            "unit_cost IS NULL OR unit_cost >= 0", name=op.f("ck_stock_adjustment_line_unit_cost")
        ),
        sa.ForeignKeyConstraint(
            ["adjustment_id"],
            ["inventory.stock_adjustment.id"],
            name=op.f("fk_stock_adjustment_line_adjustment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["bin_id"], ["inventory.bin.id"], name=op.f("fk_stock_adjustment_line_bin_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["inventory.item.id"], name=op.f("fk_stock_adjustment_line_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_adjustment_line")),
        sa.UniqueConstraint(
            "adjustment_id", "position", name=op.f("uq_stock_adjustment_line_adjustment_id_position")
        ),
        schema="inventory",
    )
    op.create_table(
        "stock_balance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("bin_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column(
            "qty_on_hand", sa.Numeric(precision=18, scale=6), server_default=sa.text("0"), nullable=False
        ),
        sa.Column(
            "qty_allocated", sa.Numeric(precision=18, scale=6), server_default=sa.text("0"), nullable=False
        ),
        sa.CheckConstraint(
            "status IN ('available', 'inspection', 'quarantine', 'damaged', 'in_transit')",
            name=op.f("ck_stock_balance_status"),
        ),
        sa.CheckConstraint(
            "qty_allocated >= 0 AND qty_allocated <= qty_on_hand", name=op.f("ck_stock_balance_allocated")
        ),
        sa.CheckConstraint("qty_on_hand >= 0", name=op.f("ck_stock_balance_on_hand")),
        sa.ForeignKeyConstraint(
            ["company_id", "warehouse_id"],
            ["inventory.warehouse.company_id", "inventory.warehouse.id"],
            name=op.f("fk_stock_balance_company_id_warehouse_id"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id", "lot_id"],
            ["inventory.lot.item_id", "inventory.lot.id"],
            name=op.f("fk_stock_balance_item_id_lot_id"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_stock_balance_item_id")),
        sa.ForeignKeyConstraint(
            ["warehouse_id", "bin_id"],
            ["inventory.bin.warehouse_id", "inventory.bin.id"],
            name=op.f("fk_stock_balance_warehouse_id_bin_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_balance")),
        schema="inventory",
    )
    op.create_index("ix_stock_balance_bin_id", "stock_balance", ["bin_id"], unique=False, schema="inventory")
    op.create_index(
        "ix_stock_balance_lot_id",
        "stock_balance",
        ["lot_id"],
        unique=False,
        schema="inventory",
        postgresql_where=sa.text("lot_id IS NOT NULL"),
    )
    op.create_index(
        "uq_stock_balance_key",
        "stock_balance",
        ["item_id", "warehouse_id", "bin_id", "lot_id", "status", "owner_id"],
        unique=True,
        schema="inventory",
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "stock_count",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("posted_by", sa.Text(), nullable=True),
        sa.Column("adjustment_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("status IN ('open', 'posted', 'cancelled')", name=op.f("ck_stock_count_status")),
        sa.ForeignKeyConstraint(
            ["company_id", "adjustment_id"],
            ["inventory.stock_adjustment.company_id", "inventory.stock_adjustment.id"],
            name=op.f("fk_stock_count_company_id_adjustment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "warehouse_id"],
            ["inventory.warehouse.company_id", "inventory.warehouse.id"],
            name=op.f("fk_stock_count_company_id_warehouse_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["organization.company.id"], name=op.f("fk_stock_count_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_count")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_stock_count_company_id_id")),
        sa.UniqueConstraint("number", name=op.f("uq_stock_count_number")),
        schema="inventory",
    )
    op.create_table(
        "transfer_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("transfer_order_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=True),
        sa.Column("from_bin_id", sa.Uuid(), nullable=False),
        sa.Column("entered_qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column(
            "qty_shipped", sa.Numeric(precision=18, scale=6), server_default=sa.text("0"), nullable=False
        ),
        sa.Column(
            "qty_received", sa.Numeric(precision=18, scale=6), server_default=sa.text("0"), nullable=False
        ),
        sa.Column("qty_lost", sa.Numeric(precision=18, scale=6), server_default=sa.text("0"), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("qty > 0", name=op.f("ck_transfer_line_qty")),
        sa.CheckConstraint(
            "qty_received >= 0 AND qty_lost >= 0 AND qty_received + qty_lost <= qty_shipped",
            name=op.f("ck_transfer_line_received"),
        ),
        sa.CheckConstraint("qty_shipped >= 0 AND qty_shipped <= qty", name=op.f("ck_transfer_line_shipped")),
        sa.ForeignKeyConstraint(
            ["from_bin_id"], ["inventory.bin.id"], name=op.f("fk_transfer_line_from_bin_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id", "lot_id"],
            ["inventory.lot.item_id", "inventory.lot.id"],
            name=op.f("fk_transfer_line_item_id_lot_id"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_transfer_line_item_id")),
        sa.ForeignKeyConstraint(
            ["transfer_order_id"],
            ["inventory.transfer_order.id"],
            name=op.f("fk_transfer_line_transfer_order_id"),
        ),
        sa.ForeignKeyConstraint(
            ["unit"], ["inventory.unit_of_measure.code"], name=op.f("fk_transfer_line_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_line")),
        sa.UniqueConstraint(
            "transfer_order_id", "position", name=op.f("uq_transfer_line_transfer_order_id_position")
        ),
        schema="inventory",
    )
    op.create_table(
        "cost_consumption",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issue_entry_id", sa.Uuid(), nullable=False),
        sa.Column("layer_id", sa.Uuid(), nullable=False),
        sa.Column("qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_cost_consumption_amount")),
        sa.CheckConstraint("qty > 0", name=op.f("ck_cost_consumption_qty")),
        sa.ForeignKeyConstraint(
            ["layer_id"], ["inventory.cost_layer.id"], name=op.f("fk_cost_consumption_layer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_consumption")),
        schema="inventory",
    )
    op.create_index(
        "ix_cost_consumption_issue_entry_id",
        "cost_consumption",
        ["issue_entry_id"],
        unique=False,
        schema="inventory",
    )
    op.create_index(
        "ix_cost_consumption_layer_id", "cost_consumption", ["layer_id"], unique=False, schema="inventory"
    )
    op.create_table(
        "stock_count_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("count_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("bin_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("qty_counted", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("qty_book", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("book_position", sa.Uuid(), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(qty_counted IS NULL) = (qty_book IS NULL)",
            name=op.f("ck_stock_count_line_counted_against_book"),
        ),
        sa.CheckConstraint(
            "qty_counted IS NULL OR qty_counted >= 0", name=op.f("ck_stock_count_line_counted")
        ),
        sa.ForeignKeyConstraint(["bin_id"], ["inventory.bin.id"], name=op.f("fk_stock_count_line_bin_id")),
        sa.ForeignKeyConstraint(
            ["count_id"], ["inventory.stock_count.id"], name=op.f("fk_stock_count_line_count_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_stock_count_line_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_count_line")),
        sa.UniqueConstraint("count_id", "position", name=op.f("uq_stock_count_line_count_id_position")),
        schema="inventory",
    )
    op.create_index(
        "uq_stock_count_line_key",
        "stock_count_line",
        ["count_id", "bin_id", "item_id", "lot_id", "status"],
        unique=True,
        schema="inventory",
        postgresql_nulls_not_distinct=True,
    )

    for ledger in ("stock_movement", "cost_entry"):
        op.execute(f"SELECT kernel.partition_by_month('inventory.{ledger}')")
    for ledger in LEDGERS:
        op.execute(f"SELECT kernel.make_append_only('inventory.{ledger}')")
    for table in AUDITED:
        op.execute(f"SELECT kernel.audit_table('inventory.{table}')")
    op.execute(sql_file("inventory_stock_period"))
    unit = sa.table("unit_of_measure", sa.column("code"), sa.column("name"), schema="inventory")
    op.bulk_insert(unit, [{"code": code, "name": name} for code, name in UNITS])
    reason = sa.table(
        "adjustment_reason", sa.column("code"), sa.column("name"), sa.column("direction"), schema="inventory"
    )
    op.bulk_insert(reason, [{"code": code, "name": name, "direction": way} for code, name, way in REASONS])
