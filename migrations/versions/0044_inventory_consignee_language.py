"""The language and country in which a shipment's papers are written."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    for name in ("consignee_language", "consignee_country"):
        op.add_column(
            "shipment", sa.Column(name, sa.Text(), server_default=sa.text("''"), nullable=False), schema="inventory"
        )
