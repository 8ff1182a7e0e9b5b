"""How a benchmark is given its database and tells its figures: lines to read, for programs a last line of JSON."""

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol

import click

from erp.kernel.assembly import Services


class Opener(Protocol):
    """What the command line hands to a benchmark: services on a scratch database, and its owner's address."""

    def scratch(self, purpose: str) -> AbstractContextManager[tuple[Services, str]]: ...


def tell(figures: Mapping[str, object], as_json: bool) -> None:
    """Print every figure; as the last line the JSON object where it is asked for."""
    for name, value in figures.items():
        if isinstance(value, dict):
            click.echo(f"{name}:")
            for key, entry in value.items():
                click.echo(f"  {key:<32} {entry}")
        elif isinstance(value, list):
            click.echo(f"{name}:")
            for entry in value:
                click.echo(f"  {entry}")
        else:
            click.echo(f"{name}: {value}")
    if as_json:
        click.echo(json.dumps(figures))
