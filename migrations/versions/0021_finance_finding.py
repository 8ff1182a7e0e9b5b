"""What finds invoices, credit memos, cash, bills, payments and entries by their number."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

NUMBERED = (
    "sales_invoice",
    "credit_memo",
    "cash_receipt",
    "supplier_bill",
    "supplier_payment",
    "journal_entry",
    "manual_journal",
)


def upgrade() -> None:
    """Indexes by how a number begins and ends."""
    for table in NUMBERED:
        op.create_index(
            f"ix_{table}_number_start",
            table,
            ["number"],
            schema="finance",
            postgresql_ops={"number": "text_pattern_ops"},
        )
        op.create_index(
            f"ix_{table}_number_end", table, [sa.text("reverse(number) text_pattern_ops")], schema="finance"
        )
    op.create_index(
        "ix_supplier_bill_supplier_number_start",
        "supplier_bill",
        [sa.text("upper(supplier_number) text_pattern_ops")],
        schema="finance",
    )


def downgrade() -> None:
    """Finding falls back to reading whole tables."""
    op.drop_index("ix_supplier_bill_supplier_number_start", "supplier_bill", schema="finance")
    for table in NUMBERED:
        op.drop_index(f"ix_{table}_number_end", table, schema="finance")
        op.drop_index(f"ix_{table}_number_start", table, schema="finance")
