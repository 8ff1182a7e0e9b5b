"""Room in memory for the databases of tests: on a disk, copying a database's thousand files is most of a short test."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from erp.runtime.direct_connection import Connection
from erp.runtime.service_account import ServiceAccount

SPACE = "erp_memory"
_MEMORY = Path("/dev/shm")
_LEAST_FREE = 2 * 2**30


def has_memory_space(connection: Connection) -> bool:
    """Whether clones may be made in memory on this server."""
    return connection.execute("SELECT FROM pg_tablespace WHERE spcname = %s", [SPACE]).fetchone() is not None


def make_memory_space(connection: Connection, account: ServiceAccount | None) -> Path | None:
    """Make the tablespace, where the machine has the memory; its folder, which goes with the session.

    What a killed session left in an earlier one goes first; where it cannot, clones are made on the disk.
    """
    if not _MEMORY.is_dir() or shutil.disk_usage(_MEMORY).free < _LEAST_FREE:
        return None
    try:
        drop_memory_space(connection)
    except psycopg.Error:
        return None
    folder = Path(tempfile.mkdtemp(prefix="erp-test-", dir=_MEMORY))
    if account is not None:
        os.chown(folder, account.uid, account.gid)
    connection.execute(sql.SQL("CREATE TABLESPACE {} LOCATION {}").format(
        sql.Identifier(SPACE), sql.Literal(str(folder))
    ))
    return folder


def drop_memory_space(connection: Connection) -> None:
    """Drop the tablespace with the databases in it."""
    for (name,) in connection.execute(
        "SELECT d.datname FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace WHERE t.spcname = %s",
        [SPACE],
    ).fetchall():
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(str(name))))
    connection.execute(sql.SQL("DROP TABLESPACE IF EXISTS {}").format(sql.Identifier(SPACE)))
