"""The language of the papers that a customer gets."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.add_column("customer", sa.Column("language", sa.Text(), server_default="", nullable=False), schema="crm")
