"""Payment terms, tax codes with dated rates, and tax rules."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from erp.kernel.identifiers import new_id

AUDITED = ("payment_term", "payment_term_line", "tax_code", "tax_component", "tax_rate", "tax_rule")

# code, name, days, discount percent, discount days, end of month
USUAL_TERMS = (
    ("COD", "Cash on delivery", 0, 0, 0, False),
    ("NET10", "Net 10 days", 10, 0, 0, False),
    ("NET30", "Net 30 days", 30, 0, 0, False),
    ("NET60", "Net 60 days", 60, 0, 0, False),
    ("2-10-NET30", "2 % within 10 days, net 30 days", 30, 2, 10, False),
    ("EOM30", "30 days, end of month", 30, 0, 0, True),
)

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "payment_term",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("discount_basis", sa.Text(), server_default="total", nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.CheckConstraint("code = upper(btrim(code)) AND code <> ''", name=op.f("ck_payment_term_code_upper")),
        sa.CheckConstraint("discount_basis IN ('total', 'net')", name=op.f("ck_payment_term_discount_basis")),
        sa.CheckConstraint("status IN ('active', 'retired')", name=op.f("ck_payment_term_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_term")),
        sa.UniqueConstraint("code", name=op.f("uq_payment_term_code")),
        schema="terms",
    )
    op.create_table(
        "payment_term_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payment_term_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("portion", sa.Text(), nullable=False),
        sa.Column("value", sa.Numeric(precision=18, scale=4), server_default=sa.text("0"), nullable=False),
        sa.Column("add_months", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("set_day", sa.Integer(), nullable=True),
        sa.Column("add_days", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("end_of_month", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("next_month_day", sa.Integer(), nullable=True),
        sa.Column("discount_percent", sa.Numeric(precision=9, scale=4), server_default=sa.text("0"), nullable=False),
        sa.Column("discount_days", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "portion IN ('percent', 'percent_of_rest', 'fixed', 'remainder')", name=op.f("ck_payment_term_line_portion")
        ),
        sa.CheckConstraint(
            "add_months >= 0 AND add_days >= 0 AND discount_days >= 0", name=op.f("ck_payment_term_line_not_before")
        ),
        sa.CheckConstraint(
            "discount_percent >= 0 AND discount_percent < 100", name=op.f("ck_payment_term_line_discount_percent")
        ),
        sa.CheckConstraint("next_month_day BETWEEN 1 AND 31", name=op.f("ck_payment_term_line_next_month_day")),
        sa.CheckConstraint("set_day BETWEEN 1 AND 31", name=op.f("ck_payment_term_line_set_day")),
        sa.CheckConstraint("value >= 0", name=op.f("ck_payment_term_line_value")),
        sa.ForeignKeyConstraint(
            ["payment_term_id"], ["terms.payment_term.id"], name=op.f("fk_payment_term_line_payment_term_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_term_line")),
        sa.UniqueConstraint("payment_term_id", "position", name=op.f("uq_payment_term_line_payment_term_id_position")),
        schema="terms",
    )
    op.create_table(
        "tax_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.CheckConstraint("code = upper(btrim(code)) AND code <> ''", name=op.f("ck_tax_code_code_upper")),
        sa.CheckConstraint("status IN ('active', 'retired')", name=op.f("ck_tax_code_status")),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_tax_code_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_code")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_tax_code_company_id_code")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_tax_code_company_id_id")),
        schema="terms",
    )
    op.create_table(
        "tax_component",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("tax_code_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("included", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("affects_later", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("ignores_earlier", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("kind IN ('percent', 'fixed_per_unit', 'division')", name=op.f("ck_tax_component_kind")),
        sa.ForeignKeyConstraint(
            ["company_id", "tax_code_id"],
            ["terms.tax_code.company_id", "terms.tax_code.id"],
            name=op.f("fk_tax_component_company_id_tax_code_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_component")),
        sa.UniqueConstraint("tax_code_id", "position", name=op.f("uq_tax_component_tax_code_id_position")),
        schema="terms",
    )
    op.create_table(
        "tax_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("tax_code_id", sa.Uuid(), nullable=False),
        sa.Column("ship_to_country", sa.Text(), server_default="", nullable=False),
        sa.Column("ship_to_region", sa.Text(), server_default="", nullable=False),
        sa.Column("postal_prefix", sa.Text(), server_default="", nullable=False),
        sa.Column("item_tax_class", sa.Text(), server_default="", nullable=False),
        sa.Column("customer_tax_status", sa.Text(), server_default="", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("company_id"), "="),
            (sa.column("ship_to_country"), "="),
            (sa.column("ship_to_region"), "="),
            (sa.column("postal_prefix"), "="),
            (sa.column("item_tax_class"), "="),
            (sa.column("customer_tax_status"), "="),
            (sa.text("daterange(valid_from, valid_to, '[]')"), "&&"),
            using="gist",
            name="ex_tax_rule_days",
        ),
        sa.CheckConstraint(
            "ship_to_country <> '' OR postal_prefix = ''", name=op.f("ck_tax_rule_postal_prefix_of_country")
        ),
        sa.CheckConstraint("ship_to_country <> '' OR ship_to_region = ''", name=op.f("ck_tax_rule_region_of_country")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_tax_rule_days_in_order")),
        sa.ForeignKeyConstraint(
            ["company_id", "tax_code_id"],
            ["terms.tax_code.company_id", "terms.tax_code.id"],
            name=op.f("fk_tax_rule_company_id_tax_code_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_rule")),
        schema="terms",
    )
    op.create_table(
        "tax_rate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tax_component_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("rate", sa.Numeric(precision=18, scale=6), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("tax_component_id"), "="),
            (sa.text("daterange(valid_from, valid_to, '[]')"), "&&"),
            using="gist",
            name="ex_tax_rate_days",
        ),
        sa.CheckConstraint("rate >= 0", name=op.f("ck_tax_rate_rate")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_tax_rate_days_in_order")),
        sa.ForeignKeyConstraint(
            ["tax_component_id"], ["terms.tax_component.id"], name=op.f("fk_tax_rate_tax_component_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_rate")),
        schema="terms",
    )
    _seed_usual_terms()
    for table in AUDITED:
        op.execute(f"SELECT kernel.audit_table('terms.{table}')")


def _seed_usual_terms() -> None:
    """The terms that every wholesaler knows; others are defined under Setup, Payment terms."""
    term = sa.table("payment_term", sa.column("id"), sa.column("code"), sa.column("name"), schema="terms")
    columns = (
        "id",
        "payment_term_id",
        "position",
        "portion",
        "add_days",
        "discount_percent",
        "discount_days",
        "end_of_month",
    )
    line = sa.table("payment_term_line", *(sa.column(name) for name in columns), schema="terms")
    for code, name, days, percent, discount_days, end_of_month in USUAL_TERMS:
        term_id = new_id()
        op.bulk_insert(term, [{"id": term_id, "code": code, "name": name}])
        values = (new_id(), term_id, 1, "remainder", days, percent, discount_days, end_of_month)
        op.bulk_insert(line, [dict(zip(columns, values, strict=True))])
