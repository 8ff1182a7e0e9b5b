"""`erp doctor`: look at the machine and the servers, and say what to do."""

from __future__ import annotations

import sys
from itertools import chain

import click

from erp.runtime.doctor.database import check_database
from erp.runtime.doctor.finding import Verdict
from erp.runtime.doctor.machine import check_machine
from erp.runtime.doctor.valkey import check_valkey
from erp.runtime.installation import connected_settings

_MARKS = {Verdict.FINE: ("ok", "green"), Verdict.LACKING: ("lacking", "yellow"), Verdict.BROKEN: ("BROKEN", "red")}


@click.command("doctor")
def doctor() -> None:
    """Check all that is needed; ends with code 1 where something must be cured first."""
    settings = connected_settings()
    worst = False
    for finding in chain(check_machine(settings), check_database(settings), check_valkey(settings)):
        word, colour = _MARKS[finding.verdict]
        click.echo(f"{click.style(f'{word:<8}', fg=colour)} {finding.subject}: {finding.text}")
        if finding.cure:
            click.echo(f"{'':<8}   -> {finding.cure}")
        worst = worst or finding.verdict is Verdict.BROKEN
    sys.exit(1 if worst else 0)
