"""Lists under a name, one's own and shared, and the one in which each list opens for a person."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    """Views are settings, so their changes are on the audit trail; which one opens is the person's own business."""
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("btrim(name) <> '' AND length(name) <= 60", name=op.f("ck_saved_view_name")),
        sa.CheckConstraint("query <> '' AND length(query) <= 2000", name=op.f("ck_saved_view_query")),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_saved_view_company_id")),
        sa.ForeignKeyConstraint(["user_id"], ["identity.user_account.id"], name=op.f("fk_saved_view_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "company_id", "list", "user_id", "name", name=op.f("uq_saved_view_company_id_list_user_id_name")
        ),
        schema="overview",
    )
    op.create_table(
        "usual_view",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("view_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_usual_view_company_id")),
        sa.ForeignKeyConstraint(["user_id"], ["identity.user_account.id"], name=op.f("fk_usual_view_user_id")),
        sa.ForeignKeyConstraint(
            ["view_id"], ["overview.saved_view.id"], name=op.f("fk_usual_view_view_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "company_id", "list", name=op.f("pk_usual_view")),
        schema="overview",
    )
    op.create_index("ix_usual_view_view_id", "usual_view", ["view_id"], schema="overview")
    op.execute("SELECT kernel.audit_table('overview.saved_view')")


def downgrade() -> None:
    """Lists open as they are."""
    op.drop_table("usual_view", schema="overview")
    op.drop_table("saved_view", schema="overview")
