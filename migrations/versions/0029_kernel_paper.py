"""Papers that were made, kept by their content so that the same one is not made twice."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.create_table(
        "paper",
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.PrimaryKeyConstraint("content_hash", name=op.f("pk_paper")),
        schema="kernel",
    )
    op.create_index(op.f("ix_paper_made_at"), "paper", ["made_at"], schema="kernel")
