"""`erp up`: the whole house on this machine, until Ctrl-C."""

from __future__ import annotations

from collections.abc import Sequence

import click

from erp.config import Settings
from erp.runtime.house_programs import demo_program
from erp.runtime.log_lines import LogLines
from erp.runtime.program import Program
from erp.runtime.up import up as bring_up


@click.command("up")
def up() -> None:
    """Start the servers, migrate, load the demo company where there is none, and serve until Ctrl-C."""
    settings = Settings.from_environment()

    def first_steps(environ: dict[str, str]) -> Sequence[Program]:
        return [demo_program(environ)] if settings.load_demo else []

    bring_up(settings, LogLines(), first_steps)
