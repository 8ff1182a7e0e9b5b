"""An index of the work that is not done, by its kind."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    """For pages that say what of a record is still to be sent, or could not be."""
    op.create_index(
        "ix_job_undone", "job", ["kind"], schema="kernel",
        postgresql_where=sa.text("status IN ('queued', 'running', 'failed')"),
    )
