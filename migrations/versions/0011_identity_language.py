"""The language and the way of writing numbers and dates that a person has chosen."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column(
        "user_account", sa.Column("language", sa.Text(), server_default="", nullable=False), schema="identity"
    )
    op.add_column("user_account", sa.Column("locale", sa.Text(), server_default="", nullable=False), schema="identity")
    op.create_check_constraint(
        op.f("ck_user_account_language"), "user_account", "language ~ '^([a-z]{2,3})?$'", schema="identity"
    )
    op.create_check_constraint(
        op.f("ck_user_account_locale"), "user_account", "locale ~ '^([a-z]{2,3}(_[A-Z]{2})?)?$'", schema="identity"
    )
    op.execute("COMMENT ON COLUMN identity.user_account.language IS 'of the pages; empty: as the browser asks'")
    op.execute(
        "COMMENT ON COLUMN identity.user_account.locale IS 'of numbers and dates; empty: as the language has it'"
    )
