"""`erp`: everything an operator does from a terminal.

Each command lives with the part it belongs to and is imported only when it is run, so that `erp --help`
and `erp doctor` answer even where a library is missing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

import click

from erp.config import ConfigurationError

if TYPE_CHECKING:
    from erp.kernel.assembly import Services

Tree = Mapping[str, "str | tuple[str, Tree]"]

COMMANDS: Tree = {
    "up": "erp.runtime.commands.up:up",
    "backup": "erp.runtime.commands.backup:backup",
    "restore": "erp.runtime.commands.backup:restore",
    "doctor": "erp.runtime.commands.doctor:doctor",
    "worker": "erp.worker:worker",
    "relay": "erp.schedule:relay",
    "verify": "erp.overview.verify.commands:verify",
    "events": ("What happened, and who was told.", {
        "map": "erp.overview.event_console.commands:show_map",
        "dead": "erp.overview.event_console.commands:show_dead",
        "replay": "erp.overview.event_console.commands:replay",
    }),
    "user": ("Who may sign in.", {
        "create": "erp.identity.commands:create",
    }),
    "period": ("Posting periods.", {
        "close": "erp.finance.close.commands:close",
    }),
    "replay": ("Real trade from a file, through the product.", {
        "online-retail": "erp.overview.replay.commands:online_retail",
    }),
    "bench": ("Measure on a scratch database.", {
        "order-to-cash": "erp.overview.bench.commands:order_to_cash",
        "reports": "erp.overview.bench.reports:reports",
        "close": "erp.overview.bench.closing:close",
    }),
    "examples": "erp.overview.examples.commands:examples",
    "drill": ("What an operator fears, done to a scratch house.", {
        "kill": "erp.overview.drill.commands:kill",
        "restore": "erp.overview.drill.commands:restore",
    }),
    "demo": ("The demo company.", {
        "load": "erp.overview.demo.commands:load",
    }),
    "db": ("The database's schema.", {
        "upgrade": "erp.runtime.commands.db_upgrade:upgrade",
    }),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one only when it is asked for."""

    def __init__(self, name: str, tree: Tree, text: str) -> None:
        super().__init__(name, help=text)
        self.tree = tree

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self.tree)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = self.tree.get(cmd_name)
        if place is None:
            return None
        if isinstance(place, tuple):
            text, branch = place
            return LazyGroup(cmd_name, branch, text)
        module, _, attribute = place.partition(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{place} is not a command")
        return command


erp = LazyGroup("erp", COMMANDS, "The distribution ERP: run it, look after it, prove it.")


class Openers:
    """What click hands to a command: calling it opens the services of the database that is configured or running.

    ``scratch`` makes a database that is dropped at the end of the ``with`` block, for benchmarks and examples.
    """

    def __call__(self) -> Services:
        from erp.app import build_services
        from erp.runtime.installation import connected_settings
        from erp.wake import wake_workers

        settings = connected_settings()
        return build_services(settings, wake=wake_workers(settings))

    @contextmanager
    def scratch(self, purpose: str) -> Iterator[tuple[Services, str]]:
        """Services on a scratch database, and the address of its owner."""
        from erp.app import build_services
        from erp.runtime.scratch_database import scratch_database

        with scratch_database(purpose) as settings:
            services = build_services(settings)
            try:
                yield services, settings.require_database_admin_url()
            finally:
                services.engine.dispose()


def main() -> None:
    """Run a command; a setting that is missing or wrong is said in one line, without a traceback."""
    try:
        erp(prog_name="erp", obj=Openers())
    except ConfigurationError as error:
        click.echo(f"erp: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
