"""``erp events``: the subscription map, what could not be delivered, and telling a listener again."""

from collections.abc import Callable
from datetime import UTC, datetime

import click
from sqlalchemy import text

from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.overview.event_console.replay_deliveries import replay_deliveries

OpenServices = Callable[[], Services]


@click.command("map")
@click.pass_obj
def show_map(open_services: OpenServices) -> None:
    """Print who listens to which event, and when: during the transaction, or later."""
    last = ""
    for event, when, listener in open_services().bus.map():
        if event != last:
            click.echo(event)
            last = event
        click.echo(f"  {when:<7}{listener}")


@click.command("dead")
@click.pass_obj
def show_dead(open_services: OpenServices) -> None:
    """List deliveries that failed eight times, with their last error; the exit code is 1 if there are any."""
    with new_session(open_services().engine) as session:
        rows = session.execute(text("""
            SELECT id, event_name, subscriber, attempts, due_at, last_error FROM kernel.delivery
            WHERE status = 'dead' ORDER BY id""")).all()
    for row in rows:
        click.echo(f"{row.id}  {row.event_name} -> {row.subscriber}: {row.attempts} attempts, {row.last_error}")
    click.echo(f"{len(rows)} dead deliveries.")
    raise SystemExit(1 if rows else 0)


@click.command("replay")
@click.argument("subscriber")
@click.option("--since", type=click.DateTime(), required=True, help="First instant, UTC.")
@click.option("--until", type=click.DateTime(), help="Last instant, UTC; now where it is left out.")
@click.pass_obj
def replay(open_services: OpenServices, subscriber: str, since: datetime, until: datetime | None) -> None:
    """Tell SUBSCRIBER (a later-listener, as `erp events map` prints it) again what happened since then."""
    services = open_services()
    count = services.units.run(
        Actor.system("erp events replay"),
        lambda work: replay_deliveries(
            work, subscriber, since=since.replace(tzinfo=UTC), until=(until or datetime.now(UTC)).replace(tzinfo=UTC)
        ),
    )
    click.echo(f"{count} deliveries are due again.")
