"""``erp replay online-retail FILE``: a year of real sales through the product, with the proof at its end."""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from time import monotonic
from typing import Any

import click

from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.kernel.marks import marks_of
from erp.organization.api import company_by_code
from erp.overview.replay.compare import Comparison, compare, differences
from erp.overview.replay.crew import Assignment, Crew, CrewMaker, ManyWorkers, OneWorker, for_bulk_load
from erp.overview.replay.figures import compute_figures
from erp.overview.replay.read_file import NotReadable
from erp.overview.replay.run import Replay, source_of
from erp.overview.verify.run import Finding, verify_books

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
        from_day, to_day = replay.run()
    except (NotReadable, ValueError) as error:
        raise click.ClickException(str(error)) from error
    seconds = monotonic() - began
    found, refusals = _compared(services, assignment, file, from_day, to_day)
    findings = _verified(services)
    _print(found, refusals, refused, seconds)
    wrong = differences(found)
    broken = [finding for finding in findings if finding.broken]
    click.echo(f"{len(found)} figures compared, {len(wrong)} differ; {len(findings)} invariants, {len(broken)} broken.")
    if as_json:
        click.echo(json.dumps(_as_json(found, refusals, findings, seconds, workers, from_day, to_day)))
    raise SystemExit(1 if wrong or broken else 0)


def _crew(services: Services, workers: int) -> CrewMaker:
    def make(assignment: Assignment) -> Crew:
        return OneWorker(services, assignment) if workers == 1 else ManyWorkers(services, assignment, workers)

    return make


def _compared(
    services: Services, assignment: Assignment, file: Path, first: date, last: date
) -> tuple[list[Comparison], list[str]]:
    """The figures side by side, over everything replayed so far that lies before the last day."""
    with new_session(services.engine) as session:
        marks = marks_of(session, assignment.source)
        refusals = sorted(mark.removeprefix("refused ") for mark in marks if mark.startswith("refused "))
        begun = min(date.fromisoformat(mark.removeprefix("day ")) for mark in marks if mark.startswith("day "))
        figures = compute_figures(str(file), min(first, begun), last, frozenset(_numbers(refusals)))
        company_id = company_by_code(session, assignment.company_code).id
        return compare(session, company_id, figures, min(first, begun), last), refusals


def _numbers(refusals: Sequence[str]) -> list[str]:
    """Refused documents by the names the independent figures know them under."""
    numbers = []
    for key in refusals:
        kind, _, number = key.partition(" ")
        numbers.append(f"write-off {number}" if kind == "write_off" else number)
    return numbers


def _verified(services: Services) -> list[Finding]:
    with new_session(services.engine) as session:
        return verify_books(session, services.bus)


def _print(found: Sequence[Comparison], refusals: Sequence[str], refused: Path, seconds: float) -> None:
    click.echo(f"\n{'figure':<48}{'file':>18}{'books':>18}{'difference':>14}")
    for comparison in found:
        mark = "" if comparison.agrees else "  <-- differs"
        note = f"  ({comparison.explanation})" if comparison.explanation else mark
        click.echo(
            f"{comparison.name:<48}{comparison.file:>18,}{comparison.books.normalize():>18,f}"
            f"{comparison.difference.normalize():>14,f}{note}"
        )
    if refusals:
        click.echo(f"{len(refusals)} documents were refused; see {refused}. The file's figures leave them out.")
    click.echo(f"Replayed in {seconds / 60:.1f} minutes.")


def _as_json(
    found: Sequence[Comparison],
    refusals: Sequence[str],
    findings: Sequence[Finding],
    seconds: float,
    workers: int,
    first: date,
    last: date,
) -> dict[str, Any]:
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "workers": workers,
        "seconds": round(seconds, 1),
        "refused": len(refusals),
        "compared": len(found),
        "different": len(differences(found)),
        "figures": {c.name: {"file": str(c.file), "books": str(c.books)} for c in found},
        "verify": {"checked": len(findings), "broken": sum(1 for f in findings if f.broken)},
    }
