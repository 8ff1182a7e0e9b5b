"""Bringing the whole house up on this machine and keeping it up until someone asks it to stop.

Order: servers of our own (unless the operator named others), roles and database, migrations, pages, workers,
relay. Started again after any crash it first ends what an earlier supervisor left running.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from erp.config import APPLICATION_ROLE, DATABASE_NAME, OWNER_ROLE, ConfigurationError, Settings
from erp.runtime.child_process import send, started_at, wait_until_gone
from erp.runtime.data_folder import DataFolder, open_data_folder
from erp.runtime.database_roles import ensure_database, ensure_roles
from erp.runtime.direct_connection import connect
from erp.runtime.house_programs import (
    application_environment,
    make_postgres,
    make_valkey,
    migration_program,
    postgres_program,
    relay_program,
    valkey_program,
    web_program,
    with_embedded_database,
    worker_programs,
)
from erp.runtime.installation import Installation, RunningChild, only_one, read_installation
from erp.runtime.log_lines import LogLines
from erp.runtime.ports import listen
from erp.runtime.postgres_server import PostgresServer
from erp.runtime.program import Program, RunningProgram
from erp.runtime.supervisor import StopRequested, Supervisor

FirstSteps = Callable[[dict[str, str]], Sequence[Program]]


def up(settings: Settings, log: LogLines, first_steps: FirstSteps) -> None:
    """Start everything, say where it is, and keep it running until a signal asks for the end.

    `first_steps` names programs to run once when all others are up, such as loading the demo company.

    Raises: ConfigurationError when something cannot be started; what had been started is stopped again.
    """
    folder = open_data_folder(settings.data_dir)
    with only_one(folder), folder.sockets() as sockets:
        house = _House(folder, settings, sockets)
        with Supervisor(log, house.write) as supervisor:
            try:
                for leftover in house.end_leftovers():
                    log.say("erp", leftover)
                house.run(supervisor, log, first_steps)
            except StopRequested:
                log.say("erp", "stopping, the last started first")
        log.say("erp", "stopped")


class _House:
    def __init__(self, folder: DataFolder, settings: Settings, sockets: Path) -> None:
        self.folder = folder
        self.settings = settings
        self.sockets = sockets
        self.superuser_url: str | None = None
        self.address: str | None = None
        self.before = read_installation(folder.run)

    def run(self, supervisor: Supervisor, log: LogLines, first_steps: FirstSteps) -> None:
        self._start_servers(supervisor)
        environ = application_environment(self.settings, self.folder)
        _empty(Path(environ["PROMETHEUS_MULTIPROC_DIR"]))
        if self.settings.database_admin_url is not None:
            supervisor.run(migration_program(environ, self.settings.database_admin_url))
            self._take_back_long_work()
        else:
            log.say("erp", "DATABASE_ADMIN_URL is not set: migrations are left to you (erp db upgrade)")
        listener, port = listen(self.settings.host, self.settings.port)
        with listener:
            if port != self.settings.port:
                log.say("erp", f"port {self.settings.port} is in use; taking {port}")
            supervisor.start(web_program(environ, self.settings.host, port, listener.fileno()))
            self.address = f"http://{_in_address(self.settings.host)}:{port}/"
            for program in (*worker_programs(environ), relay_program(environ)):
                supervisor.start(program)
            log.say("erp", f"the pages are at {self.address}")
            for program in first_steps(environ):
                try:
                    supervisor.run(program)
                except ConfigurationError as error:  # the pages are of use without it
                    log.say("erp", str(error))
            log.say("erp", "Ctrl-C stops everything")
            supervisor.watch()

    def _start_servers(self, supervisor: Supervisor) -> None:
        if self.settings.database_url is None:
            server = make_postgres(self.folder, self.sockets)
            self.superuser_url = server.superuser_url(DATABASE_NAME)
            supervisor.start(postgres_program(server))
            _make_database(server, self.folder)
            self.settings = with_embedded_database(self.settings, self.folder, server)
        if self.settings.redis_url is None:
            valkey = make_valkey(self.folder, self.sockets)
            supervisor.start(valkey_program(valkey))
            self.settings = replace(self.settings, redis_url=valkey.url)

    def _take_back_long_work(self) -> None:
        """Long work that a killed worker had in hand begins anew now, not when its silence is noticed.

        Only on the embedded database, whose workers are all ours and not yet started.
        """
        if self.superuser_url is not None:
            with connect(self.superuser_url) as connection:
                connection.execute("UPDATE kernel.job SET status = 'queued' WHERE status = 'running'")

    def end_leftovers(self) -> Iterator[str]:
        """Stop what an earlier supervisor, killed, left running, and remove its sockets."""
        if self.before is None:
            return
        for child in reversed(self.before.children):
            if child.name == "postgres" or started_at(child.pid) != child.began:
                continue  # the database's own pid file is the better witness
            for number in (signal.SIGTERM, signal.SIGKILL):
                send(child.pid, number, group=number == signal.SIGKILL)
                if wait_until_gone(child.pid, child.began, 20):
                    break
            yield f"{child.name} of an earlier run (process {child.pid}) was still there and has been stopped"
        if self.before.socket_folder and Path(self.before.socket_folder).name.startswith("erp-"):
            shutil.rmtree(self.before.socket_folder, ignore_errors=True)

    def write(self, running: list[RunningProgram]) -> None:
        """Keep `run/house.json` true: it is what `erp verify` in another terminal, and the next start, read."""
        pid = os.getpid()
        Installation(
            supervisor=RunningChild("supervisor", pid, started_at(pid) or ""),
            socket_folder=str(self.sockets),
            database_url=self.settings.database_url,
            database_admin_url=self.settings.database_admin_url,
            superuser_url=self.superuser_url,
            redis_url=self.settings.redis_url,
            web_address=self.address,
            children=[child.as_child() for child in running if child.is_running],
        ).write(self.folder.run)


def _make_database(server: PostgresServer, folder: DataFolder) -> None:
    with server.connect("postgres") as connection:
        ensure_roles(connection, folder.secret(OWNER_ROLE), folder.secret(APPLICATION_ROLE))
        ensure_database(connection, DATABASE_NAME)
    with server.connect(DATABASE_NAME) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)


def _in_address(host: str) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return "localhost"
    return f"[{host}]" if ":" in host else host
