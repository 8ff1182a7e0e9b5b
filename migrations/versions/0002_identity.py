"""Who may sign in and what they may do."""

import sqlalchemy as sa
from alembic import op

from erp.identity.roles.models import ROLES

revision = "0002"
down_revision = "0001"

AUDITED = ("user_account", "user_role", "role_permission", "api_token")


def upgrade() -> None:
    op.create_table(
        "role",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint("code ~ '^[a-z][a-z_]{1,40}$'", name=op.f("ck_role_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_role")),
        schema="identity",
    )
    op.create_table(
        "permission",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("is_declared", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_permission")),
        schema="identity",
    )
    op.create_table(
        "role_permission",
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["role"], ["identity.role.code"], name=op.f("fk_role_permission_role")),
        sa.ForeignKeyConstraint(
            ["permission"], ["identity.permission.name"], name=op.f("fk_role_permission_permission")
        ),
        sa.PrimaryKeyConstraint("role", "permission", name=op.f("pk_role_permission")),
        schema="identity",
    )
    op.create_index(
        op.f("ix_role_permission_permission"), "role_permission", ["permission"], schema="identity"
    )
    op.create_table(
        "user_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_demo", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.CheckConstraint(
            "user_name = lower(btrim(user_name)) AND user_name <> ''", name=op.f("ck_user_account_user_name_lower")
        ),
        sa.CheckConstraint("status IN ('active', 'inactive')", name=op.f("ck_user_account_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("user_name", name=op.f("uq_user_account_user_name")),
        schema="identity",
    )
    op.create_table(
        "user_role",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["role"], ["identity.role.code"], name=op.f("fk_user_role_role")),
        sa.ForeignKeyConstraint(["user_id"], ["identity.user_account.id"], name=op.f("fk_user_role_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_role")),
        sa.UniqueConstraint(
            "user_id", "role", "branch_id", name=op.f("uq_user_role_user_id_role_branch_id"),
            postgresql_nulls_not_distinct=True,
        ),
        schema="identity",
    )
    op.create_index(op.f("ix_user_role_role"), "user_role", ["role"], schema="identity")
    op.create_table(
        "web_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column("branch_id", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["identity.user_account.id"], name=op.f("fk_web_session_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_web_session_token_hash")),
        schema="identity",
    )
    op.create_index(
        "ix_web_session_open", "web_session", ["user_id"], schema="identity",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('failed', 'succeeded', 'unlocked')", name=op.f("ck_sign_in_attempt_outcome")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
        schema="identity",
    )
    op.create_index("ix_sign_in_attempt_user_name", "sign_in_attempt", ["user_name", "at"], schema="identity")
    op.create_index("ix_sign_in_attempt_address", "sign_in_attempt", ["address", "at"], schema="identity")
    op.create_table(
        "api_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["identity.user_account.id"], name=op.f("fk_api_token_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
        schema="identity",
    )
    op.create_index(op.f("ix_api_token_user_id"), "api_token", ["user_id"], schema="identity")
    op.bulk_insert(
        sa.table("role", sa.column("code"), sa.column("name"), schema="identity"),
        [{"code": code, "name": name} for code, name in ROLES],
    )
    for table in AUDITED:
        op.execute(f"SELECT kernel.audit_table('identity.{table}')")
