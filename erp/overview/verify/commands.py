"""``erp verify``: check the invariants from the command line."""

import json
from collections.abc import Callable

import click

from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.overview.verify.run import Finding, verify_books


@click.command()
@click.option("--json", "as_json", is_flag=True, help="End with one line that is a JSON object of the figures.")
@click.option("--sql", "show_sql", is_flag=True, help="Print the SQL of each invariant, to be run by hand.")
@click.pass_obj
def verify(open_services: Callable[[], Services], as_json: bool, show_sql: bool) -> None:
    """Check that the books hold: every invariant, with its figure; the exit code is 1 if one is broken."""
    services = open_services()

    def tell(finding: Finding) -> None:
        mark = "ok    " if not finding.broken else "BROKEN"
        invariant = finding.invariant
        click.echo(f"{mark} {invariant.title}  [{finding.population:,} checked, {finding.seconds:.2f} s]")
        if finding.broken:
            click.echo(f"       {finding.broken} times. {invariant.meaning}")
            for row in finding.examples:
                click.echo(f"       {row.what}: expected {row.expected}, found {row.found}")
        if show_sql:
            click.echo(invariant.violations)

    with new_session(services.engine) as session:
        findings = verify_books(session, services.bus, told=tell)
    broken = [finding for finding in findings if finding.broken]
    click.echo(f"{len(findings)} invariants checked, {len(broken)} broken.")
    if as_json:
        click.echo(json.dumps({
            "checked": len(findings), "broken": len(broken),
            "invariants": {f.invariant.code: {"population": f.population, "broken": f.broken} for f in findings},
        }))
    raise SystemExit(1 if broken else 0)
