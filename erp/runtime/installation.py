"""The servers that stand on this machine now, for every program that did not start them.

While the house is up, the supervisor keeps the addresses of its embedded servers in `run/house.json`,
readable by its own user only; a command in another terminal finds them there. What the environment says
comes first.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from erp.config import ConfigurationError, Settings
from erp.runtime.child_process import started_at
from erp.runtime.data_folder import DataFolder, write_private


@dataclass(frozen=True)
class RunningChild:
    """A process that the supervisor started: its pid and the instant it began name it together."""

    name: str
    pid: int
    began: str


@dataclass(frozen=True)
class Installation:
    """What one supervisor keeps up: itself, its children, and where the servers are found."""

    supervisor: RunningChild
    socket_folder: str | None = None
    database_url: str | None = None
    database_admin_url: str | None = None
    superuser_url: str | None = None
    redis_url: str | None = None
    web_address: str | None = None
    children: list[RunningChild] = field(default_factory=list)

    def is_up(self) -> bool:
        """Whether that very supervisor still runs (a pid can belong to a stranger by now)."""
        return started_at(self.supervisor.pid) == self.supervisor.began

    def write(self, run_folder: Path) -> None:
        write_private(run_folder / "house.json", json.dumps(asdict(self), indent=1), None)


def read_installation(run_folder: Path) -> Installation | None:
    """What the last supervisor wrote; None where none did, or its file was cut short."""
    try:
        kept = json.loads((run_folder / "house.json").read_text(encoding="utf-8"))
        supervisor = RunningChild(**kept.pop("supervisor"))
        children = [RunningChild(**child) for child in kept.pop("children")]
        return Installation(supervisor=supervisor, children=children, **kept)
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def only_one(folder: DataFolder) -> Iterator[None]:
    """Hold the data folder's lock; the kernel lets it go when this process ends, however it ends.

    Raises: ConfigurationError where a house is up over it.
    """
    with (folder.run / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            running = read_installation(folder.run)
            where = f" at {running.web_address}" if running and running.web_address else ""
            who = f" (process {running.supervisor.pid})" if running else ""
            raise ConfigurationError(
                f"it is already running{where}{who}: stop that one with Ctrl-C, or set ERP_DATA_DIR to run another"
            ) from None
        yield


def connected_settings(settings: Settings | None = None) -> Settings:
    """The settings of the environment, completed with the embedded servers that are running here."""
    settings = settings or Settings.from_environment()
    running = read_installation(settings.data_dir / "run")
    if running is None or not running.is_up():
        return settings
    if settings.database_url is None and settings.database_admin_url is None:
        settings = replace(
            settings, database_url=running.database_url, database_admin_url=running.database_admin_url
        )
    if settings.redis_url is None:
        settings = replace(settings, redis_url=running.redis_url)
    return settings
