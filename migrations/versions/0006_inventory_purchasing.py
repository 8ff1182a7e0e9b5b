"""Suppliers, what they sell us, purchase orders and goods receipts."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

LEDGERS = ("goods_receipt", "goods_receipt_line")
AUDITED = ("supplier", "supplier_company", "item_supplier")


def upgrade() -> None:
    """Masters are audited; goods receipts are final."""
    op.create_table(
        "supplier",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tax_number", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("address_line", sa.Text(), server_default="", nullable=False),
        sa.Column("city", sa.Text(), server_default="", nullable=False),
        sa.Column("region", sa.Text(), server_default="", nullable=False),
        sa.Column("postal_code", sa.Text(), server_default="", nullable=False),
        sa.Column("country_code", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("btrim(code) <> '' AND btrim(name) <> ''", name=op.f("ck_supplier_named")),
        sa.CheckConstraint("status IN ('active', 'blocked')", name=op.f("ck_supplier_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier")),
        sa.UniqueConstraint("code", name=op.f("uq_supplier_code")),
        schema="inventory",
    )
    op.create_table(
        "supplier_company",
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("payment_term_id", sa.Uuid(), nullable=True),
        sa.Column("lead_time_days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("over_receipt_percent", sa.Numeric(precision=9, scale=4), nullable=True),
        sa.Column("under_receipt_percent", sa.Numeric(precision=9, scale=4), nullable=True),
        sa.CheckConstraint("lead_time_days >= 0", name=op.f("ck_supplier_company_lead_time_days")),
        sa.CheckConstraint(
            "over_receipt_percent BETWEEN 0 AND 100", name=op.f("ck_supplier_company_over_receipt_percent")
        ),
        sa.CheckConstraint(
            "under_receipt_percent BETWEEN 0 AND 100", name=op.f("ck_supplier_company_under_receipt_percent")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["organization.company.id"], name=op.f("fk_supplier_company_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["payment_term_id"], ["terms.payment_term.id"], name=op.f("fk_supplier_company_payment_term_id")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["inventory.supplier.id"], name=op.f("fk_supplier_company_supplier_id")
        ),
        sa.PrimaryKeyConstraint("supplier_id", "company_id", name=op.f("pk_supplier_company")),
        schema="inventory",
    )
    op.create_table(
        "item_supplier",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_sku", sa.Text(), server_default="", nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("unit_cost", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("qty_minimum", sa.Numeric(precision=18, scale=6), server_default="0", nullable=False),
        sa.Column("lead_time_days", sa.Integer(), nullable=True),
        sa.Column("is_preferred", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint("lead_time_days >= 0", name=op.f("ck_item_supplier_lead_time_days")),
        sa.CheckConstraint("qty_minimum >= 0", name=op.f("ck_item_supplier_qty_minimum")),
        sa.CheckConstraint("unit_cost >= 0", name=op.f("ck_item_supplier_unit_cost")),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_item_supplier_item_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["inventory.supplier.id"], name=op.f("fk_item_supplier_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_supplier")),
        sa.UniqueConstraint("supplier_id", "item_id", name=op.f("uq_item_supplier_supplier_id_item_id")),
        schema="inventory",
    )
    op.create_index("ix_item_supplier_item_id", "item_supplier", ["item_id"], unique=False, schema="inventory")
    op.create_index(
        "uq_item_supplier_preferred",
        "item_supplier",
        ["item_id"],
        unique=True,
        schema="inventory",
        postgresql_where=sa.text("is_preferred"),
    )
    op.create_table(
        "purchase_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="draft", nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("payment_term_id", sa.Uuid(), nullable=True),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("supplier_reference", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("total_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'submitted', 'closed', 'cancelled')", name=op.f("ck_purchase_order_status")
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "branch_id"],
            ["organization.branch.company_id", "organization.branch.id"],
            name=op.f("fk_purchase_order_company_id_branch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "warehouse_id"],
            ["inventory.warehouse.company_id", "inventory.warehouse.id"],
            name=op.f("fk_purchase_order_company_id_warehouse_id"),
        ),
        sa.ForeignKeyConstraint(
            ["payment_term_id"], ["terms.payment_term.id"], name=op.f("fk_purchase_order_payment_term_id")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id", "company_id"],
            ["inventory.supplier_company.supplier_id", "inventory.supplier_company.company_id"],
            name=op.f("fk_purchase_order_supplier_id_company_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_order")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_purchase_order_company_id_id")),
        sa.UniqueConstraint("number", name=op.f("uq_purchase_order_number")),
        schema="inventory",
    )
    op.create_index(
        "ix_purchase_order_open",
        "purchase_order",
        ["warehouse_id"],
        unique=False,
        schema="inventory",
        postgresql_where=sa.text("status = 'submitted'"),
    )
    op.create_index(
        "ix_purchase_order_supplier_id", "purchase_order", ["supplier_id"], unique=False, schema="inventory"
    )
    op.create_table(
        "purchase_order_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purchase_order_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("entered_qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), nullable=False),
        sa.Column("qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("entered_unit_cost", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("unit_cost", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("over_receipt_percent", sa.Numeric(precision=9, scale=4), nullable=False),
        sa.Column("under_receipt_percent", sa.Numeric(precision=9, scale=4), nullable=False),
        sa.Column("qty_received", sa.Numeric(precision=18, scale=6), server_default="0", nullable=False),
        sa.Column("qty_cancelled", sa.Numeric(precision=18, scale=6), server_default="0", nullable=False),
        sa.CheckConstraint(
            "entered_unit_cost >= 0 AND unit_cost >= 0 AND amount >= 0", name=op.f("ck_purchase_order_line_cost")
        ),
        sa.CheckConstraint("numerator > 0 AND denominator > 0", name=op.f("ck_purchase_order_line_factor")),
        sa.CheckConstraint("qty > 0 AND entered_qty > 0", name=op.f("ck_purchase_order_line_qty")),
        sa.CheckConstraint(
            "qty_received >= 0 AND qty_cancelled >= 0 AND qty_cancelled <= qty",
            name=op.f("ck_purchase_order_line_progress"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "purchase_order_id"],
            ["inventory.purchase_order.company_id", "inventory.purchase_order.id"],
            name=op.f("fk_purchase_order_line_company_id_purchase_order_id"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_purchase_order_line_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_order_line")),
        sa.UniqueConstraint(
            "purchase_order_id", "position", name=op.f("uq_purchase_order_line_purchase_order_id_position")
        ),
        schema="inventory",
    )
    op.create_index(
        "ix_purchase_order_line_item_id", "purchase_order_line", ["item_id"], unique=False, schema="inventory"
    )
    op.create_table(
        "goods_receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("purchase_order_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("delivery_note", sa.Text(), server_default="", nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("total_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("received_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "xact_id", sa.BigInteger(), server_default=sa.text("(pg_current_xact_id()::text)::bigint"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "purchase_order_id"],
            ["inventory.purchase_order.company_id", "inventory.purchase_order.id"],
            name=op.f("fk_goods_receipt_company_id_purchase_order_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "warehouse_id"],
            ["inventory.warehouse.company_id", "inventory.warehouse.id"],
            name=op.f("fk_goods_receipt_company_id_warehouse_id"),
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["inventory.supplier.id"], name=op.f("fk_goods_receipt_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_receipt")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_goods_receipt_company_id_id")),
        sa.UniqueConstraint("number", name=op.f("uq_goods_receipt_number")),
        schema="inventory",
    )
    op.create_index(
        "ix_goods_receipt_purchase_order_id", "goods_receipt", ["purchase_order_id"], unique=False, schema="inventory"
    )
    op.create_index(
        "ix_goods_receipt_received_on", "goods_receipt", ["company_id", "received_on"], unique=False, schema="inventory"
    )
    op.create_table(
        "goods_receipt_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goods_receipt_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("purchase_order_line_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=True),
        sa.Column("bin_id", sa.Uuid(), nullable=False),
        sa.Column("entered_qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("unit_cost", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.CheckConstraint("qty > 0 AND entered_qty > 0 AND amount >= 0", name=op.f("ck_goods_receipt_line_qty")),
        sa.ForeignKeyConstraint(["bin_id"], ["inventory.bin.id"], name=op.f("fk_goods_receipt_line_bin_id")),
        sa.ForeignKeyConstraint(
            ["company_id", "goods_receipt_id"],
            ["inventory.goods_receipt.company_id", "inventory.goods_receipt.id"],
            name=op.f("fk_goods_receipt_line_company_id_goods_receipt_id"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_goods_receipt_line_item_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["inventory.lot.id"], name=op.f("fk_goods_receipt_line_lot_id")),
        sa.ForeignKeyConstraint(
            ["purchase_order_line_id"],
            ["inventory.purchase_order_line.id"],
            name=op.f("fk_goods_receipt_line_purchase_order_line_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_receipt_line")),
        sa.UniqueConstraint(
            "goods_receipt_id", "position", name=op.f("uq_goods_receipt_line_goods_receipt_id_position")
        ),
        schema="inventory",
    )
    op.create_index(
        "ix_goods_receipt_line_item_id", "goods_receipt_line", ["item_id"], unique=False, schema="inventory"
    )
    op.create_index(
        "ix_goods_receipt_line_purchase_order_line_id",
        "goods_receipt_line",
        ["purchase_order_line_id"],
        unique=False,
        schema="inventory",
    )

    for table in LEDGERS:
        op.execute(f"SELECT kernel.make_append_only('inventory.{table}')")
    op.execute(
        "SELECT kernel.require_same_transaction("
        "'inventory.goods_receipt_line', 'inventory.goods_receipt', 'goods_receipt_id')"
    )
    for table in AUDITED:
        op.execute(f"SELECT kernel.audit_table('inventory.{table}')")
