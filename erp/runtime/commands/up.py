"""`erp up`: the whole house on this machine, until Ctrl-C."""

from __future__ import annotations

from collections.abc import Sequence

import click

from erp.config import Settings
from erp.runtime.log_lines import LogLines
from erp.runtime.program import Program
from erp.runtime.up import up as bring_up


@click.command("up")
def up() -> None:
    """Start the servers, migrate, and serve the pages until Ctrl-C."""
    bring_up(Settings.from_environment(), LogLines(), _prepare, _greet)


def _prepare(_environ: dict[str, str]) -> Sequence[Program]:
    return []


def _greet(address: str) -> Sequence[str]:
    return [f"the pages are at {address}", "Ctrl-C stops everything"]
