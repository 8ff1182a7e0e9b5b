"""Marks that say which reference tables have changed, so that steps may remember rows that have not."""

import sqlalchemy as sa
from alembic import op

from erp.kernel.sql_files import sql_file

revision = "0026"
down_revision = "0025"

WATCHED = (
    "organization.company", "organization.company_setting", "organization.branch", "organization.currency",
    "organization.posting_period", "terms.payment_term", "terms.payment_term_line", "terms.tax_code",
    "terms.tax_component", "terms.tax_rate", "terms.tax_rule", "inventory.item", "inventory.item_unit",
    "inventory.warehouse", "crm.customer", "crm.customer_company", "crm.ship_to", "finance.account_determination",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "reference_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_change")),
        schema="kernel",
    )
    op.execute(sql_file("kernel_reference"))
    for table in WATCHED:
        op.execute(f"SELECT kernel.watch_reference('{table}')")
