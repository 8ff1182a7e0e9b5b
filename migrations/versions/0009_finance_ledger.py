"""Accounts and the general ledger with its guards."""

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Nothing yet."""
