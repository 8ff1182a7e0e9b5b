"""What each person opened lately and pinned."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """One table of the person's own."""
    op.create_table(
        "shortcut",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_shortcut_company_id")),
        sa.ForeignKeyConstraint(["user_id"], ["identity.user_account.id"], name=op.f("fk_shortcut_user_id")),
        sa.PrimaryKeyConstraint("user_id", "company_id", "kind", "target", name=op.f("pk_shortcut")),
        schema="overview",
    )
    op.create_index("ix_shortcut_seen_at", "shortcut", ["user_id", "company_id", "seen_at"], schema="overview")


def downgrade() -> None:
    """Nobody remembers where they were."""
    op.drop_table("shortcut", schema="overview")
