"""Numbers of landed costs."""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.execute("CREATE SEQUENCE IF NOT EXISTS kernel.number_landed_cost START 100001")
