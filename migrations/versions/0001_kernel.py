"""The kernel: events, deliveries, request keys, audit trail, numbers, long work, and the rules of ledgers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from erp.kernel.numbering import KINDS
from erp.kernel.sql_files import sql_file

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Tables first, then the functions that later migrations call on their own tables."""
    op.create_table(
        "append_only",
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("table_name", name=op.f("pk_append_only")),
        schema="kernel",
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("changed", postgresql.JSONB(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("correlation_id", sa.Uuid(), nullable=True),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint("action IN ('insert', 'update', 'delete')", name=op.f("ck_audit_entry_action")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        schema="kernel",
    )
    op.create_index(
        op.f("ix_audit_entry_changed_at"), "audit_entry", ["changed_at"], unique=False, schema="kernel"
    )
    op.create_index(
        "ix_audit_entry_row", "audit_entry", ["table_name", "row_key"], unique=False, schema="kernel"
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("event_name", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("subscriber", sa.Text(), nullable=False),
        sa.Column("affects_close", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), server_default="pending", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "due_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settle_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('pending', 'running', 'done', 'dead', 'settled')", name=op.f("ck_delivery_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("event_id", "subscriber", name=op.f("uq_delivery_event_id_subscriber")),
        schema="kernel",
    )
    op.create_index(
        "ix_delivery_dead",
        "delivery",
        ["company_id"],
        unique=False,
        schema="kernel",
        postgresql_where=sa.text("status = 'dead'"),
    )
    op.create_index(
        "ix_delivery_document",
        "delivery",
        ["document_id", "subscriber"],
        unique=False,
        schema="kernel",
        postgresql_where=sa.text("status IN ('pending', 'running', 'dead')"),
    )
    op.create_index(
        "ix_delivery_due",
        "delivery",
        ["due_at"],
        unique=False,
        schema="kernel",
        postgresql_where=sa.text("status IN ('pending', 'running')"),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("actor_user_id", sa.Uuid(), nullable=True),
        sa.Column("correlation_id", sa.Uuid(), nullable=False),
        sa.Column("caused_by", sa.Uuid(), nullable=True),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        schema="kernel",
        postgresql_partition_by="RANGE (id)",
    )
    op.create_index("ix_event_correlation_id", "event", ["correlation_id"], unique=False, schema="kernel")
    op.create_index("ix_event_document_id", "event", ["document_id"], unique=False, schema="kernel")
    op.create_table(
        "import_mark",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("source", "key", name=op.f("pk_import_mark")),
        schema="kernel",
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("arguments", postgresql.JSONB(), nullable=False),
        sa.Column("status", sa.Text(), server_default="queued", nullable=False),
        sa.Column("done_steps", sa.Integer(), server_default="0", nullable=False),
        sa.Column("total_steps", sa.Integer(), server_default="0", nullable=False),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.Column("result", postgresql.JSONB(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("cancel_requested", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('queued', 'running', 'done', 'failed', 'cancelled')", name=op.f("ck_job_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        schema="kernel",
    )
    op.create_index(
        "ix_job_open",
        "job",
        ["created_at"],
        unique=False,
        schema="kernel",
        postgresql_where=sa.text("status IN ('queued', 'running')"),
    )
    op.create_table(
        "number_series",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.CheckConstraint("last_number >= 0", name=op.f("ck_number_series_not_negative")),
        sa.PrimaryKeyConstraint(
            "company_id", "branch_id", "kind", "fiscal_year", name=op.f("pk_number_series")
        ),
        schema="kernel",
    )
    op.create_table(
        "request_key",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("answer", postgresql.JSONB(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_request_key")),
        schema="kernel",
    )
    op.create_index(
        op.f("ix_request_key_created_at"), "request_key", ["created_at"], unique=False, schema="kernel"
    )
    op.create_table(
        "schedule_run",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "taken_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("name", "due_at", name=op.f("pk_schedule_run")),
        schema="kernel",
    )
    op.create_table(
        "delivery_failure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column(
            "failed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["kernel.delivery.id"], name=op.f("fk_delivery_failure_delivery_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_failure")),
        schema="kernel",
    )
    op.create_index(
        op.f("ix_delivery_failure_delivery_id"),
        "delivery_failure",
        ["delivery_id"],
        unique=False,
        schema="kernel",
    )
    op.execute(sql_file("kernel_ledgers"))
    op.execute(sql_file("kernel_partitions"))
    op.execute(sql_file("kernel_audit"))
    op.execute(sql_file("kernel_privileges"))
    op.execute(sql_file("kernel_statistics"))
    op.execute("SELECT kernel.partition_by_month('kernel.event')")
    for ledger in ("kernel.event", "kernel.audit_entry"):
        op.execute(f"SELECT kernel.make_append_only('{ledger}')")
    for kind in KINDS:
        op.execute(f"CREATE SEQUENCE kernel.number_{kind} START 100001")
