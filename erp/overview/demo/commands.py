"""``erp demo load``: make the demo company from the command line."""

import json
from collections.abc import Callable

import click

from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.kernel.jobs import Progress
from erp.overview.demo.load import load_demo


class _Printed(Progress):
    """Progress on the terminal instead of on a page."""

    def report(self, done: int, total: int, message: str = "") -> None:
        click.echo(f"\r{done:4}/{total} {message:<40}", nl=False)


@click.command("load")
@click.option("--json", "as_json", is_flag=True, help="End with one line that is a JSON object of the figures.")
@click.pass_obj
def load(open_services: Callable[[], Services], as_json: bool) -> None:
    """Make the demo company in an empty database, or finish a load that was cut off."""
    services = open_services()
    try:
        figures = load_demo(services, _Printed(services, None), {})
    except Refused as refusal:
        raise click.ClickException(refusal.message) from refusal
    click.echo("\n" + ", ".join(f"{value:,} {name.replace('_', ' ')}" for name, value in figures.items()))
    if as_json:
        click.echo(json.dumps(figures))
