"""The numbers under which customers know our items, and what finds customers, orders and quotes."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

NUMBERED = (
    "sales_order",
    "quote",
    "rma",
)


def upgrade() -> None:
    """The table first, then indexes by how a text begins and ends, and by its parts."""
    op.create_table(
        "customer_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("customer_sku", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "customer_sku = upper(btrim(customer_sku)) AND customer_sku <> ''",
            name=op.f("ck_customer_item_customer_sku_upper"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["crm.customer.id"], name=op.f("fk_customer_item_customer_id")),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_customer_item_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_item")),
        sa.UniqueConstraint("customer_id", "customer_sku", name=op.f("uq_customer_item_customer_id_customer_sku")),
        schema="crm",
    )
    op.create_index("ix_customer_item_item_id", "customer_item", ["item_id"], schema="crm")
    op.create_index(
        "ix_customer_item_search",
        "customer_item",
        ["customer_sku"],
        schema="crm",
        postgresql_using="gin",
        postgresql_ops={"customer_sku": "gin_trgm_ops"},
    )
    op.execute("SELECT kernel.audit_table('crm.customer_item')")
    for table in NUMBERED:
        op.create_index(
            f"ix_{table}_number_start", table, ["number"], schema="crm", postgresql_ops={"number": "text_pattern_ops"}
        )
        op.create_index(f"ix_{table}_number_end", table, [sa.text("reverse(number) text_pattern_ops")], schema="crm")
    for table in ("sales_order", "quote"):
        op.create_index(
            f"ix_{table}_customer_reference_start",
            table,
            [sa.text("upper(customer_reference) text_pattern_ops")],
            schema="crm",
            postgresql_where=sa.text("customer_reference <> ''"),
        )
    op.create_index(
        "ix_customer_code_start", "customer", ["code"], schema="crm", postgresql_ops={"code": "text_pattern_ops"}
    )
    op.create_index(
        "ix_contact_search",
        "contact",
        ["name", "email"],
        schema="crm",
        postgresql_using="gin",
        postgresql_ops={"name": "gin_trgm_ops", "email": "gin_trgm_ops"},
    )
    op.create_index(
        "ix_sales_order_draft",
        "sales_order",
        ["company_id"],
        schema="crm",
        postgresql_where=sa.text("decision = 'draft'"),
    )


def downgrade() -> None:
    """Customers' own numbers are lost; finding falls back to reading whole tables."""
    op.drop_index("ix_sales_order_draft", "sales_order", schema="crm")
    op.drop_index("ix_contact_search", "contact", schema="crm")
    op.drop_index("ix_customer_code_start", "customer", schema="crm")
    for table in ("sales_order", "quote"):
        op.drop_index(f"ix_{table}_customer_reference_start", table, schema="crm")
    for table in NUMBERED:
        op.drop_index(f"ix_{table}_number_end", table, schema="crm")
        op.drop_index(f"ix_{table}_number_start", table, schema="crm")
    op.drop_table("customer_item", schema="crm")
