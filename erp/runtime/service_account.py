"""The account the embedded servers run as when the house is started by root.

PostgreSQL refuses to run as root, and no server should. The account is made once, with no password and
no shell; no permission of any existing folder is changed for it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from erp.config import ConfigurationError

ACCOUNT_NAME = "erp"


@dataclass(frozen=True)
class ServiceAccount:
    """A user of this machine, by name and numbers."""

    name: str
    uid: int
    gid: int


def service_account() -> ServiceAccount | None:
    """The account for the embedded servers: None means "as myself", which is every plain user.

    Raises: ConfigurationError when root's account is missing and cannot be made.
    Effects: as root, makes the system account at its first use.
    """
    if os.geteuid() != 0:
        return None
    name = os.environ.get("ERP_SERVICE_USER") or ACCOUNT_NAME
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        _make_account(name)
        entry = pwd.getpwnam(name)
    if entry.pw_uid == 0:
        raise ConfigurationError("ERP_SERVICE_USER must not be root: PostgreSQL refuses to run as root")
    return ServiceAccount(entry.pw_name, entry.pw_uid, entry.pw_gid)


def can_enter(account: ServiceAccount, folder: Path) -> bool:
    """Whether the account can reach the folder through every folder above it, as things stand."""
    probe = subprocess.run(
        [shutil.which("test") or "/usr/bin/test", "-x", str(folder)],
        user=account.uid, group=account.gid, extra_groups=[], cwd="/", check=False,
    )
    return probe.returncode == 0


def _make_account(name: str) -> None:
    useradd = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    adduser = shutil.which("adduser")
    if useradd:
        command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
                   "--shell", "/usr/sbin/nologin", name]
    elif adduser:  # Alpine's BusyBox has no useradd
        command = [adduser, "-S", "-D", "-H", "-h", "/nonexistent", "-s", "/sbin/nologin", name]
    else:
        raise ConfigurationError(
            f"started as root on {sys.platform}, where the account {name!r} cannot be made here: run as a "
            "plain user, or make a system account and name it in ERP_SERVICE_USER"
        )
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise ConfigurationError(
            f"the account {name!r} for the embedded servers could not be made "
            f"({made.stderr.strip() or 'no message'}): run as a plain user, or name an existing system "
            "account in ERP_SERVICE_USER"
        )
