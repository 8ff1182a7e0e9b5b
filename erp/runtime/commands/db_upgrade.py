"""`erp db upgrade`: bring the database to this version's schema, as the owner of its tables."""

from __future__ import annotations

import click

from erp.runtime.installation import connected_settings
from erp.runtime.migrate import upgrade_database


@click.command("upgrade")
def upgrade() -> None:
    """Run the migrations that the database has not seen (as DATABASE_ADMIN_URL)."""
    upgrade_database(connected_settings().require_database_admin_url())
    click.echo("The database is at this version's schema.")
