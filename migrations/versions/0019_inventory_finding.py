"""What finds items, suppliers, lots and the documents of the warehouse; shipments by their day."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

NUMBERED = (
    "purchase_order",
    "goods_receipt",
    "shipment",
    "wave",
    "transfer_order",
    "stock_adjustment",
    "stock_count",
    "return_receipt",
)

WORDS = {"item_supplier": ("supplier_sku",), "supplier": ("code", "name"), "lot": ("code",)}


def upgrade() -> None:
    """Indexes by how a text begins and ends, and by its parts."""
    for table in NUMBERED:
        op.create_index(
            f"ix_{table}_number_start",
            table,
            ["number"],
            schema="inventory",
            postgresql_ops={"number": "text_pattern_ops"},
        )
        op.create_index(
            f"ix_{table}_number_end", table, [sa.text("reverse(number) text_pattern_ops")], schema="inventory"
        )
    for table, columns in WORDS.items():
        op.create_index(
            f"ix_{table}_search",
            table,
            list(columns),
            schema="inventory",
            postgresql_using="gin",
            postgresql_ops=dict.fromkeys(columns, "gin_trgm_ops"),
        )
    op.create_index(
        "ix_item_sku_start", "item", ["sku"], schema="inventory", postgresql_ops={"sku": "text_pattern_ops"}
    )
    op.create_index(
        "ix_item_barcode_code_start",
        "item_barcode",
        ["code"],
        schema="inventory",
        postgresql_ops={"code": "text_pattern_ops"},
    )
    op.create_index(
        "ix_shipment_tracking_start",
        "shipment",
        [sa.text("upper(tracking) text_pattern_ops")],
        schema="inventory",
        postgresql_where=sa.text("tracking IS NOT NULL"),
    )
    op.create_index(
        "ix_shipment_shipped_on",
        "shipment",
        ["company_id", "shipped_on"],
        schema="inventory",
        postgresql_where=sa.text("shipped_on IS NOT NULL"),
    )


def downgrade() -> None:
    """Finding falls back to reading whole tables."""
    op.drop_index("ix_shipment_shipped_on", "shipment", schema="inventory")
    op.drop_index("ix_shipment_tracking_start", "shipment", schema="inventory")
    op.drop_index("ix_item_barcode_code_start", "item_barcode", schema="inventory")
    op.drop_index("ix_item_sku_start", "item", schema="inventory")
    for table in WORDS:
        op.drop_index(f"ix_{table}_search", table, schema="inventory")
    for table in NUMBERED:
        op.drop_index(f"ix_{table}_number_end", table, schema="inventory")
        op.drop_index(f"ix_{table}_number_start", table, schema="inventory")
