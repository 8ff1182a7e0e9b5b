"""Who may sign in and what they may do."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Nothing yet."""
