"""A migrated database that is made for one piece of work and dropped after it: benchmarks, worked examples.

It stands on the same server as the books where that is running or configured, so that what is measured there is
true here; otherwise the embedded servers are started for as long as the work takes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from erp.config import APPLICATION_ROLE, OWNER_ROLE, ConfigurationError, Settings
from erp.runtime.child_process import spawn
from erp.runtime.data_folder import DataFolder, open_data_folder
from erp.runtime.database_roles import ensure_database, ensure_roles
from erp.runtime.direct_connection import connect
from erp.runtime.house_programs import make_postgres, make_valkey
from erp.runtime.installation import connected_settings, read_installation
from erp.runtime.migrate import upgrade_database
from erp.runtime.valkey_server import ValkeyServer


@contextmanager
def scratch_database(purpose: str) -> Iterator[Settings]:
    """Settings whose database is fresh, migrated and dropped at the end; `purpose` becomes part of its name.

    Raises: ConfigurationError when a server of one's own is configured on which no database may be made.
    """
    settings = connected_settings()
    running = read_installation(settings.data_dir / "run")
    name = f"erp_{purpose}_{uuid4().hex[:8]}"
    if settings.database_admin_url is None and settings.database_url is None:
        with _servers_for_a_while(settings) as started, _database(started, name) as ready:
            yield ready
        return
    if running is not None and running.is_up() and running.database_url == settings.database_url:
        maker = running.superuser_url or settings.require_database_admin_url()
    else:
        maker = settings.require_database_admin_url()
    with _database(_Server(settings, maker), name) as ready:
        yield ready


@dataclass(frozen=True)
class _Server:
    """Where a database may be made: the settings of its roles and an address that may make it."""

    settings: Settings
    maker: str


@contextmanager
def _database(server: _Server, name: str) -> Iterator[Settings]:
    settings = server.settings
    with connect(server.maker, "postgres") as connection:
        try:
            ensure_database(
                connection, name,
                owner=make_url(settings.require_database_admin_url()).username or OWNER_ROLE,
                application=make_url(settings.require_database_url()).username or APPLICATION_ROLE,
            )
        except psycopg.errors.InsufficientPrivilege as error:
            raise ConfigurationError(
                f"{connection.info.user} may not make the scratch database {name}: "
                f"ALTER ROLE {connection.info.user} CREATEDB, or unset DATABASE_URL and DATABASE_ADMIN_URL so "
                "that the embedded PostgreSQL is used"
            ) from error
    try:
        admin_url = _elsewhere(settings.require_database_admin_url(), name)
        upgrade_database(admin_url)
        url = _elsewhere(settings.require_database_url(), name)
        yield replace(settings, database_url=url, database_admin_url=admin_url)
    finally:
        with connect(server.maker, "postgres") as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _servers_for_a_while(settings: Settings) -> Iterator[_Server]:
    """The embedded servers on a cluster of their own, durable like the real one, gone at the end."""
    base = open_data_folder(settings.data_dir)
    folder = open_data_folder(base.root / f"scratch-{os.getpid()}")
    sockets = folder.socket_folder()
    postgres, valkey = make_postgres(folder, sockets), make_valkey(folder, sockets)
    running: subprocess.Popen[bytes] | None = None
    try:
        postgres.start()
        if settings.redis_url is None:
            running = _start_valkey(valkey, folder)
            settings = replace(settings, redis_url=valkey.url)
        owner, application = folder.secret(OWNER_ROLE), folder.secret(APPLICATION_ROLE)
        with postgres.connect("postgres") as connection:
            ensure_roles(connection, owner, application)
        with postgres.connect("template1") as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        yield _Server(
            replace(settings, database_url=postgres.url(APPLICATION_ROLE, application, "postgres"),
                    database_admin_url=postgres.url(OWNER_ROLE, owner, "postgres")),
            postgres.superuser_url(),
        )
    finally:
        if running is not None:
            running.terminate()
            running.wait(20)
        postgres.stop()
        for path in (sockets, folder.root):
            shutil.rmtree(path, ignore_errors=True)


def _start_valkey(server: ValkeyServer, folder: DataFolder) -> subprocess.Popen[bytes]:
    process = spawn(server.command(), os.environ, account=folder.account, output=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while not server.answers():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise ConfigurationError("the embedded Valkey did not start")
        time.sleep(0.05)
    return process


def _elsewhere(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)
