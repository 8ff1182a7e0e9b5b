"""The programs of the house and how each is started: database, Valkey, pages, workers, relay."""

from __future__ import annotations

import http.client
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from erp.config import (
    APPLICATION_ROLE,
    DATABASE_NAME,
    OWNER_ROLE,
    QUEUE_DELIVERIES,
    QUEUE_LONG,
    Settings,
    checkout_dir,
)
from erp.runtime import postgres_server, valkey_server
from erp.runtime.backup_store import BackupStore
from erp.runtime.data_folder import DataFolder
from erp.runtime.postgres_server import START_SECONDS, STOP_SECONDS, PostgresServer
from erp.runtime.program import Program
from erp.runtime.valkey_server import ValkeyServer

ERP = (sys.executable, "-m", "erp.cli")


def postgres_program(server: PostgresServer) -> Program:
    """The database: stopped by cutting connections, with everything committed on disk."""

    def before_start() -> str | None:
        server.initialize()
        return server.clear_leftovers()

    return Program(
        "postgres", server.command, _plain_environment(), account=server.account, is_ready=server.answers,
        ready_seconds=START_SECONDS, before_start=before_start, stop_signal=signal.SIGINT,
        stop_seconds=STOP_SECONDS, kill_group=False,
    )


def valkey_program(server: ValkeyServer) -> Program:
    """Valkey: writes what is left of its append-only file when asked to stop."""
    return Program(
        "valkey", server.command, _plain_environment(), account=server.account, is_ready=server.answers,
        ready_seconds=60.0,
    )


def migration_program(environ: Mapping[str, str], admin_url: str) -> Program:
    """The migrations, in a process of their own: the only one that is handed the owner's password."""
    return Program("migrate", lambda: [*ERP, "db", "upgrade"], {**environ, "DATABASE_ADMIN_URL": admin_url})


def web_program(environ: Mapping[str, str], host: str, port: int, listener: int) -> Program:
    """The pages, on a listening socket that the supervisor holds: while they restart, visitors wait."""
    command = [sys.executable, "-m", "gunicorn", "-c", "python:erp.runtime.gunicorn_settings"]
    return Program(
        "web", lambda: command, {**environ, "ERP_LISTEN": f"fd://{listener}"},
        is_ready=lambda: web_answers(host, port), ready_seconds=60.0, keep_open=(listener,),
    )


def worker_programs(environ: Mapping[str, str]) -> list[Program]:
    """One worker for deliveries and one for long work, so that no delivery waits behind an import."""
    return [
        Program("worker", lambda: [*ERP, "worker", QUEUE_DELIVERIES], environ),
        Program("worker-long", lambda: [*ERP, "worker", QUEUE_LONG], environ),
    ]


def relay_program(environ: Mapping[str, str]) -> Program:
    """The relay: the sweep and the calendar."""
    return Program("relay", lambda: [*ERP, "relay"], environ)


def demo_program(environ: Mapping[str, str]) -> Program:
    """Ask a worker for the demo company where the database is empty, and tell who may sign in."""
    return Program("demo", lambda: [*ERP, "demo", "load", "--in-worker", "--if-empty"], environ)


def make_postgres(folder: DataFolder, sockets: Path) -> PostgresServer:
    """The embedded database of this installation."""
    programs = folder.server_programs(postgres_server.embedded_programs())
    # A file of the log that is not full is kept after five minutes: more is not lost with the disk.
    kept_log = {
        "archive_mode": "on", "archive_command": BackupStore(folder).archive_command, "archive_timeout": "300",
    }
    return PostgresServer(
        programs, folder.server_folder(folder.postgres) / "cluster", sockets, folder.secret("postgres"),
        folder.account, kept_log,
    )


def make_valkey(folder: DataFolder, sockets: Path) -> ValkeyServer:
    """The embedded Valkey of this installation."""
    programs = folder.server_programs(valkey_server.embedded_programs())
    data = folder.server_folder(folder.valkey)
    return ValkeyServer(programs, data, sockets, folder.secret("valkey"), folder.account)


def with_embedded_database(settings: Settings, folder: DataFolder, server: PostgresServer) -> Settings:
    """The settings with the addresses of the two roles on the embedded database."""
    return replace(
        settings,
        database_url=server.url(APPLICATION_ROLE, folder.secret(APPLICATION_ROLE), DATABASE_NAME),
        database_admin_url=server.url(OWNER_ROLE, folder.secret(OWNER_ROLE), DATABASE_NAME),
    )


def application_environment(settings: Settings, folder: DataFolder) -> dict[str, str]:
    """What the pages, the workers and the relay are told; the owner's address is not among it."""
    environ = _plain_environment()
    environ.pop("DATABASE_ADMIN_URL", None)
    environ |= {
        "DATABASE_URL": settings.require_database_url(),
        "REDIS_URL": settings.require_redis_url(),
        "ERP_SECRET_KEY": settings.secret_key or folder.secret("secret_key"),
        "ERP_DATA_DIR": str(folder.root),
        "PROMETHEUS_MULTIPROC_DIR": str(folder.run / "metrics"),
    }
    return environ


def web_answers(host: str, port: int) -> bool:
    """Whether the pages answer on this machine; what they answer is the health page's affair."""
    reach = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    connection = http.client.HTTPConnection(reach, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _plain_environment() -> dict[str, str]:
    environ = {**os.environ, "PYTHONUNBUFFERED": "1"}
    root = checkout_dir()
    if root is not None:  # children start in "/", so that no folder is kept busy
        environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(root), environ.get("PYTHONPATH")]))
    return environ
