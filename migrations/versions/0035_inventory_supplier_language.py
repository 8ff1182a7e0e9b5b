"""The language of the papers that a supplier gets."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.add_column("supplier", sa.Column("language", sa.Text(), server_default="", nullable=False), schema="inventory")
