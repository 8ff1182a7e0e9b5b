"""The PostgreSQL server of a test session, and a migrated template database on it.

`ERP_TEST_DATABASE_URL` names a server where databases may be made; otherwise a server of our own starts,
from the embedded wheel or from `ERP_TEST_POSTGRES_PROGRAMS` (say /usr/lib/postgresql/15). Its cluster stays
between sessions, so that the template made by the first is there for the next while no migration changed.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from psycopg import sql
from sqlalchemy.engine import URL, make_url

from erp.config import (
    APPLICATION_ROLE,
    OWNER_ROLE,
    ConfigurationError,
    data_dir,
)
from erp.runtime.data_folder import open_data_folder
from erp.runtime.database_roles import ensure_database, ensure_roles
from erp.runtime.direct_connection import Connection, connect
from erp.runtime.migrate import migrations_fingerprint
from erp.runtime.postgres_server import THROWAWAY_SETTINGS, PostgresServer, embedded_programs
from tests.kit.memory_space import SPACE, drop_memory_space, has_memory_space, make_memory_space

_TEMPLATE_LOCK = 0x45525054  # "ERPT": one session at a time makes a template on a shared server


@dataclass(frozen=True)
class TestServer:
    """A server where databases may be made, and the passwords of the two roles on it."""

    __test__ = False
    superuser: URL
    owner_password: str
    application_password: str

    def owner_url(self, database: str) -> str:
        return self._url(OWNER_ROLE, self.owner_password, database)

    def application_url(self, database: str) -> str:
        return self._url(APPLICATION_ROLE, self.application_password, database)

    def superuser_url(self, database: str) -> str:
        return self.superuser.set(database=database).render_as_string(hide_password=False)

    def connect(self, database: str = "postgres") -> Connection:
        """A superuser's connection, each statement committed by itself."""
        return connect(self.superuser, database)

    def clone(self, template: str) -> str:
        """A fresh database with the template's content; in memory where the server has room there."""
        name = f"erp_test_{uuid4().hex[:12]}"
        with self.connect() as connection:
            space = SPACE if has_memory_space(connection) else "pg_default"
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY file_copy TABLESPACE {}").format(
                    *(sql.Identifier(word) for word in (name, template, OWNER_ROLE, space))
                )
            )
            ensure_database(connection, name)
        return name

    def drop(self, name: str) -> None:
        with self.connect() as connection:
            statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            connection.execute(statement)

    def template(self, *, drop_older: bool) -> str:
        """The migrated template for the migrations as they stand, made as the owner where it is missing."""
        name = f"erp_template_{migrations_fingerprint()}"
        with self.connect() as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", [_TEMPLATE_LOCK])
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return name
            if drop_older:
                for (older,) in connection.execute(
                    r"SELECT datname FROM pg_database WHERE datname LIKE 'erp\_template\_%'"
                    r" OR datname LIKE 'erp\_test\_%'"
                ).fetchall():
                    self.drop(str(older))
            building = f"{name}_building"
            self.drop(building)
            ensure_database(connection, building)
            self._migrate(building)
            connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(building), sql.Identifier(name)
            ))
        return name

    def _migrate(self, database: str) -> None:
        # A process of its own: `alembic.ini`-style logging and the models' imports stay out of the tests.
        environ = {**os.environ, "DATABASE_ADMIN_URL": self.owner_url(database)}
        done = subprocess.run(
            [sys.executable, "-m", "erp.cli", "db", "upgrade"], env=environ, capture_output=True, text=True,
            check=False, cwd=Path(__file__).resolve().parents[2],
        )
        if done.returncode != 0:
            raise RuntimeError(f"the migrations failed:\n{done.stdout[-2000:]}\n{done.stderr[-6000:]}")

    def _url(self, role: str, password: str, database: str) -> str:
        url = self.superuser.set(username=role, password=password, database=database)
        return url.render_as_string(hide_password=False)


@contextmanager
def database_server() -> Iterator[tuple[TestServer, bool]]:
    """The server and whether it is our own (then leftovers of earlier sessions may be dropped)."""
    given = os.environ.get("ERP_TEST_DATABASE_URL")
    if given:
        # Others may be testing on this server with the same two roles: their passwords stay as they are.
        url = make_url(given)
        server = TestServer(url, os.environ.get("ERP_TEST_ROLE_PASSWORD", "erp"),
                            os.environ.get("ERP_TEST_ROLE_PASSWORD", "erp"))
        with server.connect() as connection:
            known = connection.execute("SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)",
                                       [[OWNER_ROLE, APPLICATION_ROLE]]).fetchone()
            if known is None or known[0] != 2:
                ensure_roles(connection, server.owner_password, server.application_password)
        yield server, False
        return
    with _own_server() as server:
        yield server, True


@contextmanager
def _own_server() -> Iterator[TestServer]:
    chosen = os.environ.get("ERP_TEST_POSTGRES_PROGRAMS")
    base = open_data_folder(data_dir())
    kind = "test" if chosen is None else "test-" + quote(Path(chosen).name, safe="")
    folder = open_data_folder(base.root / kind)
    with (folder.run / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            lasting = True
        except BlockingIOError:  # another session has that cluster: make one for this session
            folder = open_data_folder(base.root / f"{kind}-{os.getpid()}")
            lasting = False
        memory: Path | None = None
        programs = Path(chosen) if chosen else folder.server_programs(embedded_programs())
        sockets = folder.socket_folder()
        owner, application = folder.secret(OWNER_ROLE), folder.secret(APPLICATION_ROLE)
        server = PostgresServer(
            programs, folder.server_folder(folder.postgres) / "cluster", sockets, folder.secret("postgres"),
            folder.account, {**THROWAWAY_SETTINGS, "log_line_prefix": "%m [%p] %q%d "},
        )
        try:
            try:
                server.start()
            except ConfigurationError:
                # Written without fsync: after a power cut it may be beyond repair; nothing in it is missed.
                shutil.rmtree(server.data, ignore_errors=True)
                server.start()
            with server.connect("postgres") as connection:
                ensure_roles(connection, owner, application)
                memory = make_memory_space(connection, folder.account)
            yield TestServer(make_url(server.superuser_url()), owner, application)
            with server.connect("postgres") as connection:
                drop_memory_space(connection)
        finally:
            server.stop()
            if memory is not None:
                shutil.rmtree(memory, ignore_errors=True)
            shutil.rmtree(sockets, ignore_errors=True)
            if not lasting:
                shutil.rmtree(folder.root, ignore_errors=True)
