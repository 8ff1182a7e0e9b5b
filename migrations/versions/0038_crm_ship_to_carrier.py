"""A delivery address names the carrier that usually brings its goods."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    carrier = sa.ForeignKey("inventory.carrier.id", name=op.f("fk_ship_to_carrier_id"))
    op.add_column("ship_to", sa.Column("carrier_id", sa.Uuid(), carrier, nullable=True), schema="crm")
