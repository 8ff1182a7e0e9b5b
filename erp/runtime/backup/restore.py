"""Put the embedded database back to what it was at an instant."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from erp.config import ConfigurationError
from erp.runtime.backup_store import STAMP, Backup, BackupStore
from erp.runtime.child_process import run_to_end
from erp.runtime.data_folder import DataFolder
from erp.runtime.house_programs import make_postgres
from erp.runtime.installation import only_one
from erp.runtime.postgres_server import PostgresServer

_LONGEST_REPLAY = 12 * 3600.0  # seconds: a log of weeks takes its time
_TOO_LATE = "recovery ended before configured recovery target was reached"


@dataclass(frozen=True)
class Restored:
    """From which copy, and where the cluster that stood there before is kept."""

    backup: Backup
    replaced: Path | None


def restore_backup(folder: DataFolder, at: datetime | None) -> Restored:
    """Replace the cluster by the newest copy taken before ``at`` and replay the log up to that instant.

    Without ``at``, up to the last commit that the log and the replaced cluster hold. What stood there before is set
    aside, not removed; where the restore fails it is put back.
    Raises: ConfigurationError where the house is up, no copy is old enough, or the log does not reach that far.
    """
    store = BackupStore(folder)
    with only_one(folder), folder.sockets() as sockets:
        backup = _choose(store, at)
        server = make_postgres(folder, sockets)
        server.clear_leftovers()
        replaced = _set_aside(server)
        try:
            _unpack(backup, server)
            _replay_log(server, store.restore_command(replaced or server.data), at)
        except BaseException:
            server.stop()
            _put_back(server, replaced)
            raise
    return Restored(backup, replaced)


def _choose(store: BackupStore, at: datetime | None) -> Backup:
    backups = store.backups()
    if not backups:
        raise ConfigurationError(f"there is no backup in {store.base}: `erp backup` takes one")
    old_enough = [backup for backup in backups if at is None or backup.finished_at <= at]
    if not old_enough:
        raise ConfigurationError(
            f"the oldest backup was finished at {backups[0].finished_at:%Y-%m-%d %H:%M:%S} UTC: name a later instant"
        )
    return old_enough[-1]


def _set_aside(server: PostgresServer) -> Path | None:
    if not server.data.is_dir():
        return None
    aside = server.data.with_name(f"cluster.before-{datetime.now(UTC).strftime(STAMP)}")
    server.data.rename(aside)
    return aside


def _put_back(server: PostgresServer, replaced: Path | None) -> None:
    run_to_end(["rm", "-rf", str(server.data)], server.account)
    if replaced is not None:
        replaced.rename(server.data)


def _unpack(backup: Backup, server: PostgresServer) -> None:
    run_to_end(["mkdir", "-m", "700", str(server.data)], server.account)
    run_to_end(["tar", "-xzf", str(backup.path / "base.tar.gz"), "-C", str(server.data)], server.account)


def _replay_log(server: PostgresServer, restore_command: str, at: datetime | None) -> None:
    """Let the server replay its log up to the instant, and stop it when it has its own course from there."""
    lasting = (server.data / "postgresql.auto.conf").read_text(encoding="utf-8")
    told = [("restore_command", restore_command), ("recovery_target_action", "promote")]
    if at is not None:
        told.append(("recovery_target_time", at.astimezone(UTC).isoformat(sep=" ")))
    passing = "".join(f"{name} = '{_escaped(value)}'\n" for name, value in told)
    _write(server, "postgresql.auto.conf", lasting + passing)
    _write(server, "recovery.signal", "")
    server.settings["hot_standby"] = "off"  # it answers when it is at its goal, not on the way there
    try:
        server.start(within=_LONGEST_REPLAY)
    except ConfigurationError as error:
        if _TOO_LATE not in str(error):
            raise
        raise ConfigurationError(
            f"the log ends before {at:%Y-%m-%d %H:%M:%S %Z}: name an earlier instant, or none to restore everything"
        ) from error
    server.stop()
    _write(server, "postgresql.auto.conf", lasting)


def _write(server: PostgresServer, name: str, content: str) -> None:
    path = server.data / name
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        if server.account is not None:
            os.fchown(file.fileno(), server.account.uid, server.account.gid)
        file.write(content)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")
