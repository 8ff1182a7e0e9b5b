"""``erp drill``: do what an operator fears to a scratch house, and say what came of it."""

import json
from dataclasses import asdict

import click

from erp.overview.drill.kill import drill_kill
from erp.overview.drill.restore import drill_restore
from erp.overview.drill.scratch_house import DrillFailed, scratch_folder

PORT = 18_400  # the next that is free is taken


@click.command("kill")
@click.option("--times", type=click.IntRange(1, 1000), default=50, show_default=True, help="How many kills.")
@click.option("--seed", type=int, default=1, show_default=True, help="Draws victims, moments and trade; repeats them.")
@click.option("--json", "as_json", is_flag=True, help="End with one line that is a JSON object of the figures.")
def kill(times: int, seed: int, as_json: bool) -> None:
    """kill -9 of PostgreSQL, Valkey, the pages, workers, relay and supervisor at random points of a replay.

    Everything happens in a data folder of its own that is gone at the end; your books are not touched. The exit code
    is 1 where a figure, an event or an invariant is not as in an undisturbed run.
    """
    try:
        with scratch_folder() as folder:
            report = drill_kill(folder, times, seed, PORT, click.echo)
    except DrillFailed as error:
        raise click.ClickException(str(error)) from error
    for name, (expected, found) in report.different.items():
        click.echo(f"DIFFERS {name}: {expected} undisturbed, {found} after the kills")
    click.echo(
        f"{sum(report.kills.values())} kills over {report.documents} documents: "
        f"{len(report.different)} figures differ, {report.broken} invariants broken, {report.told_twice} told twice. "
        + ("Nothing was lost." if report.holds else "THE BOOKS DO NOT HOLD.")
    )
    if as_json:
        click.echo(json.dumps({**asdict(report), "holds": report.holds, "seed": seed}))
    raise SystemExit(0 if report.holds else 1)


@click.command("restore")
@click.option("--seed", type=int, default=1, show_default=True, help="Draws the trade; repeats it.")
@click.option("--json", "as_json", is_flag=True, help="End with one line that is a JSON object of the figures.")
def restore(seed: int, as_json: bool) -> None:
    """Back up, trade on, lose the cluster; restore all of it, then an instant between, and trade on from there.

    Everything happens in a data folder of its own that is gone at the end; your books are not touched. The exit code
    is 1 where a figure or an invariant is not that of the instant.
    """
    try:
        with scratch_folder() as folder:
            report = drill_restore(folder, seed, PORT, click.echo)
    except DrillFailed as error:
        raise click.ClickException(str(error)) from error
    for when, different in report.different.items():
        click.echo(f"{when}: {len(different)} figures differ")
        for name, (expected, found) in different.items():
            click.echo(f"  DIFFERS {name}: {expected} before, {found} restored")
    click.echo("Nothing was lost." if report.holds else "THE BOOKS DO NOT HOLD.")
    if as_json:
        click.echo(json.dumps({**asdict(report), "holds": report.holds, "seed": seed}))
    raise SystemExit(0 if report.holds else 1)
