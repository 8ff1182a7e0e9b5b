"""Companies, branches, currencies, settings and posting periods."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from erp.kernel.sql_files import sql_file
from erp.organization.currencies.iso_4217 import CURRENCIES

AUDITED = ("company", "branch", "exchange_rate", "company_setting", "posting_period")

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "currency",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("minor_units", sa.Integer(), nullable=False),
        sa.CheckConstraint("code ~ '^[A-Z]{3}$'", name=op.f("ck_currency_code")),
        sa.CheckConstraint("minor_units BETWEEN 0 AND 4", name=op.f("ck_currency_minor_units")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_currency")),
        schema="organization",
    )
    op.create_table(
        "company",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("fiscal_year_start_month", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("tax_number", sa.Text(), server_default="", nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("country", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_company_name_given")),
        sa.CheckConstraint("code = upper(btrim(code)) AND code <> ''", name=op.f("ck_company_code_upper")),
        sa.CheckConstraint("status IN ('active', 'inactive')", name=op.f("ck_company_status")),
        sa.CheckConstraint("fiscal_year_start_month BETWEEN 1 AND 12", name=op.f("ck_company_fiscal_year_start_month")),
        sa.ForeignKeyConstraint(["currency"], ["organization.currency.code"], name=op.f("fk_company_currency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
        sa.UniqueConstraint("code", name=op.f("uq_company_code")),
        schema="organization",
    )
    op.create_table(
        "exchange_rate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_currency", sa.Text(), nullable=False),
        sa.Column("to_currency", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("rate", sa.Numeric(precision=18, scale=8), nullable=False),
        sa.CheckConstraint("from_currency <> to_currency", name=op.f("ck_exchange_rate_two_currencies")),
        sa.CheckConstraint("rate > 0", name=op.f("ck_exchange_rate_rate_positive")),
        sa.ForeignKeyConstraint(
            ["from_currency"], ["organization.currency.code"], name=op.f("fk_exchange_rate_from_currency")
        ),
        sa.ForeignKeyConstraint(
            ["to_currency"], ["organization.currency.code"], name=op.f("fk_exchange_rate_to_currency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_rate")),
        sa.UniqueConstraint(
            "from_currency",
            "to_currency",
            "valid_from",
            name=op.f("uq_exchange_rate_from_currency_to_currency_valid_from"),
        ),
        schema="organization",
    )
    op.create_table(
        "branch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("country", sa.Text(), server_default="", nullable=False),
        sa.Column("region", sa.Text(), server_default="", nullable=False),
        sa.Column("postal_code", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="draft", nullable=False),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_branch_name_given")),
        sa.CheckConstraint("code = upper(btrim(code)) AND code <> ''", name=op.f("ck_branch_code_upper")),
        sa.CheckConstraint("status IN ('draft', 'active', 'inactive')", name=op.f("ck_branch_status")),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_branch_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_branch_company_id_code")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_branch_company_id_id")),
        schema="organization",
    )
    op.create_table(
        "company_setting",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["organization.company.id"], name=op.f("fk_company_setting_company_id")
        ),
        sa.PrimaryKeyConstraint("company_id", "key", name=op.f("pk_company_setting")),
        schema="organization",
    )
    op.create_table(
        "posting_period",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("inventory_state", sa.Text(), server_default="open", nullable=False),
        sa.Column("receivables_state", sa.Text(), server_default="open", nullable=False),
        sa.Column("payables_state", sa.Text(), server_default="open", nullable=False),
        sa.Column("general_state", sa.Text(), server_default="open", nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("company_id"), "="),
            (sa.text("daterange(first_day, last_day, '[]')"), "&&"),
            using="gist",
            name="ex_posting_period_days",
        ),
        sa.CheckConstraint(
            "general_state IN ('open', 'soft_closed', 'closed')", name=op.f("ck_posting_period_general_state")
        ),
        sa.CheckConstraint(
            "inventory_state IN ('open', 'soft_closed', 'closed')", name=op.f("ck_posting_period_inventory_state")
        ),
        sa.CheckConstraint(
            "payables_state IN ('open', 'soft_closed', 'closed')", name=op.f("ck_posting_period_payables_state")
        ),
        sa.CheckConstraint(
            "receivables_state IN ('open', 'soft_closed', 'closed')", name=op.f("ck_posting_period_receivables_state")
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_posting_period_days_in_order")),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_posting_period_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_period")),
        sa.UniqueConstraint(
            "company_id", "fiscal_year", "number", name=op.f("uq_posting_period_company_id_fiscal_year_number")
        ),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_posting_period_company_id_id")),
        schema="organization",
    )
    op.execute(sql_file("organization_period_lock"))
    currency = sa.table(
        "currency", sa.column("code"), sa.column("name"), sa.column("minor_units"), schema="organization"
    )
    op.bulk_insert(currency, [{"code": code, "name": name, "minor_units": places} for code, name, places in CURRENCIES])
    for table in AUDITED:
        op.execute(f"SELECT kernel.audit_table('organization.{table}')")
