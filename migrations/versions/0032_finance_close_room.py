"""Manual steps of a close, who ticked them, and how far each period was from closing day by day."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

PERIOD = ["organization.posting_period.company_id", "organization.posting_period.id"]


def upgrade() -> None:
    op.create_table(
        "close_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due_working_day", sa.Integer(), nullable=False),
        sa.Column("is_blocking", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_close_task_name_given")),
        sa.CheckConstraint("btrim(owner) <> ''", name=op.f("ck_close_task_owner_given")),
        sa.CheckConstraint("due_working_day BETWEEN 1 AND 60", name=op.f("ck_close_task_due_working_day")),
        sa.CheckConstraint("status IN ('active', 'retired')", name=op.f("ck_close_task_status")),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_close_task_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_close_task")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_close_task_company_id_id")),
        schema="finance",
    )
    op.create_index(
        "ix_close_task_order", "close_task", ["company_id", "position", "id"], unique=False, schema="finance"
    )
    op.create_table(
        "close_task_tick",
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("ticked_by", sa.Text(), nullable=False),
        sa.Column("ticked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "period_id"], PERIOD, name=op.f("fk_close_task_tick_company_id_period_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "task_id"],
            ["finance.close_task.company_id", "finance.close_task.id"],
            name=op.f("fk_close_task_tick_company_id_task_id"),
        ),
        sa.PrimaryKeyConstraint("period_id", "task_id", name=op.f("pk_close_task_tick")),
        schema="finance",
    )
    op.create_table(
        "close_progress",
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("open_lines", sa.Integer(), nullable=False),
        sa.Column("blocking_lines", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "blocking_lines BETWEEN 0 AND open_lines AND open_lines <= lines", name=op.f("ck_close_progress_lines")
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "period_id"], PERIOD, name=op.f("fk_close_progress_company_id_period_id")
        ),
        sa.PrimaryKeyConstraint("period_id", "day", name=op.f("pk_close_progress")),
        schema="finance",
    )
    for table in ("close_task", "close_task_tick"):
        op.execute(f"SELECT kernel.audit_table('finance.{table}')")
