"""``erp demo load``: make the demo company from the command line."""

import json
from collections.abc import Callable

import click

from erp.identity.api import DEMO_PASSWORD
from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.kernel.jobs import Progress
from erp.overview.demo.companies import USERS
from erp.overview.demo.load import ask_for_demo, load_demo


class _Printed(Progress):
    """Progress on the terminal instead of on a page."""

    def report(self, done: int, total: int, message: str = "") -> None:
        click.echo(f"\r{done:4}/{total} {message:<40}", nl=False)


@click.command("load")
@click.option("--in-worker", is_flag=True, help="Ask a worker for it, and return at once.")
@click.option("--if-empty", is_flag=True, help="Do nothing where there is a company already.")
@click.option("--json", "as_json", is_flag=True, help="End with one line that is a JSON object of the figures.")
@click.pass_obj
def load(open_services: Callable[[], Services], in_worker: bool, if_empty: bool, as_json: bool) -> None:
    """Make the demo company in an empty database, or finish a load that was cut off."""
    services = open_services()
    job_id = ask_for_demo(services) if in_worker or if_empty else None
    if in_worker or (if_empty and job_id is None):
        if job_id is not None:
            click.echo(f"A worker is loading the demo company: see /overview/jobs/{job_id}")
        click.echo("Sign in as one of: " + ", ".join(user_name for user_name, *_rest in USERS))
        click.echo(f"The password of each is {DEMO_PASSWORD} while it is unchanged.")
        return
    try:
        figures = load_demo(services, _Printed(services, None), {})
    except Refused as refusal:
        raise click.ClickException(refusal.message) from refusal
    click.echo("\n" + ", ".join(f"{value:,} {name.replace('_', ' ')}" for name, value in figures.items()))
    if as_json:
        click.echo(json.dumps(figures))
