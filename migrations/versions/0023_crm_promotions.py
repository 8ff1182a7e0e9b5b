"""Promotions, and per cents on top of a list."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "promotion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("priority", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("combines", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("coupon", sa.Text(), server_default="", nullable=False),
        sa.Column("counting", sa.Text(), server_default="line", nullable=False),
        sa.Column("min_qty", sa.Numeric(precision=18, scale=6), server_default=sa.text("0"), nullable=False),
        sa.Column("max_qty", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("min_amount", sa.Numeric(precision=18, scale=4), server_default=sa.text("0"), nullable=False),
        sa.Column("max_amount", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("reward", sa.Text(), nullable=False),
        sa.Column("percent", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("unit_price", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("amount_off", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("goods_item_id", sa.Uuid(), nullable=True),
        sa.Column("goods_qty", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("goods_per_qty", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("goods_price", sa.Numeric(precision=18, scale=6), server_default=sa.text("0"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(reward = 'percent') = (percent IS NOT NULL) AND (reward = 'price') = (unit_price IS NOT NULL) "
            "AND (reward = 'amount_off') = (amount_off IS NOT NULL) AND (reward = 'goods') = (goods_qty IS NOT NULL)",
            name=op.f("ck_promotion_one_reward"),
        ),
        sa.CheckConstraint("code = upper(btrim(code)) AND code <> ''", name=op.f("ck_promotion_code_upper")),
        sa.CheckConstraint("counting IN ('line', 'order')", name=op.f("ck_promotion_counting")),
        sa.CheckConstraint("reward IN ('percent', 'price', 'amount_off', 'goods')", name=op.f("ck_promotion_reward")),
        sa.CheckConstraint("status IN ('active', 'retired')", name=op.f("ck_promotion_status")),
        sa.CheckConstraint(
            "goods_qty > 0 AND (goods_per_qty IS NULL OR goods_per_qty > 0)", name=op.f("ck_promotion_goods")
        ),
        sa.CheckConstraint(
            "min_amount >= 0 AND (max_amount IS NULL OR max_amount >= min_amount)", name=op.f("ck_promotion_amount")
        ),
        sa.CheckConstraint("min_qty >= 0 AND (max_qty IS NULL OR max_qty >= min_qty)", name=op.f("ck_promotion_qty")),
        sa.CheckConstraint("percent > 0 AND percent <= 100", name=op.f("ck_promotion_percent")),
        sa.CheckConstraint("unit_price >= 0 AND amount_off > 0 AND goods_price >= 0", name=op.f("ck_promotion_prices")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_promotion_days_in_order")),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_promotion_company_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["crm.customer.id"], name=op.f("fk_promotion_customer_id")),
        sa.ForeignKeyConstraint(["goods_item_id"], ["inventory.item.id"], name=op.f("fk_promotion_goods_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_promotion_company_id_code")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_promotion_company_id_id")),
        schema="crm",
    )
    op.create_index(
        "ix_promotion_days",
        "promotion",
        ["company_id", "valid_from"],
        unique=False,
        schema="crm",
        postgresql_where=sa.text("status = 'active'"),
    )
    op.create_table(
        "promotion_target",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("promotion_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("family_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.Text(), server_default="both", nullable=False),
        sa.CheckConstraint("purpose IN ('both', 'condition', 'reward')", name=op.f("ck_promotion_target_purpose")),
        sa.CheckConstraint("(item_id IS NULL) <> (family_id IS NULL)", name=op.f("ck_promotion_target_item_or_family")),
        sa.ForeignKeyConstraint(
            ["company_id", "promotion_id"],
            ["crm.promotion.company_id", "crm.promotion.id"],
            name=op.f("fk_promotion_target_company_id_promotion_id"),
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["inventory.item_family.id"], name=op.f("fk_promotion_target_family_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_promotion_target_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_target")),
        schema="crm",
    )
    op.create_index(
        "uq_promotion_target_family",
        "promotion_target",
        ["promotion_id", "family_id"],
        unique=True,
        schema="crm",
        postgresql_where=sa.text("family_id IS NOT NULL"),
    )
    op.create_index(
        "uq_promotion_target_item",
        "promotion_target",
        ["promotion_id", "item_id"],
        unique=True,
        schema="crm",
        postgresql_where=sa.text("item_id IS NOT NULL"),
    )
    op.add_column("sales_order", sa.Column("coupons", sa.Text(), server_default="", nullable=False), schema="crm")
    op.add_column("sales_order_line", sa.Column("promotion_id", sa.Uuid(), nullable=True), schema="crm")
    op.create_foreign_key(
        op.f("fk_sales_order_line_promotion_id"),
        "sales_order_line",
        "promotion",
        ["promotion_id"],
        ["id"],
        source_schema="crm",
        referent_schema="crm",
    )

    for table in ("price_list_line", "customer_agreement_line"):
        op.drop_constraint(op.f(f"ck_{table}_discount_percent"), table, schema="crm")
        op.create_check_constraint(
            op.f(f"ck_{table}_discount_percent"), table, "discount_percent BETWEEN -900 AND 100", schema="crm"
        )
    for table in ("promotion", "promotion_target"):
        op.execute(f"SELECT kernel.audit_table('crm.{table}')")
