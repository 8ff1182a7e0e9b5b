"""Reminders of late customers, year-end closings, and totals rounded to the smallest coin."""

import sqlalchemy as sa
from alembic import op

KINDS = (
    "sales_invoice",
    "credit_memo",
    "cash_receipt",
    "receipt_reversal",
    "refund",
    "dunning_fee",
    "supplier_bill",
    "supplier_credit",
    "supplier_payment",
    "payment_reversal",
)

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "dunning_block",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("btrim(reason) <> ''", name=op.f("ck_dunning_block_reason_given")),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_dunning_block_company_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["crm.customer.id"], name=op.f("fk_dunning_block_customer_id")),
        sa.PrimaryKeyConstraint("company_id", "customer_id", name=op.f("pk_dunning_block")),
        schema="finance",
    )
    op.create_table(
        "dunning_level",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("overdue_days", sa.Integer(), nullable=False),
        sa.Column("fee_amount", sa.Numeric(precision=18, scale=4), server_default=sa.text("0"), nullable=False),
        sa.Column("fee_percent", sa.Numeric(precision=9, scale=4), server_default=sa.text("0"), nullable=False),
        sa.Column("wording", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("fee_amount >= 0 AND fee_percent BETWEEN 0 AND 100", name=op.f("ck_dunning_level_fee")),
        sa.CheckConstraint("level BETWEEN 1 AND 9", name=op.f("ck_dunning_level_level")),
        sa.CheckConstraint("overdue_days BETWEEN 0 AND 3650", name=op.f("ck_dunning_level_overdue_days")),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_dunning_level_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dunning_level")),
        sa.UniqueConstraint("company_id", "level", name=op.f("uq_dunning_level_company_id_level")),
        schema="finance",
    )
    op.create_table(
        "year_close",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("result_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_year_close_company_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["finance.journal_entry.id"], name=op.f("fk_year_close_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_close")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_year_close_entry_id")),
        schema="finance",
    )
    op.create_index(
        "ix_year_close_closed_on", "year_close", ["company_id", "closed_on"], unique=False, schema="finance"
    )
    op.create_table(
        "dunning_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("open_item_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), server_default="proposed", nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("overdue_days", sa.Integer(), nullable=False),
        sa.Column("open_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("fee_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(status = 'sent') = (sent_on IS NOT NULL)", name=op.f("ck_dunning_notice_sent_on")),
        sa.CheckConstraint("status IN ('proposed', 'sent', 'withdrawn')", name=op.f("ck_dunning_notice_status")),
        sa.CheckConstraint("fee_amount >= 0", name=op.f("ck_dunning_notice_fee_amount")),
        sa.ForeignKeyConstraint(
            ["company_id", "open_item_id"],
            ["finance.open_item.company_id", "finance.open_item.id"],
            name=op.f("fk_dunning_notice_company_id_open_item_id"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["crm.customer.id"], name=op.f("fk_dunning_notice_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dunning_notice")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_dunning_notice_company_id_id")),
        schema="finance",
    )
    op.create_index(
        "ix_dunning_notice_status",
        "dunning_notice",
        ["company_id", "status", "customer_id"],
        unique=False,
        schema="finance",
    )
    op.create_index(
        "uq_dunning_notice_open_item_id",
        "dunning_notice",
        ["open_item_id", "level"],
        unique=True,
        schema="finance",
        postgresql_where=sa.text("status <> 'withdrawn'"),
    )
    op.add_column(
        "sales_invoice",
        sa.Column("rounding_amount", sa.Numeric(precision=18, scale=4), server_default=sa.text("0"), nullable=False),
        schema="finance",
    )

    op.drop_constraint(op.f("ck_sales_invoice_total_amount"), "sales_invoice", schema="finance")
    op.create_check_constraint(
        op.f("ck_sales_invoice_total_amount"),
        "sales_invoice",
        "total_amount = net_amount + tax_amount + rounding_amount",
        schema="finance",
    )
    op.drop_constraint(op.f("ck_open_item_kind"), "open_item", schema="finance")
    op.create_check_constraint(op.f("ck_open_item_kind"), "open_item", f"kind IN {KINDS}", schema="finance")
    for table in ("dunning_level", "dunning_block", "dunning_notice"):
        op.execute(f"SELECT kernel.audit_table('finance.{table}')")
    op.execute("SELECT kernel.make_append_only('finance.year_close')")
