"""``erp examples``: worked examples with published figures, carried out on a scratch database."""

import json
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import click

from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.overview.examples.compare import readable
from erp.overview.examples.read_cases import read_cases
from erp.overview.examples.run import FAILED, OUTCOMES, PASSED, Verdict, counts, run_case


class Opener(Protocol):
    """What the command line hands to the examples: services on a scratch database, and its owner's address."""

    def scratch(self, purpose: str) -> AbstractContextManager[tuple[Services, str]]: ...


@click.command("examples")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--area", "areas", multiple=True, help="Only examples of this area; may be given more than once.")
@click.option("--case", "ids", multiple=True, help="Only this example; may be given more than once.")
@click.option("--json", "as_json", is_flag=True, help="End with one line that is a JSON object of the counts.")
@click.pass_obj
def examples(
    opener: Opener, folder: Path, areas: tuple[str, ...], ids: tuple[str, ...], as_json: bool
) -> None:
    """Carry out the worked examples of FOLDER and print each expected and found figure."""
    try:
        cases = read_cases(folder)
    except Refused as error:
        raise click.ClickException(str(error)) from error
    chosen = [case for case in cases if (not areas or case.area in areas) and (not ids or case.id in ids)]
    if not chosen:
        raise click.ClickException("No example has that area or id.")
    verdicts = []
    with opener.scratch("examples") as (services, _):
        for case in chosen:
            verdicts.append(run_case(case, services))
            _print(verdicts[-1])
    result = counts(verdicts)
    _print_counts(result)
    if as_json:
        click.echo(json.dumps(result))
    raise SystemExit(1 if result[FAILED] else 0)


def _print(verdict: Verdict) -> None:
    why = f": {verdict.reason}" if verdict.reason else ""
    click.echo(f"{verdict.case.id} {verdict.outcome}{why}")
    for figure in verdict.figures:
        if verdict.outcome == PASSED or not figure.agrees:
            mark = "" if figure.agrees else "  <-- differs"
            click.echo(f"    {figure.path}: expected {readable(figure.expected)}, found {figure.found}{mark}")


def _print_counts(result: dict[str, object]) -> None:
    areas = result["areas"]
    if isinstance(areas, dict):
        for area, by_outcome in areas.items():
            click.echo(f"{area:<28}" + "  ".join(f"{name} {by_outcome[name]}" for name in OUTCOMES))
    click.echo(f"{'in all':<28}" + "  ".join(f"{name} {result[name]}" for name in OUTCOMES))
