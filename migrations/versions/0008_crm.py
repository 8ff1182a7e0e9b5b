"""Customers, prices, quotes, sales orders, credit and RMAs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"

AUDITED = (
    "customer",
    "customer_company",
    "ship_to",
    "contact",
    "price_list",
    "price_list_line",
    "customer_agreement",
    "customer_agreement_line",
    "discount_limit",
    "credit_account",
    "return_reason",
)
APPEND_ONLY = ("billing_line", "billing_void", "exposure_entry", "credit_hold", "credit_release")
REASONS = (
    ("damaged", "Damaged in transit", True),
    ("defective", "Defective", True),
    ("wrong_item", "Wrong item sent", True),
    ("too_many", "Too many sent", True),
    ("ordered_wrong", "Ordered by mistake", False),
    ("not_needed", "Not needed any more", False),
    ("other", "Another reason", False),
)


def upgrade() -> None:
    """Tables, then what makes ledgers final and master data audited, then the reasons goods come back for."""
    op.create_table(
        "customer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("is_cash_sale", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("tax_number", sa.Text(), server_default="", nullable=False),
        sa.Column("street", sa.Text(), server_default="", nullable=False),
        sa.Column("postal_code", sa.Text(), server_default="", nullable=False),
        sa.Column("city", sa.Text(), server_default="", nullable=False),
        sa.Column("region", sa.Text(), server_default="", nullable=False),
        sa.Column("country", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("invoice_email", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_customer_name_given")),
        sa.CheckConstraint("code = upper(btrim(code)) AND code <> ''", name=op.f("ck_customer_code_upper")),
        sa.CheckConstraint("status IN ('active', 'inactive')", name=op.f("ck_customer_status")),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_customer_not_its_own_parent")),
        sa.CheckConstraint("parent_id IS NOT NULL OR root_id = id", name=op.f("ck_customer_root_of_a_tree")),
        sa.ForeignKeyConstraint(["parent_id"], ["crm.customer.id"], name=op.f("fk_customer_parent_id")),
        sa.ForeignKeyConstraint(["root_id"], ["crm.customer.id"], name=op.f("fk_customer_root_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("code", name=op.f("uq_customer_code")),
        schema="crm",
    )
    op.create_index("ix_customer_parent_id", "customer", ["parent_id"], unique=False, schema="crm")
    op.create_index("ix_customer_root_id", "customer", ["root_id"], unique=False, schema="crm")
    op.create_index(
        "ix_customer_search",
        "customer",
        ["code", "name"],
        unique=False,
        schema="crm",
        postgresql_using="gin",
        postgresql_ops={"code": "gin_trgm_ops", "name": "gin_trgm_ops"},
    )
    op.create_table(
        "return_reason",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_our_fault", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.CheckConstraint("code = lower(btrim(code)) AND code <> ''", name=op.f("ck_return_reason_code_lower")),
        sa.CheckConstraint("status IN ('active', 'retired')", name=op.f("ck_return_reason_status")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_return_reason")),
        schema="crm",
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("receives_invoices", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_contact_name_given")),
        sa.CheckConstraint("status IN ('active', 'inactive')", name=op.f("ck_contact_status")),
        sa.ForeignKeyConstraint(["customer_id"], ["crm.customer.id"], name=op.f("fk_contact_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        schema="crm",
    )
    op.create_index("ix_contact_customer_id", "contact", ["customer_id"], unique=False, schema="crm")
    op.create_table(
        "ship_to",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), server_default="", nullable=False),
        sa.Column("postal_code", sa.Text(), server_default="", nullable=False),
        sa.Column("city", sa.Text(), server_default="", nullable=False),
        sa.Column("region", sa.Text(), server_default="", nullable=False),
        sa.Column("country", sa.Text(), server_default="", nullable=False),
        sa.Column("instructions", sa.Text(), server_default="", nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("code = upper(btrim(code)) AND code <> ''", name=op.f("ck_ship_to_code_upper")),
        sa.CheckConstraint("status IN ('active', 'inactive')", name=op.f("ck_ship_to_status")),
        sa.ForeignKeyConstraint(["customer_id"], ["crm.customer.id"], name=op.f("fk_ship_to_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ship_to")),
        sa.UniqueConstraint("customer_id", "code", name=op.f("uq_ship_to_customer_id_code")),
        sa.UniqueConstraint("customer_id", "id", name=op.f("uq_ship_to_customer_id_id")),
        schema="crm",
    )
    op.create_index(
        "uq_ship_to_default",
        "ship_to",
        ["customer_id"],
        unique=True,
        schema="crm",
        postgresql_where=sa.text("is_default AND status = 'active'"),
    )
    op.create_table(
        "billing_void",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("voided_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_billing_void_company_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_billing_void")),
        schema="crm",
    )
    op.create_table(
        "credit_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("root_customer_id", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("limit_amount", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("status IN ('open', 'blocked')", name=op.f("ck_credit_account_status")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_credit_account_currency")),
        sa.CheckConstraint("limit_amount >= 0", name=op.f("ck_credit_account_limit_amount")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["organization.company.id"], name=op.f("fk_credit_account_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["root_customer_id"], ["crm.customer.id"], name=op.f("fk_credit_account_root_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_account")),
        sa.UniqueConstraint(
            "company_id", "root_customer_id", name=op.f("uq_credit_account_company_id_root_customer_id")
        ),
        schema="crm",
    )
    op.create_index(
        "ix_credit_account_root_customer_id", "credit_account", ["root_customer_id"], unique=False, schema="crm"
    )
    op.create_table(
        "customer_agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("customer_reference", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_customer_agreement_name_given")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_customer_agreement_currency")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["organization.company.id"], name=op.f("fk_customer_agreement_company_id")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["crm.customer.id"], name=op.f("fk_customer_agreement_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_agreement")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_customer_agreement_company_id_id")),
        sa.UniqueConstraint(
            "id", "company_id", "customer_id", name=op.f("uq_customer_agreement_id_company_id_customer_id")
        ),
        schema="crm",
    )
    op.create_index(
        "ix_customer_agreement_customer_id",
        "customer_agreement",
        ["customer_id", "company_id"],
        unique=False,
        schema="crm",
    )
    op.create_table(
        "discount_limit",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("max_percent", sa.Numeric(precision=9, scale=6), nullable=False),
        sa.CheckConstraint("max_percent BETWEEN 0 AND 100", name=op.f("ck_discount_limit_max_percent")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["organization.company.id"], name=op.f("fk_discount_limit_company_id")
        ),
        sa.PrimaryKeyConstraint("company_id", "role", name=op.f("pk_discount_limit")),
        schema="crm",
    )
    op.create_table(
        "exposure_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "xact_id", sa.BigInteger(), server_default=sa.text("(pg_current_xact_id()::text)::bigint"), nullable=False
        ),
        sa.CheckConstraint("kind IN ('receivable', 'unbilled')", name=op.f("ck_exposure_entry_kind")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["organization.company.id"], name=op.f("fk_exposure_entry_company_id")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["crm.customer.id"], name=op.f("fk_exposure_entry_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exposure_entry")),
        schema="crm",
    )
    op.create_index(
        "ix_exposure_entry_customer",
        "exposure_entry",
        ["company_id", "customer_id", "xact_id"],
        unique=False,
        schema="crm",
    )
    op.create_index("ix_exposure_entry_source_id", "exposure_entry", ["source_id"], unique=False, schema="crm")
    op.create_index("ix_exposure_entry_xact_id", "exposure_entry", ["xact_id"], unique=False, schema="crm")
    op.create_table(
        "exposure_fold",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("watermark", sa.BigInteger(), nullable=False),
        sa.Column("folded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('receivable', 'unbilled')", name=op.f("ck_exposure_fold_kind")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["organization.company.id"], name=op.f("fk_exposure_fold_company_id")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["crm.customer.id"], name=op.f("fk_exposure_fold_customer_id")),
        sa.PrimaryKeyConstraint("company_id", "customer_id", "kind", name=op.f("pk_exposure_fold")),
        schema="crm",
    )
    op.create_table(
        "price_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("based_on_id", sa.Uuid(), nullable=True),
        sa.Column("is_default", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("code = upper(btrim(code)) AND code <> ''", name=op.f("ck_price_list_code_upper")),
        sa.CheckConstraint("status IN ('active', 'retired')", name=op.f("ck_price_list_status")),
        sa.CheckConstraint("based_on_id <> id", name=op.f("ck_price_list_not_based_on_itself")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_price_list_currency")),
        sa.ForeignKeyConstraint(
            ["company_id", "based_on_id"],
            ["crm.price_list.company_id", "crm.price_list.id"],
            name=op.f("fk_price_list_company_id_based_on_id"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_price_list_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_list")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_price_list_company_id_code")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_price_list_company_id_id")),
        schema="crm",
    )
    op.create_index(
        "uq_price_list_default",
        "price_list",
        ["company_id"],
        unique=True,
        schema="crm",
        postgresql_where=sa.text("is_default AND status = 'active'"),
    )
    op.create_table(
        "customer_agreement_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("family_id", sa.Uuid(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("min_qty", sa.Numeric(precision=18, scale=6), server_default=sa.text("0"), nullable=False),
        sa.Column("unit_price", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("discount_percent", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("customer_id"), "="),
            (sa.column("company_id"), "="),
            (sa.column("min_qty"), "="),
            (sa.column("family_id"), "="),
            (sa.text("daterange(valid_from, valid_to, '[]')"), "&&"),
            where=sa.text("family_id IS NOT NULL"),
            using="gist",
            name="ex_customer_agreement_line_family",
        ),
        postgresql.ExcludeConstraint(
            (sa.column("customer_id"), "="),
            (sa.column("company_id"), "="),
            (sa.column("min_qty"), "="),
            (sa.column("item_id"), "="),
            (sa.text("coalesce(unit, '')"), "="),
            (sa.text("daterange(valid_from, valid_to, '[]')"), "&&"),
            where=sa.text("item_id IS NOT NULL"),
            using="gist",
            name="ex_customer_agreement_line_item",
        ),
        postgresql.ExcludeConstraint(
            (sa.column("customer_id"), "="),
            (sa.column("company_id"), "="),
            (sa.column("min_qty"), "="),
            (sa.text("daterange(valid_from, valid_to, '[]')"), "&&"),
            where=sa.text("item_id IS NULL AND family_id IS NULL"),
            using="gist",
            name="ex_customer_agreement_line_everything",
        ),
        sa.CheckConstraint(
            "(unit_price IS NULL) <> (discount_percent IS NULL)",
            name=op.f("ck_customer_agreement_line_price_or_percent"),
        ),
        sa.CheckConstraint(
            "discount_percent BETWEEN 0 AND 100", name=op.f("ck_customer_agreement_line_discount_percent")
        ),
        sa.CheckConstraint(
            "discount_percent IS NULL OR unit IS NULL", name=op.f("ck_customer_agreement_line_percent_has_no_unit")
        ),
        sa.CheckConstraint(
            "item_id IS NULL OR family_id IS NULL", name=op.f("ck_customer_agreement_line_item_or_family")
        ),
        sa.CheckConstraint("min_qty >= 0", name=op.f("ck_customer_agreement_line_min_qty")),
        sa.CheckConstraint("unit_price >= 0", name=op.f("ck_customer_agreement_line_unit_price")),
        sa.CheckConstraint(
            "unit_price IS NULL OR (item_id IS NOT NULL AND unit IS NOT NULL)",
            name=op.f("ck_customer_agreement_line_price_is_of_an_item"),
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_customer_agreement_line_days_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id", "company_id", "customer_id"],
            ["crm.customer_agreement.id", "crm.customer_agreement.company_id", "crm.customer_agreement.customer_id"],
            name=op.f("fk_customer_agreement_line_agreement_id_company_id_customer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["inventory.item_family.id"], name=op.f("fk_customer_agreement_line_family_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_customer_agreement_line_item_id")),
        sa.ForeignKeyConstraint(
            ["unit"], ["inventory.unit_of_measure.code"], name=op.f("fk_customer_agreement_line_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_agreement_line")),
        schema="crm",
    )
    op.create_index(
        "ix_customer_agreement_line_agreement_id",
        "customer_agreement_line",
        ["agreement_id"],
        unique=False,
        schema="crm",
    )
    op.create_index(
        "ix_customer_agreement_line_customer",
        "customer_agreement_line",
        ["customer_id", "company_id", "item_id"],
        unique=False,
        schema="crm",
    )
    op.create_table(
        "customer_company",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("payment_term_id", sa.Uuid(), nullable=False),
        sa.Column("price_list_id", sa.Uuid(), nullable=True),
        sa.Column("salesperson_id", sa.Uuid(), nullable=True),
        sa.Column("tax_status", sa.Text(), server_default="taxable", nullable=False),
        sa.Column("exemption_certificate", sa.Text(), server_default="", nullable=False),
        sa.Column("exemption_expires_on", sa.Date(), nullable=True),
        sa.Column("billing_mode", sa.Text(), server_default="per_shipment", nullable=False),
        sa.Column("charge_billing", sa.Text(), server_default="first_shipment", nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "billing_mode IN ('per_shipment', 'daily', 'weekly')", name=op.f("ck_customer_company_billing_mode")
        ),
        sa.CheckConstraint(
            "charge_billing IN ('first_shipment', 'by_value')", name=op.f("ck_customer_company_charge_billing")
        ),
        sa.CheckConstraint("status IN ('active', 'blocked')", name=op.f("ck_customer_company_status")),
        sa.CheckConstraint(
            "tax_status <> 'exempt' OR exemption_certificate <> ''",
            name=op.f("ck_customer_company_exemption_has_its_certificate"),
        ),
        sa.CheckConstraint("tax_status IN ('taxable', 'exempt')", name=op.f("ck_customer_company_tax_status")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_customer_company_currency")),
        sa.ForeignKeyConstraint(
            ["company_id", "price_list_id"],
            ["crm.price_list.company_id", "crm.price_list.id"],
            name=op.f("fk_customer_company_company_id_price_list_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["organization.company.id"], name=op.f("fk_customer_company_company_id")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["crm.customer.id"], name=op.f("fk_customer_company_customer_id")),
        sa.ForeignKeyConstraint(
            ["payment_term_id"], ["terms.payment_term.id"], name=op.f("fk_customer_company_payment_term_id")
        ),
        sa.ForeignKeyConstraint(
            ["salesperson_id"], ["identity.user_account.id"], name=op.f("fk_customer_company_salesperson_id")
        ),
        sa.PrimaryKeyConstraint("customer_id", "company_id", name=op.f("pk_customer_company")),
        schema="crm",
    )
    op.create_index("ix_customer_company_company_id", "customer_company", ["company_id"], unique=False, schema="crm")
    op.create_table(
        "price_list_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("price_list_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("family_id", sa.Uuid(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("min_qty", sa.Numeric(precision=18, scale=6), server_default=sa.text("0"), nullable=False),
        sa.Column("unit_price", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("discount_percent", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("price_list_id"), "="),
            (sa.column("min_qty"), "="),
            (sa.column("family_id"), "="),
            (sa.text("daterange(valid_from, valid_to, '[]')"), "&&"),
            where=sa.text("family_id IS NOT NULL"),
            using="gist",
            name="ex_price_list_line_family",
        ),
        postgresql.ExcludeConstraint(
            (sa.column("price_list_id"), "="),
            (sa.column("min_qty"), "="),
            (sa.column("item_id"), "="),
            (sa.text("coalesce(unit, '')"), "="),
            (sa.text("daterange(valid_from, valid_to, '[]')"), "&&"),
            where=sa.text("item_id IS NOT NULL"),
            using="gist",
            name="ex_price_list_line_item",
        ),
        postgresql.ExcludeConstraint(
            (sa.column("price_list_id"), "="),
            (sa.column("min_qty"), "="),
            (sa.text("daterange(valid_from, valid_to, '[]')"), "&&"),
            where=sa.text("item_id IS NULL AND family_id IS NULL"),
            using="gist",
            name="ex_price_list_line_everything",
        ),
        sa.CheckConstraint(
            "(unit_price IS NULL) <> (discount_percent IS NULL)", name=op.f("ck_price_list_line_price_or_percent")
        ),
        sa.CheckConstraint("discount_percent BETWEEN 0 AND 100", name=op.f("ck_price_list_line_discount_percent")),
        sa.CheckConstraint(
            "discount_percent IS NULL OR unit IS NULL", name=op.f("ck_price_list_line_percent_has_no_unit")
        ),
        sa.CheckConstraint("item_id IS NULL OR family_id IS NULL", name=op.f("ck_price_list_line_item_or_family")),
        sa.CheckConstraint("min_qty >= 0", name=op.f("ck_price_list_line_min_qty")),
        sa.CheckConstraint("unit_price >= 0", name=op.f("ck_price_list_line_unit_price")),
        sa.CheckConstraint(
            "unit_price IS NULL OR (item_id IS NOT NULL AND unit IS NOT NULL)",
            name=op.f("ck_price_list_line_price_is_of_an_item"),
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_price_list_line_days_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["inventory.item_family.id"], name=op.f("fk_price_list_line_family_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_price_list_line_item_id")),
        sa.ForeignKeyConstraint(
            ["price_list_id"], ["crm.price_list.id"], name=op.f("fk_price_list_line_price_list_id")
        ),
        sa.ForeignKeyConstraint(["unit"], ["inventory.unit_of_measure.code"], name=op.f("fk_price_list_line_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_list_line")),
        schema="crm",
    )
    op.create_index(
        "ix_price_list_line_item", "price_list_line", ["price_list_id", "item_id"], unique=False, schema="crm"
    )
    op.create_index("ix_price_list_line_item_id", "price_list_line", ["item_id"], unique=False, schema="crm")
    op.create_table(
        "quote",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("ship_to_id", sa.Uuid(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("quoted_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("payment_term_id", sa.Uuid(), nullable=False),
        sa.Column("salesperson_id", sa.Uuid(), nullable=True),
        sa.Column("customer_reference", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("decision", sa.Text(), server_default="draft", nullable=False),
        sa.Column("lost_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=4), server_default=sa.text("0"), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=18, scale=4), server_default=sa.text("0"), nullable=False),
        sa.Column("total_amount", sa.Numeric(precision=18, scale=4), server_default=sa.text("0"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decision <> 'lost' OR lost_reason <> ''", name=op.f("ck_quote_lost_has_its_reason")),
        sa.CheckConstraint(
            "decision IN ('draft', 'sent', 'accepted', 'lost', 'superseded')", name=op.f("ck_quote_decision")
        ),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_quote_currency")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_quote_revision")),
        sa.CheckConstraint("valid_until >= quoted_on", name=op.f("ck_quote_days_in_order")),
        sa.ForeignKeyConstraint(
            ["company_id", "branch_id"],
            ["organization.branch.company_id", "organization.branch.id"],
            name=op.f("fk_quote_company_id_branch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "warehouse_id"],
            ["inventory.warehouse.company_id", "inventory.warehouse.id"],
            name=op.f("fk_quote_company_id_warehouse_id"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_quote_company_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["crm.contact.id"], name=op.f("fk_quote_contact_id")),
        sa.ForeignKeyConstraint(
            ["customer_id", "ship_to_id"],
            ["crm.ship_to.customer_id", "crm.ship_to.id"],
            name=op.f("fk_quote_customer_id_ship_to_id"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["crm.customer.id"], name=op.f("fk_quote_customer_id")),
        sa.ForeignKeyConstraint(
            ["payment_term_id"], ["terms.payment_term.id"], name=op.f("fk_quote_payment_term_id")
        ),
        sa.ForeignKeyConstraint(
            ["salesperson_id"], ["identity.user_account.id"], name=op.f("fk_quote_salesperson_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_quote_company_id_id")),
        sa.UniqueConstraint("number", "revision", name=op.f("uq_quote_number_revision")),
        schema="crm",
    )
    op.create_index("ix_quote_customer_id", "quote", ["customer_id"], unique=False, schema="crm")
    op.create_index("ix_quote_listed", "quote", ["company_id", "quoted_on", "id"], unique=False, schema="crm")
    op.create_table(
        "rma",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("authorized_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "restocking_fee_percent", sa.Numeric(precision=9, scale=6), server_default=sa.text("0"), nullable=False
        ),
        sa.Column("customer_reference", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("decision", sa.Text(), server_default="authorized", nullable=False),
        sa.Column("cancel_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("authorized_by", sa.Text(), nullable=False),
        sa.Column("authorized_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "decision <> 'cancelled' OR cancel_reason <> ''", name=op.f("ck_rma_cancelled_has_its_reason")
        ),
        sa.CheckConstraint("decision IN ('authorized', 'cancelled')", name=op.f("ck_rma_decision")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_rma_currency")),
        sa.CheckConstraint("restocking_fee_percent BETWEEN 0 AND 100", name=op.f("ck_rma_restocking_fee_percent")),
        sa.ForeignKeyConstraint(
            ["company_id", "branch_id"],
            ["organization.branch.company_id", "organization.branch.id"],
            name=op.f("fk_rma_company_id_branch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "warehouse_id"],
            ["inventory.warehouse.company_id", "inventory.warehouse.id"],
            name=op.f("fk_rma_company_id_warehouse_id"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_rma_company_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["crm.customer.id"], name=op.f("fk_rma_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rma")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_rma_company_id_id")),
        sa.UniqueConstraint("number", name=op.f("uq_rma_number")),
        schema="crm",
    )
    op.create_index("ix_rma_customer_id", "rma", ["customer_id"], unique=False, schema="crm")
    op.create_index("ix_rma_listed", "rma", ["company_id", "authorized_on", "id"], unique=False, schema="crm")
    op.create_table(
        "quote_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("charge_kind", sa.Text(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("is_stocked", sa.Boolean(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("entered_qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("base_unit", sa.Text(), nullable=False),
        sa.Column("list_unit_price", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("discount_percent", sa.Numeric(precision=9, scale=6), server_default=sa.text("0"), nullable=False),
        sa.Column("entered_unit_price", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("net_unit_price", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("tax_class", sa.Text(), nullable=False),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=18, scale=4), server_default=sa.text("0"), nullable=False),
        sa.Column("price_is_fixed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("price_waterfall", postgresql.JSONB(), nullable=False),
        sa.Column("override_reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("(kind = 'charge') = (charge_kind IS NOT NULL)", name=op.f("ck_quote_line_charge_named")),
        sa.CheckConstraint("(kind = 'item') = (item_id IS NOT NULL)", name=op.f("ck_quote_line_item_named")),
        sa.CheckConstraint("kind IN ('item', 'charge')", name=op.f("ck_quote_line_kind")),
        sa.CheckConstraint("discount_percent BETWEEN 0 AND 100", name=op.f("ck_quote_line_discount_percent")),
        sa.CheckConstraint("entered_qty > 0 AND qty > 0", name=op.f("ck_quote_line_qty_positive")),
        sa.ForeignKeyConstraint(
            ["company_id", "quote_id"],
            ["crm.quote.company_id", "crm.quote.id"],
            name=op.f("fk_quote_line_company_id_quote_id"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_quote_line_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_line")),
        sa.UniqueConstraint("quote_id", "position", name=op.f("uq_quote_line_quote_id_position")),
        schema="crm",
    )
    op.create_index("ix_quote_line_item_id", "quote_line", ["item_id"], unique=False, schema="crm")
    op.create_table(
        "sales_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("ship_to_id", sa.Uuid(), nullable=True),
        sa.Column("ship_to_name", sa.Text(), server_default="", nullable=False),
        sa.Column("ship_to_street", sa.Text(), server_default="", nullable=False),
        sa.Column("ship_to_postal_code", sa.Text(), server_default="", nullable=False),
        sa.Column("ship_to_city", sa.Text(), server_default="", nullable=False),
        sa.Column("ship_to_region", sa.Text(), server_default="", nullable=False),
        sa.Column("ship_to_country", sa.Text(), server_default="", nullable=False),
        sa.Column("instructions", sa.Text(), server_default="", nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("priority", sa.Integer(), server_default=sa.text("100"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("payment_term_id", sa.Uuid(), nullable=False),
        sa.Column("salesperson_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("customer_reference", sa.Text(), server_default="", nullable=False),
        sa.Column("billing_mode", sa.Text(), nullable=False),
        sa.Column("charge_billing", sa.Text(), nullable=False),
        sa.Column("quote_id", sa.Uuid(), nullable=True),
        sa.Column("decision", sa.Text(), server_default="draft", nullable=False),
        sa.Column("cancel_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=4), server_default=sa.text("0"), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=18, scale=4), server_default=sa.text("0"), nullable=False),
        sa.Column("total_amount", sa.Numeric(precision=18, scale=4), server_default=sa.text("0"), nullable=False),
        sa.Column("open_amount", sa.Numeric(precision=18, scale=4), server_default=sa.text("0"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Text(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "billing_mode IN ('per_shipment', 'daily', 'weekly')", name=op.f("ck_sales_order_billing_mode")
        ),
        sa.CheckConstraint(
            "charge_billing IN ('first_shipment', 'by_value')", name=op.f("ck_sales_order_charge_billing")
        ),
        sa.CheckConstraint(
            "decision <> 'cancelled' OR cancel_reason <> ''", name=op.f("ck_sales_order_cancelled_has_its_reason")
        ),
        sa.CheckConstraint(
            "decision IN ('draft', 'held', 'released', 'cancelled')", name=op.f("ck_sales_order_decision")
        ),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_sales_order_currency")),
        sa.ForeignKeyConstraint(
            ["company_id", "branch_id"],
            ["organization.branch.company_id", "organization.branch.id"],
            name=op.f("fk_sales_order_company_id_branch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "quote_id"],
            ["crm.quote.company_id", "crm.quote.id"],
            name=op.f("fk_sales_order_company_id_quote_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "warehouse_id"],
            ["inventory.warehouse.company_id", "inventory.warehouse.id"],
            name=op.f("fk_sales_order_company_id_warehouse_id"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_sales_order_company_id")),
        sa.ForeignKeyConstraint(
            ["customer_id", "ship_to_id"],
            ["crm.ship_to.customer_id", "crm.ship_to.id"],
            name=op.f("fk_sales_order_customer_id_ship_to_id"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["crm.customer.id"], name=op.f("fk_sales_order_customer_id")),
        sa.ForeignKeyConstraint(
            ["payment_term_id"], ["terms.payment_term.id"], name=op.f("fk_sales_order_payment_term_id")
        ),
        sa.ForeignKeyConstraint(
            ["salesperson_id"], ["identity.user_account.id"], name=op.f("fk_sales_order_salesperson_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_order")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_sales_order_company_id_id")),
        sa.UniqueConstraint("number", name=op.f("uq_sales_order_number")),
        schema="crm",
    )
    op.create_index(
        "ix_sales_order_customer_id", "sales_order", ["customer_id", "ordered_on"], unique=False, schema="crm"
    )
    op.create_index(
        "ix_sales_order_held",
        "sales_order",
        ["company_id"],
        unique=False,
        schema="crm",
        postgresql_where=sa.text("decision = 'held'"),
    )
    op.create_index(
        "ix_sales_order_listed", "sales_order", ["company_id", "ordered_on", "id"], unique=False, schema="crm"
    )
    op.create_index(
        "ix_sales_order_open",
        "sales_order",
        ["company_id", "customer_id"],
        unique=False,
        schema="crm",
        postgresql_where=sa.text("decision = 'released' AND open_amount <> 0"),
    )
    op.create_table(
        "credit_hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("root_customer_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("order_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("exposure_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("limit_amount", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("held_by", sa.Text(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cause IN ('over_limit', 'account_blocked')", name=op.f("ck_credit_hold_cause")),
        sa.ForeignKeyConstraint(
            ["company_id", "order_id"],
            ["crm.sales_order.company_id", "crm.sales_order.id"],
            name=op.f("fk_credit_hold_company_id_order_id"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_credit_hold_company_id")),
        sa.ForeignKeyConstraint(
            ["root_customer_id"], ["crm.customer.id"], name=op.f("fk_credit_hold_root_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_hold")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_credit_hold_company_id_id")),
        schema="crm",
    )
    op.create_index("ix_credit_hold_order_id", "credit_hold", ["order_id"], unique=False, schema="crm")
    op.create_table(
        "sales_order_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("charge_kind", sa.Text(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("is_stocked", sa.Boolean(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("entered_qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("base_unit", sa.Text(), nullable=False),
        sa.Column("list_unit_price", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("discount_percent", sa.Numeric(precision=9, scale=6), server_default=sa.text("0"), nullable=False),
        sa.Column("entered_unit_price", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("net_unit_price", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("tax_class", sa.Text(), nullable=False),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=18, scale=4), server_default=sa.text("0"), nullable=False),
        sa.Column("price_is_fixed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("price_waterfall", postgresql.JSONB(), nullable=False),
        sa.Column("override_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("qty_shipped", sa.Numeric(precision=18, scale=6), server_default=sa.text("0"), nullable=False),
        sa.Column("qty_cancelled", sa.Numeric(precision=18, scale=6), server_default=sa.text("0"), nullable=False),
        sa.Column("amount_billed", sa.Numeric(precision=18, scale=4), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "(kind = 'charge') = (charge_kind IS NOT NULL)", name=op.f("ck_sales_order_line_charge_named")
        ),
        sa.CheckConstraint("(kind = 'item') = (item_id IS NOT NULL)", name=op.f("ck_sales_order_line_item_named")),
        sa.CheckConstraint("NOT is_stocked OR kind = 'item'", name=op.f("ck_sales_order_line_stocked_is_an_item")),
        sa.CheckConstraint(
            "kind = 'charge' OR net_unit_price >= 0", name=op.f("ck_sales_order_line_price_not_negative")
        ),
        sa.CheckConstraint("kind IN ('item', 'charge')", name=op.f("ck_sales_order_line_kind")),
        sa.CheckConstraint("discount_percent BETWEEN 0 AND 100", name=op.f("ck_sales_order_line_discount_percent")),
        sa.CheckConstraint("entered_qty > 0 AND qty > 0", name=op.f("ck_sales_order_line_qty_positive")),
        sa.CheckConstraint(
            "qty_shipped >= 0 AND qty_cancelled >= 0 AND qty_shipped + qty_cancelled <= qty",
            name=op.f("ck_sales_order_line_never_more_than_ordered"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "order_id"],
            ["crm.sales_order.company_id", "crm.sales_order.id"],
            name=op.f("fk_sales_order_line_company_id_order_id"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_sales_order_line_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_order_line")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_sales_order_line_company_id_id")),
        sa.UniqueConstraint("order_id", "position", name=op.f("uq_sales_order_line_order_id_position")),
        schema="crm",
    )
    op.create_index("ix_sales_order_line_item_id", "sales_order_line", ["item_id"], unique=False, schema="crm")
    op.create_table(
        "billing_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("order_line_id", sa.Uuid(), nullable=False),
        sa.Column("shipment_line_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("charge_kind", sa.Text(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("net_unit_price", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("tax_class", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.CheckConstraint("kind IN ('item', 'charge')", name=op.f("ck_billing_line_kind")),
        sa.ForeignKeyConstraint(
            ["company_id", "order_id"],
            ["crm.sales_order.company_id", "crm.sales_order.id"],
            name=op.f("fk_billing_line_company_id_order_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "order_line_id"],
            ["crm.sales_order_line.company_id", "crm.sales_order_line.id"],
            name=op.f("fk_billing_line_company_id_order_line_id"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_billing_line_item_id")),
        sa.ForeignKeyConstraint(
            ["shipment_line_id"], ["inventory.shipment_line.id"], name=op.f("fk_billing_line_shipment_line_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_billing_line")),
        schema="crm",
    )
    op.create_index("ix_billing_line_document_id", "billing_line", ["document_id"], unique=False, schema="crm")
    op.create_index("ix_billing_line_order_id", "billing_line", ["order_id"], unique=False, schema="crm")
    op.create_index("ix_billing_line_order_line_id", "billing_line", ["order_line_id"], unique=False, schema="crm")
    op.create_index(
        "uq_billing_line_shipment_line_id",
        "billing_line",
        ["shipment_line_id"],
        unique=True,
        schema="crm",
        postgresql_where=sa.text("shipment_line_id IS NOT NULL"),
    )
    op.create_table(
        "credit_release",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("hold_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("exposure_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("limit_amount", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("covers_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("released_by", sa.Text(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("btrim(reason) <> ''", name=op.f("ck_credit_release_reason_given")),
        sa.ForeignKeyConstraint(
            ["company_id", "hold_id"],
            ["crm.credit_hold.company_id", "crm.credit_hold.id"],
            name=op.f("fk_credit_release_company_id_hold_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "order_id"],
            ["crm.sales_order.company_id", "crm.sales_order.id"],
            name=op.f("fk_credit_release_company_id_order_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["organization.company.id"], name=op.f("fk_credit_release_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_release")),
        sa.UniqueConstraint("hold_id", name=op.f("uq_credit_release_hold_id")),
        schema="crm",
    )
    op.create_index("ix_credit_release_order_id", "credit_release", ["order_id"], unique=False, schema="crm")
    op.create_table(
        "rma_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("rma_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("original_shipment_line_id", sa.Uuid(), nullable=True),
        sa.Column("order_line_id", sa.Uuid(), nullable=True),
        sa.Column("net_unit_price", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("tax_class", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "restocking_fee_percent", sa.Numeric(precision=9, scale=6), server_default=sa.text("0"), nullable=False
        ),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("qty_received", sa.Numeric(precision=18, scale=6), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "qty_dispositioned", sa.Numeric(precision=18, scale=6), server_default=sa.text("0"), nullable=False
        ),
        sa.Column("qty_cancelled", sa.Numeric(precision=18, scale=6), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "(original_shipment_line_id IS NULL) = (order_line_id IS NULL)",
            name=op.f("ck_rma_line_original_sale_whole"),
        ),
        sa.CheckConstraint("net_unit_price >= 0", name=op.f("ck_rma_line_price_not_negative")),
        sa.CheckConstraint("qty > 0", name=op.f("ck_rma_line_qty_positive")),
        sa.CheckConstraint(
            "qty_dispositioned >= 0 AND qty_dispositioned <= qty_received",
            name=op.f("ck_rma_line_dispositioned_was_received"),
        ),
        sa.CheckConstraint(
            "qty_received >= 0 AND qty_cancelled >= 0 AND qty_received + qty_cancelled <= qty",
            name=op.f("ck_rma_line_never_more_than_authorized"),
        ),
        sa.CheckConstraint(
            "restocking_fee_percent BETWEEN 0 AND 100", name=op.f("ck_rma_line_restocking_fee_percent")
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "order_line_id"],
            ["crm.sales_order_line.company_id", "crm.sales_order_line.id"],
            name=op.f("fk_rma_line_company_id_order_line_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "rma_id"], ["crm.rma.company_id", "crm.rma.id"], name=op.f("fk_rma_line_company_id_rma_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_rma_line_item_id")),
        sa.ForeignKeyConstraint(
            ["original_shipment_line_id"],
            ["inventory.shipment_line.id"],
            name=op.f("fk_rma_line_original_shipment_line_id"),
        ),
        sa.ForeignKeyConstraint(["reason"], ["crm.return_reason.code"], name=op.f("fk_rma_line_reason")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rma_line")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_rma_line_company_id_id")),
        sa.UniqueConstraint("rma_id", "position", name=op.f("uq_rma_line_rma_id_position")),
        schema="crm",
    )
    op.create_index("ix_rma_line_item_id", "rma_line", ["item_id"], unique=False, schema="crm")
    op.create_index(
        "ix_rma_line_original_shipment_line_id", "rma_line", ["original_shipment_line_id"], unique=False, schema="crm"
    )

    reason = sa.table("return_reason", sa.column("code"), sa.column("name"), sa.column("is_our_fault"), schema="crm")
    op.bulk_insert(reason, [{"code": code, "name": name, "is_our_fault": ours} for code, name, ours in REASONS])
    for table in APPEND_ONLY:
        op.execute(f"SELECT kernel.make_append_only('crm.{table}')")
    for table in AUDITED:
        op.execute(f"SELECT kernel.audit_table('crm.{table}')")
