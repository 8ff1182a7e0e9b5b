"""Invoices, credit memos, receivables and payables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from erp.kernel.sql_files import sql_file

APPEND_ONLY = (
    "cash_application",
    "sales_invoice",
    "sales_invoice_line",
    "sales_invoice_tax",
    "unbilled_entry",
    "document_email",
    "credit_memo",
    "credit_memo_line",
    "credit_memo_tax",
    "cash_receipt",
    "grni_entry",
    "supplier_bill_line",
    "supplier_payment",
)
WITH_THEIR_HEADER = (
    ("sales_invoice_line", "sales_invoice", "invoice_id"),
    ("sales_invoice_tax", "sales_invoice", "invoice_id"),
    ("credit_memo_line", "credit_memo", "credit_memo_id"),
    ("credit_memo_tax", "credit_memo", "credit_memo_id"),
)

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "document_email",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("document_kind", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("sent_to", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "document_kind IN ('sales_invoice', 'credit_memo', 'statement')",
            name=op.f("ck_document_email_document_kind"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_document_email_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_email")),
        sa.UniqueConstraint("message_id", name=op.f("uq_document_email_message_id")),
        schema="finance",
    )
    op.create_index("ix_document_email_document_id", "document_email", ["document_id"], unique=False, schema="finance")
    op.create_table(
        "cash_receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("source_event_id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("correlation_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(kind = 'receipt') = (amount > 0) AND amount <> 0", name=op.f("ck_cash_receipt_amount")),
        sa.CheckConstraint("(kind = 'reversal') = (reverses_id IS NOT NULL)", name=op.f("ck_cash_receipt_reverses_id")),
        sa.CheckConstraint("kind IN ('receipt', 'reversal', 'refund')", name=op.f("ck_cash_receipt_kind")),
        sa.CheckConstraint(
            "method IN ('bank_transfer', 'cheque', 'card', 'direct_debit', 'cash', 'other')",
            name=op.f("ck_cash_receipt_method"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "branch_id"],
            ["organization.branch.company_id", "organization.branch.id"],
            name=op.f("fk_cash_receipt_company_id_branch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "reverses_id"],
            ["finance.cash_receipt.company_id", "finance.cash_receipt.id"],
            name=op.f("fk_cash_receipt_company_id_reverses_id"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["crm.customer.id"], name=op.f("fk_cash_receipt_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_receipt")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_cash_receipt_company_id_id")),
        sa.UniqueConstraint("number", name=op.f("uq_cash_receipt_number")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_cash_receipt_reverses_id")),
        schema="finance",
    )
    op.create_index(
        "ix_cash_receipt_customer_id", "cash_receipt", ["customer_id", "received_on"], unique=False, schema="finance"
    )
    op.create_index(
        "ix_cash_receipt_received_on",
        "cash_receipt",
        ["company_id", "received_on", "id"],
        unique=False,
        schema="finance",
    )
    op.create_table(
        "credit_memo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("series_number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("origin_kind", sa.Text(), nullable=False),
        sa.Column("origin_id", sa.Uuid(), nullable=True),
        sa.Column("origin_number", sa.Text(), nullable=False),
        sa.Column("invoice_numbers", sa.Text(), nullable=False),
        sa.Column("credited_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("total_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("seller", postgresql.JSONB(), nullable=False),
        sa.Column("bill_to", postgresql.JSONB(), nullable=False),
        sa.Column("customer_reference", sa.Text(), nullable=False),
        sa.Column("salesperson_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("source_event_id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("correlation_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "xact_id", sa.BigInteger(), server_default=sa.text("(pg_current_xact_id()::text)::bigint"), nullable=False
        ),
        sa.CheckConstraint(
            "reason IN ('return', 'void', 'price_adjustment', 'goodwill', 'fee_deduction', "
            "'billing_error', 'bad_debt')",
            name=op.f("ck_credit_memo_reason"),
        ),
        sa.CheckConstraint("total_amount = net_amount + tax_amount", name=op.f("ck_credit_memo_total_amount")),
        sa.ForeignKeyConstraint(
            ["company_id", "branch_id"],
            ["organization.branch.company_id", "organization.branch.id"],
            name=op.f("fk_credit_memo_company_id_branch_id"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["crm.customer.id"], name=op.f("fk_credit_memo_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_memo")),
        sa.UniqueConstraint(
            "company_id",
            "branch_id",
            "fiscal_year",
            "series_number",
            name=op.f("uq_credit_memo_company_id_branch_id_fiscal_year_series_number"),
        ),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_credit_memo_company_id_id")),
        sa.UniqueConstraint("company_id", "number", name=op.f("uq_credit_memo_company_id_number")),
        schema="finance",
    )
    op.create_index(
        "ix_credit_memo_credited_on", "credit_memo", ["company_id", "credited_on", "id"], unique=False, schema="finance"
    )
    op.create_index(
        "ix_credit_memo_customer_id", "credit_memo", ["customer_id", "credited_on"], unique=False, schema="finance"
    )
    op.create_index(
        "ix_credit_memo_origin_id",
        "credit_memo",
        ["origin_id"],
        unique=False,
        schema="finance",
        postgresql_where=sa.text("origin_id IS NOT NULL"),
    )
    op.create_table(
        "open_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column(
            "party_id", sa.Uuid(), sa.Computed("coalesce(customer_id, supplier_id)", persisted=True), nullable=False
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("instalment", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("original_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("balance_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("discount_until", sa.Date(), nullable=True),
        sa.Column("discount_amount", sa.Numeric(precision=18, scale=4), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "(side = 'receivable') = (customer_id IS NOT NULL) AND (side = 'payable') = (supplier_id IS NOT NULL)",
            name=op.f("ck_open_item_party"),
        ),
        sa.CheckConstraint(
            "kind IN ('sales_invoice', 'credit_memo', 'cash_receipt', 'receipt_reversal', 'refund', "
            "'supplier_bill', 'supplier_credit', 'supplier_payment', 'payment_reversal')",
            name=op.f("ck_open_item_kind"),
        ),
        sa.CheckConstraint("side IN ('receivable', 'payable')", name=op.f("ck_open_item_side")),
        sa.CheckConstraint(
            "balance_amount BETWEEN least(original_amount, 0) AND greatest(original_amount, 0)",
            name=op.f("ck_open_item_balance_amount"),
        ),
        sa.CheckConstraint(
            "discount_amount >= 0 AND (discount_amount = 0 OR discount_until IS NOT NULL)",
            name=op.f("ck_open_item_discount"),
        ),
        sa.CheckConstraint("original_amount <> 0", name=op.f("ck_open_item_original_amount")),
        sa.ForeignKeyConstraint(
            ["company_id", "branch_id"],
            ["organization.branch.company_id", "organization.branch.id"],
            name=op.f("fk_open_item_company_id_branch_id"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["crm.customer.id"], name=op.f("fk_open_item_customer_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["inventory.supplier.id"], name=op.f("fk_open_item_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_item")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_open_item_company_id_id")),
        schema="finance",
    )
    op.create_index("ix_open_item_document_id", "open_item", ["document_id"], unique=False, schema="finance")
    op.create_index(
        "ix_open_item_open",
        "open_item",
        ["company_id", "side", "party_id", "due_on", "id"],
        unique=False,
        schema="finance",
        postgresql_where=sa.text("balance_amount <> 0"),
    )
    op.create_index("ix_open_item_party_id", "open_item", ["party_id", "posted_on"], unique=False, schema="finance")
    op.create_index(
        "ix_open_item_posted_on", "open_item", ["company_id", "side", "posted_on"], unique=False, schema="finance"
    )
    op.create_table(
        "sales_invoice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("series_number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("origin_id", sa.Uuid(), nullable=True),
        sa.Column("invoiced_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("total_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("payment_term_id", sa.Uuid(), nullable=False),
        sa.Column("payment_term_text", sa.Text(), nullable=False),
        sa.Column("seller", postgresql.JSONB(), nullable=False),
        sa.Column("bill_to", postgresql.JSONB(), nullable=False),
        sa.Column("ship_to", postgresql.JSONB(), nullable=False),
        sa.Column("order_numbers", sa.Text(), nullable=False),
        sa.Column("customer_reference", sa.Text(), nullable=False),
        sa.Column("salesperson_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("source_event_id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("correlation_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "xact_id", sa.BigInteger(), server_default=sa.text("(pg_current_xact_id()::text)::bigint"), nullable=False
        ),
        sa.CheckConstraint("kind IN ('shipment', 'charges', 'consolidated')", name=op.f("ck_sales_invoice_kind")),
        sa.CheckConstraint("total_amount = net_amount + tax_amount", name=op.f("ck_sales_invoice_total_amount")),
        sa.ForeignKeyConstraint(
            ["company_id", "branch_id"],
            ["organization.branch.company_id", "organization.branch.id"],
            name=op.f("fk_sales_invoice_company_id_branch_id"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["crm.customer.id"], name=op.f("fk_sales_invoice_customer_id")),
        sa.ForeignKeyConstraint(
            ["payment_term_id"], ["terms.payment_term.id"], name=op.f("fk_sales_invoice_payment_term_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_invoice")),
        sa.UniqueConstraint(
            "company_id",
            "branch_id",
            "fiscal_year",
            "series_number",
            name=op.f("uq_sales_invoice_company_id_branch_id_fiscal_year_series_number"),
        ),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_sales_invoice_company_id_id")),
        sa.UniqueConstraint("company_id", "number", name=op.f("uq_sales_invoice_company_id_number")),
        schema="finance",
    )
    op.create_index(
        "ix_sales_invoice_customer_id", "sales_invoice", ["customer_id", "invoiced_on"], unique=False, schema="finance"
    )
    op.create_index(
        "ix_sales_invoice_invoiced_on",
        "sales_invoice",
        ["company_id", "invoiced_on", "id"],
        unique=False,
        schema="finance",
    )
    op.create_index(
        "ix_sales_invoice_origin_id",
        "sales_invoice",
        ["origin_id"],
        unique=False,
        schema="finance",
        postgresql_where=sa.text("origin_id IS NOT NULL"),
    )
    op.create_table(
        "supplier_bill",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("supplier_number", sa.Text(), nullable=False),
        sa.Column("supplier_number_key", sa.Text(), nullable=False),
        sa.Column("billed_on", sa.Date(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("total_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("payment_term_id", sa.Uuid(), nullable=True),
        sa.Column("held_because", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("correlation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(status = 'posted') = (posted_on IS NOT NULL)", name=op.f("ck_supplier_bill_posted_on")),
        sa.CheckConstraint("kind IN ('bill', 'credit')", name=op.f("ck_supplier_bill_kind")),
        sa.CheckConstraint("status IN ('held', 'posted', 'rejected')", name=op.f("ck_supplier_bill_status")),
        sa.CheckConstraint("supplier_number_key <> ''", name=op.f("ck_supplier_bill_supplier_number")),
        sa.CheckConstraint(
            "total_amount <> 0 AND (kind = 'bill') = (total_amount > 0)", name=op.f("ck_supplier_bill_sign")
        ),
        sa.CheckConstraint("total_amount = net_amount + tax_amount", name=op.f("ck_supplier_bill_total_amount")),
        sa.ForeignKeyConstraint(
            ["company_id", "branch_id"],
            ["organization.branch.company_id", "organization.branch.id"],
            name=op.f("fk_supplier_bill_company_id_branch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["payment_term_id"], ["terms.payment_term.id"], name=op.f("fk_supplier_bill_payment_term_id")
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["inventory.supplier.id"], name=op.f("fk_supplier_bill_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_bill")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_supplier_bill_company_id_id")),
        sa.UniqueConstraint("number", name=op.f("uq_supplier_bill_number")),
        schema="finance",
    )
    op.create_index(
        "ix_supplier_bill_billed_on", "supplier_bill", ["company_id", "billed_on", "id"], unique=False, schema="finance"
    )
    op.create_index(
        "ix_supplier_bill_supplier_id", "supplier_bill", ["supplier_id", "billed_on"], unique=False, schema="finance"
    )
    op.create_index(
        "uq_supplier_bill_supplier_number",
        "supplier_bill",
        ["supplier_id", "supplier_number_key"],
        unique=True,
        schema="finance",
        postgresql_where=sa.text("status <> 'rejected'"),
    )
    op.create_table(
        "supplier_payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("source_event_id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("correlation_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "method IN ('bank_transfer', 'cheque', 'direct_debit', 'cash', 'other')",
            name=op.f("ck_supplier_payment_method"),
        ),
        sa.CheckConstraint(
            "amount <> 0 AND (reverses_id IS NOT NULL) = (amount < 0)", name=op.f("ck_supplier_payment_amount")
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "branch_id"],
            ["organization.branch.company_id", "organization.branch.id"],
            name=op.f("fk_supplier_payment_company_id_branch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "reverses_id"],
            ["finance.supplier_payment.company_id", "finance.supplier_payment.id"],
            name=op.f("fk_supplier_payment_company_id_reverses_id"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["inventory.supplier.id"], name=op.f("fk_supplier_payment_supplier_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_payment")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_supplier_payment_company_id_id")),
        sa.UniqueConstraint("number", name=op.f("uq_supplier_payment_number")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_supplier_payment_reverses_id")),
        schema="finance",
    )
    op.create_index(
        "ix_supplier_payment_paid_on",
        "supplier_payment",
        ["company_id", "paid_on", "id"],
        unique=False,
        schema="finance",
    )
    op.create_index(
        "ix_supplier_payment_supplier_id",
        "supplier_payment",
        ["supplier_id", "paid_on"],
        unique=False,
        schema="finance",
    )
    op.create_table(
        "unbilled_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("revenue_role", sa.Text(), nullable=False),
        sa.Column("origin_id", sa.Uuid(), nullable=False),
        sa.Column("shipment_id", sa.Uuid(), nullable=True),
        sa.Column("shipment_line_id", sa.Uuid(), nullable=True),
        sa.Column("shipment_number", sa.Text(), nullable=False),
        sa.Column("order_line_id", sa.Uuid(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("family_id", sa.Uuid(), nullable=True),
        sa.Column("warehouse_id", sa.Uuid(), nullable=True),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("net_unit_price", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("tax_code", sa.Text(), nullable=False),
        sa.Column("tax_rate_percent", sa.Numeric(precision=9, scale=4), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("tax_components", postgresql.JSONB(), nullable=False),
        sa.Column("tax_point_on", sa.Date(), nullable=False),
        sa.Column("billing_mode", sa.Text(), nullable=False),
        sa.Column("payment_term_id", sa.Uuid(), nullable=False),
        sa.Column("bill_to", postgresql.JSONB(), nullable=False),
        sa.Column("ship_to", postgresql.JSONB(), nullable=False),
        sa.Column("customer_reference", sa.Text(), nullable=False),
        sa.Column("salesperson_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("open_qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("open_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("open_tax_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "billing_mode IN ('per_shipment', 'daily', 'weekly')", name=op.f("ck_unbilled_line_billing_mode")
        ),
        sa.CheckConstraint("kind IN ('item', 'charge', 'restocking_fee')", name=op.f("ck_unbilled_line_kind")),
        sa.CheckConstraint(
            "open_amount BETWEEN least(amount, 0) AND greatest(amount, 0)", name=op.f("ck_unbilled_line_open_amount")
        ),
        sa.CheckConstraint("open_qty BETWEEN 0 AND qty", name=op.f("ck_unbilled_line_open_qty")),
        sa.CheckConstraint(
            "open_tax_amount BETWEEN least(tax_amount, 0) AND greatest(tax_amount, 0)",
            name=op.f("ck_unbilled_line_open_tax_amount"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "branch_id"],
            ["organization.branch.company_id", "organization.branch.id"],
            name=op.f("fk_unbilled_line_company_id_branch_id"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["crm.customer.id"], name=op.f("fk_unbilled_line_customer_id")),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_unbilled_line_item_id")),
        sa.ForeignKeyConstraint(
            ["payment_term_id"], ["terms.payment_term.id"], name=op.f("fk_unbilled_line_payment_term_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unbilled_line")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_unbilled_line_company_id_id")),
        schema="finance",
    )
    op.create_index(
        "ix_unbilled_line_open",
        "unbilled_line",
        ["company_id", "customer_id", "tax_point_on"],
        unique=False,
        schema="finance",
        postgresql_where=sa.text("is_open"),
    )
    op.create_index("ix_unbilled_line_origin_id", "unbilled_line", ["origin_id"], unique=False, schema="finance")
    op.create_index(
        "ix_unbilled_line_shipment_line_id", "unbilled_line", ["shipment_line_id"], unique=False, schema="finance"
    )
    op.create_table(
        "cash_application",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("from_item_id", sa.Uuid(), nullable=True),
        sa.Column("to_item_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("discount_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("write_off_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source_event_id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("correlation_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "amount <> 0 OR discount_amount <> 0 OR write_off_amount <> 0", name=op.f("ck_cash_application_something")
        ),
        sa.CheckConstraint("from_item_id <> to_item_id", name=op.f("ck_cash_application_two_items")),
        sa.CheckConstraint("from_item_id IS NOT NULL OR amount = 0", name=op.f("ck_cash_application_from_item_id")),
        sa.ForeignKeyConstraint(
            ["company_id", "from_item_id"],
            ["finance.open_item.company_id", "finance.open_item.id"],
            name=op.f("fk_cash_application_company_id_from_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "to_item_id"],
            ["finance.open_item.company_id", "finance.open_item.id"],
            name=op.f("fk_cash_application_company_id_to_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["finance.cash_application.id"], name=op.f("fk_cash_application_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_application")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_cash_application_reverses_id")),
        schema="finance",
    )
    op.create_index(
        "ix_cash_application_applied_on",
        "cash_application",
        ["company_id", "applied_on"],
        unique=False,
        schema="finance",
    )
    op.create_index(
        "ix_cash_application_from_item_id", "cash_application", ["from_item_id"], unique=False, schema="finance"
    )
    op.create_index(
        "ix_cash_application_to_item_id", "cash_application", ["to_item_id"], unique=False, schema="finance"
    )
    op.create_table(
        "credit_memo_tax",
        sa.Column("credit_memo_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("component_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rate", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("taxable_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "credit_memo_id"],
            ["finance.credit_memo.company_id", "finance.credit_memo.id"],
            name=op.f("fk_credit_memo_tax_company_id_credit_memo_id"),
        ),
        sa.ForeignKeyConstraint(
            ["component_id"], ["terms.tax_component.id"], name=op.f("fk_credit_memo_tax_component_id")
        ),
        sa.PrimaryKeyConstraint("credit_memo_id", "component_id", "code", "rate", name=op.f("pk_credit_memo_tax")),
        schema="finance",
    )
    op.create_table(
        "sales_invoice_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("revenue_role", sa.Text(), nullable=False),
        sa.Column("shipment_id", sa.Uuid(), nullable=True),
        sa.Column("shipment_line_id", sa.Uuid(), nullable=True),
        sa.Column("order_line_id", sa.Uuid(), nullable=False),
        sa.Column("unbilled_line_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("family_id", sa.Uuid(), nullable=True),
        sa.Column("warehouse_id", sa.Uuid(), nullable=True),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("net_unit_price", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("tax_code", sa.Text(), nullable=False),
        sa.Column("tax_rate_percent", sa.Numeric(precision=9, scale=4), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("tax_parts", postgresql.JSONB(), nullable=False),
        sa.Column("tax_point_on", sa.Date(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("shipment_number", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('item', 'charge')", name=op.f("ck_sales_invoice_line_kind")),
        sa.ForeignKeyConstraint(
            ["company_id", "invoice_id"],
            ["finance.sales_invoice.company_id", "finance.sales_invoice.id"],
            name=op.f("fk_sales_invoice_line_company_id_invoice_id"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_sales_invoice_line_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_invoice_line")),
        sa.UniqueConstraint("invoice_id", "position", name=op.f("uq_sales_invoice_line_invoice_id_position")),
        schema="finance",
    )
    op.create_index(
        "ix_sales_invoice_line_order_line_id", "sales_invoice_line", ["order_line_id"], unique=False, schema="finance"
    )
    op.create_index(
        "ix_sales_invoice_line_shipment_id", "sales_invoice_line", ["shipment_id"], unique=False, schema="finance"
    )
    op.create_index(
        "ix_sales_invoice_line_shipment_line_id",
        "sales_invoice_line",
        ["shipment_line_id"],
        unique=False,
        schema="finance",
    )
    op.create_table(
        "sales_invoice_tax",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("component_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rate", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("taxable_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "invoice_id"],
            ["finance.sales_invoice.company_id", "finance.sales_invoice.id"],
            name=op.f("fk_sales_invoice_tax_company_id_invoice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["component_id"], ["terms.tax_component.id"], name=op.f("fk_sales_invoice_tax_component_id")
        ),
        sa.PrimaryKeyConstraint("invoice_id", "component_id", "code", "rate", name=op.f("pk_sales_invoice_tax")),
        schema="finance",
    )
    op.create_table(
        "unbilled_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("unbilled_line_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("source_kind", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('shipped', 'invoiced', 'returned', 'voided')", name=op.f("ck_unbilled_entry_kind")
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "unbilled_line_id"],
            ["finance.unbilled_line.company_id", "finance.unbilled_line.id"],
            name=op.f("fk_unbilled_entry_company_id_unbilled_line_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unbilled_entry")),
        schema="finance",
    )
    op.create_index(
        "ix_unbilled_entry_occurred_on", "unbilled_entry", ["company_id", "occurred_on"], unique=False, schema="finance"
    )
    op.create_index(
        "ix_unbilled_entry_unbilled_line_id", "unbilled_entry", ["unbilled_line_id"], unique=False, schema="finance"
    )
    op.create_table(
        "credit_memo_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("credit_memo_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=True),
        sa.Column("invoice_line_id", sa.Uuid(), nullable=True),
        sa.Column("return_receipt_line_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("family_id", sa.Uuid(), nullable=True),
        sa.Column("warehouse_id", sa.Uuid(), nullable=True),
        sa.Column("account_role", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("net_unit_price", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("tax_code", sa.Text(), nullable=False),
        sa.Column("tax_rate_percent", sa.Numeric(precision=9, scale=4), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("tax_parts", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('item', 'charge', 'restocking_fee', 'adjustment')", name=op.f("ck_credit_memo_line_kind")
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "credit_memo_id"],
            ["finance.credit_memo.company_id", "finance.credit_memo.id"],
            name=op.f("fk_credit_memo_line_company_id_credit_memo_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "invoice_id"],
            ["finance.sales_invoice.company_id", "finance.sales_invoice.id"],
            name=op.f("fk_credit_memo_line_company_id_invoice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["invoice_line_id"], ["finance.sales_invoice_line.id"], name=op.f("fk_credit_memo_line_invoice_line_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_credit_memo_line_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_memo_line")),
        sa.UniqueConstraint("credit_memo_id", "position", name=op.f("uq_credit_memo_line_credit_memo_id_position")),
        schema="finance",
    )
    op.create_index(
        "ix_credit_memo_line_invoice_id", "credit_memo_line", ["invoice_id"], unique=False, schema="finance"
    )
    op.create_index(
        "ix_credit_memo_line_invoice_line_id", "credit_memo_line", ["invoice_line_id"], unique=False, schema="finance"
    )
    op.create_index(
        "ix_credit_memo_line_return_receipt_line_id",
        "credit_memo_line",
        ["return_receipt_line_id"],
        unique=False,
        schema="finance",
    )
    op.create_table(
        "grni_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("goods_receipt_id", sa.Uuid(), nullable=False),
        sa.Column("goods_receipt_number", sa.Text(), nullable=False),
        sa.Column("purchase_order_id", sa.Uuid(), nullable=False),
        sa.Column("purchase_order_line_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("open_qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("open_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.CheckConstraint("open_amount BETWEEN 0 AND amount", name=op.f("ck_grni_item_open_amount")),
        sa.CheckConstraint("open_qty > 0 OR open_amount = 0", name=op.f("ck_grni_item_billed_is_cleared")),
        sa.CheckConstraint("open_qty BETWEEN 0 AND qty", name=op.f("ck_grni_item_open_qty")),
        sa.CheckConstraint("qty > 0 AND amount >= 0", name=op.f("ck_grni_item_received")),
        sa.ForeignKeyConstraint(
            ["company_id", "branch_id"],
            ["organization.branch.company_id", "organization.branch.id"],
            name=op.f("fk_grni_item_company_id_branch_id"),
        ),
        sa.ForeignKeyConstraint(["id"], ["inventory.goods_receipt_line.id"], name=op.f("fk_grni_item_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["inventory.supplier.id"], name=op.f("fk_grni_item_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grni_item")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_grni_item_company_id_id")),
        schema="finance",
    )
    op.create_index("ix_grni_item_goods_receipt_id", "grni_item", ["goods_receipt_id"], unique=False, schema="finance")
    op.create_index(
        "ix_grni_item_open",
        "grni_item",
        ["company_id", "supplier_id", "received_on", "id"],
        unique=False,
        schema="finance",
        postgresql_where=sa.text("open_qty > 0"),
    )
    op.create_table(
        "grni_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("grni_item_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("source_kind", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('received', 'billed', 'price_difference')", name=op.f("ck_grni_entry_kind")),
        sa.ForeignKeyConstraint(
            ["company_id", "grni_item_id"],
            ["finance.grni_item.company_id", "finance.grni_item.id"],
            name=op.f("fk_grni_entry_company_id_grni_item_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grni_entry")),
        schema="finance",
    )
    op.create_index("ix_grni_entry_grni_item_id", "grni_entry", ["grni_item_id"], unique=False, schema="finance")
    op.create_index(
        "ix_grni_entry_occurred_on", "grni_entry", ["company_id", "occurred_on"], unique=False, schema="finance"
    )
    op.create_table(
        "supplier_bill_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("grni_item_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("unit_cost", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("received_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("difference_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.CheckConstraint(
            "(grni_item_id IS NULL) <> (account_id IS NULL)", name=op.f("ck_supplier_bill_line_grni_or_account")
        ),
        sa.CheckConstraint("grni_item_id IS NULL OR qty > 0", name=op.f("ck_supplier_bill_line_qty")),
        sa.ForeignKeyConstraint(
            ["company_id", "account_id"],
            ["finance.account.company_id", "finance.account.id"],
            name=op.f("fk_supplier_bill_line_company_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "bill_id"],
            ["finance.supplier_bill.company_id", "finance.supplier_bill.id"],
            name=op.f("fk_supplier_bill_line_company_id_bill_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "grni_item_id"],
            ["finance.grni_item.company_id", "finance.grni_item.id"],
            name=op.f("fk_supplier_bill_line_company_id_grni_item_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_bill_line")),
        sa.UniqueConstraint("bill_id", "position", name=op.f("uq_supplier_bill_line_bill_id_position")),
        schema="finance",
    )
    op.create_index(
        "ix_supplier_bill_line_grni_item_id", "supplier_bill_line", ["grni_item_id"], unique=False, schema="finance"
    )
    for table in APPEND_ONLY:
        op.execute(f"SELECT kernel.make_append_only('finance.{table}')")
    for lines, header, reference in WITH_THEIR_HEADER:
        op.execute(f"SELECT kernel.require_same_transaction('finance.{lines}', 'finance.{header}', '{reference}')")
    op.execute("SELECT kernel.audit_table('finance.supplier_bill')")
    op.execute(sql_file("finance_posted_bills"))
