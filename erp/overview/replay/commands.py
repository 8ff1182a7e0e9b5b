"""``erp replay online-retail FILE``: a year of real sales through the product, with the proof at its end."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from time import monotonic

import click

from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.overview.replay.crew import Assignment, Crew, CrewMaker, ManyWorkers, OneWorker, WorkerDied, for_bulk_load
from erp.overview.replay.read_file import NotReadable
from erp.overview.replay.report import make_report, report_figures, report_lines
from erp.overview.replay.run import Replay, source_of

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("online-retail")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "first", type=DAY, help="First day to replay; the file's first by default.")
@click.option("--to", "last", type=DAY, help="Last day to replay; the file's last by default.")
@click.option("--workers", type=click.IntRange(1, 16), default=1, show_default=True, help="Processes that work.")
@click.option("--company", default="RETAIL", show_default=True, help="Code of the company that is made for it.")
@click.option(
    "--refused",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("replay-refused.csv"),
    show_default=True,
    help="Where to write what the product refused, with the file's line numbers.",
)
@click.option("--json", "as_json", is_flag=True, help="End with one line that is a JSON object of the figures.")
@click.pass_obj
def online_retail(
    open_services: Callable[[], Services],
    file: Path,
    first: datetime | None,
    last: datetime | None,
    workers: int,
    company: str,
    refused: Path,
    as_json: bool,
) -> None:
    """Turn FILE (columns of the UCI Online Retail data) into a company's year.

    The same command goes on where an earlier one was cut off; nothing is done twice. The exit code is 1 where a
    figure differs without explanation or an invariant is broken.
    """
    services = for_bulk_load(open_services())
    assignment = Assignment(source_of(file, company), company)
    replay = Replay(
        services=services,
        crew=_crew(services, workers),
        assignment=assignment,
        path=file,
        first=first.date() if first else date.min,
        last=last.date() if last else date.max,
        refusals=refused,
        told=click.echo,
    )
    began = monotonic()
    try:
        replay.run()
    except (NotReadable, Refused, WorkerDied, ValueError) as error:
        raise click.ClickException(str(error)) from error
    report = make_report(services, assignment, file, workers=workers, seconds=monotonic() - began)
    for line in report_lines(report, refused):
        click.echo(line)
    if as_json:
        click.echo(json.dumps(report_figures(report)))
    raise SystemExit(0 if report.holds else 1)


def _crew(services: Services, workers: int) -> CrewMaker:
    def make(assignment: Assignment) -> Crew:
        return OneWorker(services, assignment) if workers == 1 else ManyWorkers(services, assignment, workers)

    return make
