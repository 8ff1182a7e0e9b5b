"""Where backups lie, and what each of them needs of the log.

    backups/base/20260321T220000Z/    one whole copy: base.tar.gz, its manifest, the secrets of its time
    backups/log/                      the write-ahead log since the first copy, one compressed file a segment
"""

from __future__ import annotations

import json
import shlex
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from erp.runtime.data_folder import DataFolder

STAMP = "%Y%m%dT%H%M%SZ"
_SEGMENT_BITS = 24  # a file of the log holds 16 MB
_SEGMENT_NAME = 24  # characters: timeline, high and low part


@dataclass(frozen=True)
class Backup:
    """One whole copy of the cluster."""

    path: Path
    finished_at: datetime

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def first_segment(self) -> str:
        """The oldest file of the log that a restore from this copy reads, without its timeline."""
        ranges = json.loads((self.path / "backup_manifest").read_text(encoding="utf-8"))["WAL-Ranges"]
        high, low = ranges[0]["Start-LSN"].split("/")
        return f"{int(high, 16):08X}{int(low, 16) >> _SEGMENT_BITS:08X}"


@dataclass(frozen=True)
class BackupStore:
    """The folder of the backups inside a data folder."""

    folder: DataFolder

    @property
    def root(self) -> Path:
        return self.folder.root / "backups"

    @property
    def base(self) -> Path:
        return self.root / "base"

    @property
    def log(self) -> Path:
        return self.root / "log"

    def make(self) -> None:
        """From now on the server keeps its log."""
        for path in (self.root, self.base, self.log):
            self.folder.server_folder(path)

    def backups(self) -> list[Backup]:
        """Every finished copy, the oldest first."""
        found = []
        for path in sorted(self.base.glob("*Z")) if self.base.is_dir() else []:
            told = (path / "finished_at").read_text(encoding="ascii").strip()
            found.append(Backup(path, datetime.strptime(told, STAMP).replace(tzinfo=UTC)))
        return found

    def forget_all_but(self, keep: int) -> list[Backup]:
        """Remove older copies, and the log that only they needed; what was removed."""
        kept, removed = self.backups()[-keep:], self.backups()[:-keep]
        for backup in removed:
            shutil.rmtree(backup.path)
        needed_from = min(backup.first_segment for backup in kept)
        for path in self.log.glob("*.gz"):
            name = path.name.removesuffix(".gz")
            if len(name) == _SEGMENT_NAME and name[8:] < needed_from:
                path.unlink()
        return removed

    @property
    def archive_command(self) -> str:
        """What the server runs for each finished file of its log: nothing before the first backup was taken."""
        log = _quoted(self.log)
        return (
            f'[ ! -d {log} ] || {{ gzip -1 < "%p" > {log}/%f.part && sync {log}/%f.part'
            f" && mv {log}/%f.part {log}/%f.gz; }}"
        )

    def restore_command(self, replaced: Path) -> str:
        """What a server that is being restored runs for each file: from the log, else from the replaced cluster."""
        log, rest = _quoted(self.log), _quoted(replaced / "pg_wal")
        return f'if [ -f {log}/%f.gz ]; then gunzip -c {log}/%f.gz > "%p"; else cp {rest}/%f "%p"; fi'


def _quoted(path: Path) -> str:
    return shlex.quote(str(path)).replace("%", "%%")
