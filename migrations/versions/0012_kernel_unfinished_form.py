"""What people are typing into long forms, kept until the form is sent."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """No key into identity, which stands above: a form belongs to a user id, and is nobody else's."""
    op.create_table(
        "unfinished_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("line_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("saved_no", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("last_save", sa.Uuid(), nullable=False),
        sa.Column(
            "started_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column(
            "saved_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("page LIKE '/%' AND length(page) <= 2000", name=op.f("ck_unfinished_form_page")),
        sa.CheckConstraint(
            "finished_at IS NULL OR content = '{}'", name=op.f("ck_unfinished_form_finished_is_empty")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unfinished_form")),
        schema="kernel",
    )
    op.create_index(
        "ix_unfinished_form_of_user",
        "unfinished_form",
        ["user_id", "company_id", "saved_at"],
        unique=False,
        schema="kernel",
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.create_index(op.f("ix_unfinished_form_saved_at"), "unfinished_form", ["saved_at"], unique=False, schema="kernel")
