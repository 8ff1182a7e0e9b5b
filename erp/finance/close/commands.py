"""``erp period close``: the close page's one step, from a terminal."""

import re
from collections.abc import Callable

import click

from erp.finance.close.close_period import close_period
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.kernel.errors import Refused
from erp.organization.api import company_by_code, periods


@click.command("close")
@click.argument("company_code", metavar="COMPANY")
@click.argument("label", metavar="PERIOD")
@click.option("--note", default="", help="Kept with the closing.")
@click.pass_obj
def close(open_services: Callable[[], Services], company_code: str, label: str, note: str) -> None:
    """Close PERIOD (fiscal year and number, such as 2026/03) of COMPANY, and print the checklist.

    The exit code is 1 where something blocks; nothing is closed then.
    """
    if not re.fullmatch(r"\d{4}/\d{1,2}", label):
        raise click.BadParameter("write the fiscal year and the number, such as 2026/03", param_hint="PERIOD")
    year, number = (int(part) for part in label.split("/"))
    services = open_services()
    try:
        with new_session(services.engine) as session:
            company = company_by_code(session, company_code)
            known = [p for p in periods(session, company.id) if (p.fiscal_year, p.number) == (year, number)]
        if not known:
            raise Refused(
                "Company %(code)s has no period %(label)s. Open the fiscal year first.",
                code=company.code, label=label,
            )
        lines = services.units.run(
            Actor.system("erp period close"), lambda work: close_period(work, known[0].id, note=note)
        )
    except Refused as refused:
        click.echo(refused.message, err=True)
        raise SystemExit(1) from None
    for line in lines:
        figure = f"{line.figure:>16,.2f}" if line.figure is not None else " " * 16
        click.echo(f"{line.state:<9}{figure}  {line.question} {line.answer}")
    click.echo(f"Period {label} of {company.code} is closed.")
