"""Take a backup of the embedded database while the house works."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime

from sqlalchemy.engine import make_url

from erp.config import ConfigurationError
from erp.runtime import postgres_server
from erp.runtime.backup_store import STAMP, Backup, BackupStore
from erp.runtime.child_process import run_to_end
from erp.runtime.data_folder import DataFolder
from erp.runtime.direct_connection import connect
from erp.runtime.installation import read_installation


def take_backup(folder: DataFolder, keep: int) -> Backup:
    """Copy the whole cluster, and keep the log from there on; older copies than the last ``keep`` are removed.

    Raises: ConfigurationError where the embedded database is not up, or the copy fails (nothing of it stays).
    Effects: from the first backup on the server keeps every file of its log beside it.
    """
    running = read_installation(folder.run)
    if running is None or not running.is_up() or running.superuser_url is None:
        raise ConfigurationError(
            "there is no embedded database running here: start it with `erp up`. A PostgreSQL of your own is backed up "
            "with its own tools (docs/operators.md, *Backup and restore*)"
        )
    store = BackupStore(folder)
    store.make()
    begun = datetime.now(UTC)
    target = store.base / begun.strftime(STAMP)
    scratch = target.with_suffix(".part")
    try:
        _copy_cluster(folder, running.superuser_url, scratch)
        secrets = scratch / "secrets"
        shutil.copytree(folder.root / "secrets", secrets)
        secrets.chmod(0o700)
        finished = datetime.now(UTC)
        (scratch / "finished_at").write_text(finished.strftime(STAMP), encoding="ascii")
        scratch.rename(target)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    with connect(running.superuser_url) as connection:
        connection.execute("SELECT pg_switch_wal()")  # the log up to here is kept now, not when its file is full
    store.forget_all_but(keep)
    return Backup(target, finished)


def _copy_cluster(folder: DataFolder, superuser_url: str, target: os.PathLike[str]) -> None:
    url = make_url(superuser_url)
    programs = folder.server_programs(postgres_server.embedded_programs())
    run_to_end(
        [str(programs / "bin" / "pg_basebackup"), "--pgdata", os.fspath(target), "--format=tar", "--gzip",
         "--wal-method=fetch", "--checkpoint=fast", "--no-password"],
        folder.account,
        {**os.environ, "PGHOST": str(url.query["host"]), "PGPORT": str(url.query["port"]),
         "PGUSER": str(url.username), "PGPASSWORD": str(url.password)},
    )
