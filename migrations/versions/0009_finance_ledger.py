"""The books: accounts, the general ledger with its guards, manual journals and the period close."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from erp.kernel.sql_files import sql_file

LEDGERS = ("journal_entry", "journal_line", "journal_seal", "period_action")
AUDITED = ("account", "account_determination", "manual_journal", "manual_journal_line")

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.execute(sql_file("finance_line_ids"))
    op.create_table(
        "seal_progress",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("sealed_below", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_seal_progress_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_progress")),
        schema="finance",
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("control", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_account_name_given")),
        sa.CheckConstraint("code = upper(btrim(code)) AND code <> ''", name=op.f("ck_account_code_upper")),
        sa.CheckConstraint(
            "control IN ('inventory', 'receivable', 'payable', 'grni', 'unbilled')", name=op.f("ck_account_control")
        ),
        sa.CheckConstraint(
            "kind IN ('asset', 'liability', 'equity', 'income', 'expense')", name=op.f("ck_account_kind")
        ),
        sa.CheckConstraint("status IN ('active', 'retired')", name=op.f("ck_account_status")),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_account_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_account_company_id_code")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_account_company_id_id")),
        schema="finance",
    )
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column(
            "number",
            sa.Text(),
            server_default=sa.text("('JE-'::text || nextval('kernel.number_journal_entry'::regclass))"),
            nullable=False,
        ),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("memo", sa.Text(), nullable=False),
        sa.Column("source_event_id", sa.Uuid(), nullable=False),
        sa.Column("source_kind", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("subledger", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("correlation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column(
            "xact_id", sa.BigInteger(), server_default=sa.text("(pg_current_xact_id()::text)::bigint"), nullable=False
        ),
        sa.CheckConstraint(
            "subledger IN ('inventory', 'receivables', 'payables', 'general')", name=op.f("ck_journal_entry_subledger")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_journal_entry_company_id")),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["finance.journal_entry.id"], name=op.f("fk_journal_entry_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_journal_entry_company_id_id")),
        sa.UniqueConstraint("company_id", "number", name=op.f("uq_journal_entry_company_id_number")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_journal_entry_reverses_id")),
        sa.UniqueConstraint("source_event_id", "purpose", name=op.f("uq_journal_entry_source_event_id_purpose")),
        schema="finance",
    )
    op.create_index(
        "ix_journal_entry_posted_on", "journal_entry", ["company_id", "posted_on", "id"], unique=False, schema="finance"
    )
    op.create_index("ix_journal_entry_source_id", "journal_entry", ["source_id"], unique=False, schema="finance")
    op.create_index("ix_journal_entry_xact_id", "journal_entry", ["xact_id"], unique=False, schema="finance")
    op.create_table(
        "account_determination",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=True),
        sa.Column("branch_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "account_id"],
            ["finance.account.company_id", "finance.account.id"],
            name=op.f("fk_account_determination_company_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "branch_id"],
            ["organization.branch.company_id", "organization.branch.id"],
            name=op.f("fk_account_determination_company_id_branch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["inventory.item_family.id"], name=op.f("fk_account_determination_family_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_determination")),
        schema="finance",
    )
    op.create_index(
        "uq_account_determination_key",
        "account_determination",
        ["company_id", "role", "family_id", "branch_id"],
        unique=True,
        schema="finance",
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "journal_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("debit", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("credit", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("currency_debit", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("currency_credit", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("rate", sa.Numeric(precision=18, scale=8), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=True),
        sa.Column("warehouse_id", sa.Uuid(), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("item_family_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("salesperson_id", sa.Uuid(), nullable=True),
        sa.Column("subledger_kind", sa.Text(), nullable=True),
        sa.Column("subledger_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(subledger_kind IS NULL) = (subledger_id IS NULL)", name=op.f("ck_journal_line_subledger")),
        sa.CheckConstraint(
            "debit >= 0 AND credit >= 0 AND (debit = 0) <> (credit = 0)", name=op.f("ck_journal_line_one_side")
        ),
        sa.CheckConstraint(
            "id > entry_id AND id < finance.one_day_after(entry_id)", name=op.f("ck_journal_line_made_with_entry")
        ),
        sa.CheckConstraint("rate > 0", name=op.f("ck_journal_line_rate")),
        sa.ForeignKeyConstraint(
            ["company_id", "account_id"],
            ["finance.account.company_id", "finance.account.id"],
            name=op.f("fk_journal_line_company_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "entry_id"],
            ["finance.journal_entry.company_id", "finance.journal_entry.id"],
            name=op.f("fk_journal_line_company_id_entry_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_line")),
        schema="finance",
        postgresql_partition_by="RANGE (id)",
    )
    op.create_index(
        "ix_journal_line_account_id",
        "journal_line",
        ["company_id", "account_id", "posted_on"],
        unique=False,
        schema="finance",
    )
    op.create_index("ix_journal_line_entry_id", "journal_line", ["entry_id", "id"], unique=False, schema="finance")
    op.create_index(
        "ix_journal_line_subledger_id",
        "journal_line",
        ["subledger_id"],
        unique=False,
        schema="finance",
        postgresql_where=sa.text("subledger_id IS NOT NULL"),
    )
    op.create_table(
        "journal_seal",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("seal_no", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.CheckConstraint("seal_no > 0", name=op.f("ck_journal_seal_seal_no")),
        sa.ForeignKeyConstraint(
            ["company_id", "entry_id"],
            ["finance.journal_entry.company_id", "finance.journal_entry.id"],
            name=op.f("fk_journal_seal_company_id_entry_id"),
        ),
        sa.PrimaryKeyConstraint("company_id", "seal_no", name=op.f("pk_journal_seal")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_journal_seal_entry_id")),
        schema="finance",
    )
    op.create_table(
        "ledger_rollup",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=True),
        sa.Column("item_family_id", sa.Uuid(), nullable=True),
        sa.Column("debit", sa.Numeric(precision=20, scale=4), nullable=False),
        sa.Column("credit", sa.Numeric(precision=20, scale=4), nullable=False),
        sa.CheckConstraint("extract(day FROM month) = 1", name=op.f("ck_ledger_rollup_month")),
        sa.ForeignKeyConstraint(
            ["company_id", "account_id"],
            ["finance.account.company_id", "finance.account.id"],
            name=op.f("fk_ledger_rollup_company_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_rollup")),
        schema="finance",
    )
    op.create_index(
        "uq_ledger_rollup_key",
        "ledger_rollup",
        ["company_id", "account_id", "month", "branch_id", "item_family_id"],
        unique=True,
        schema="finance",
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "manual_journal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("memo", sa.Text(), nullable=False),
        sa.Column("submitted_by", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.Text(), server_default="", nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(status = 'posted') = (entry_id IS NOT NULL)", name=op.f("ck_manual_journal_posted_entry")),
        sa.CheckConstraint(
            "status IN ('submitted', 'posted', 'rejected', 'cancelled')", name=op.f("ck_manual_journal_status")
        ),
        sa.CheckConstraint("decided_by <> submitted_by", name=op.f("ck_manual_journal_second_person")),
        sa.ForeignKeyConstraint(
            ["company_id", "entry_id"],
            ["finance.journal_entry.company_id", "finance.journal_entry.id"],
            name=op.f("fk_manual_journal_company_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_manual_journal_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manual_journal")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_manual_journal_company_id_id")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_manual_journal_entry_id")),
        sa.UniqueConstraint("number", name=op.f("uq_manual_journal_number")),
        schema="finance",
    )
    op.create_table(
        "period_action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("checklist", postgresql.JSONB(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("acted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("action <> 'reopen' OR btrim(reason) <> ''", name=op.f("ck_period_action_reopen_reason")),
        sa.CheckConstraint("action IN ('soft_close', 'close', 'reopen')", name=op.f("ck_period_action_action")),
        sa.ForeignKeyConstraint(
            ["company_id", "period_id"],
            ["organization.posting_period.company_id", "organization.posting_period.id"],
            name=op.f("fk_period_action_company_id_period_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_action")),
        schema="finance",
    )
    op.create_index("ix_period_action_period_id", "period_action", ["period_id", "id"], unique=False, schema="finance")
    op.create_table(
        "manual_journal_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("manual_journal_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("debit", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("credit", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "debit >= 0 AND credit >= 0 AND (debit = 0) <> (credit = 0)", name=op.f("ck_manual_journal_line_one_side")
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "account_id"],
            ["finance.account.company_id", "finance.account.id"],
            name=op.f("fk_manual_journal_line_company_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "branch_id"],
            ["organization.branch.company_id", "organization.branch.id"],
            name=op.f("fk_manual_journal_line_company_id_branch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "manual_journal_id"],
            ["finance.manual_journal.company_id", "finance.manual_journal.id"],
            name=op.f("fk_manual_journal_line_company_id_manual_journal_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manual_journal_line")),
        sa.UniqueConstraint(
            "manual_journal_id", "position", name=op.f("uq_manual_journal_line_manual_journal_id_position")
        ),
        schema="finance",
    )
    op.execute("INSERT INTO finance.seal_progress (id, sealed_below) VALUES (1, 0)")
    op.execute("SELECT kernel.partition_by_month('finance.journal_line')")
    for table in LEDGERS:
        op.execute(f"SELECT kernel.make_append_only('finance.{table}')")
    for table in AUDITED:
        op.execute(f"SELECT kernel.audit_table('finance.{table}')")
    op.execute("SELECT kernel.require_same_transaction('finance.journal_line', 'finance.journal_entry', 'entry_id')")
    op.execute(sql_file("finance_ledger_guards"))
    op.execute(sql_file("finance_inventory_proof"))
    op.execute(sql_file("finance_entry_digest"))
