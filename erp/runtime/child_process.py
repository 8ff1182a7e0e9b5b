"""Starting a program that ends with its parent, and finding out later whether it still runs.

A pid alone proves nothing after a restart of the machine, so a pid is always kept with the instant the
process began; only both together name a process that may be stopped.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from erp.config import ConfigurationError
from erp.runtime.service_account import ServiceAccount

_SET_PARENT_DEATH_SIGNAL = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def spawn(
    command: Sequence[str],
    environ: Mapping[str, str],
    *,
    account: ServiceAccount | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
    output: int | IO[bytes] = subprocess.PIPE,
    keep_open: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a child in a process group of its own.

    Ctrl-C in the terminal reaches the supervisor only, which then stops its children in order. On Linux the
    kernel sends `stop_signal` to the child should the supervisor be killed. Call it from the main thread: the
    kernel watches the thread that started the child. Both of its streams go to `output`.
    `keep_open` are file descriptors that it inherits.
    """
    # `user`, `group` and `extra_groups` are given for root only: a plain user may not call setgroups.
    return subprocess.Popen(
        list(command),
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        cwd="/",
        pass_fds=keep_open,
        umask=0o077,
        user=None if account is None else account.uid,
        group=None if account is None else account.gid,
        extra_groups=None if account is None else [],
        preexec_fn=_die_with_parent(os.getpid(), stop_signal),
    )


def run_to_end(
    words: Sequence[str], account: ServiceAccount | None, environ: Mapping[str, str] | None = None
) -> None:
    """Run a program as the servers' account, and wait for it.

    Raises: ConfigurationError with what it said, where it fails.
    """
    done = subprocess.run(
        list(words), stdin=subprocess.DEVNULL, text=True, capture_output=True, check=False, cwd="/", env=environ,
        umask=0o077,
        user=None if account is None else account.uid,
        group=None if account is None else account.gid,
        extra_groups=None if account is None else [],
    )
    if done.returncode != 0:
        raise ConfigurationError(f"{Path(words[0]).name} failed: {(done.stderr or done.stdout).strip()}")


def _die_with_parent(parent: int, stop_signal: signal.Signals) -> Callable[[], None] | None:
    libc = _libc
    if libc is None:
        return None

    def prepare() -> None:
        libc.prctl(_SET_PARENT_DEATH_SIGNAL, int(stop_signal))
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    return prepare


def started_at(pid: int) -> str | None:
    """The instant a process began, as this system writes it; None where no such process runs."""
    if sys.platform == "linux":
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            return None
        fields = stat.rpartition(")")[2].split()
        return None if fields[0] in {"Z", "X"} else fields[19]
    listed = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return None if not listed or listed.startswith("Z") else listed.partition(" ")[2].strip()


def command_line(pid: int) -> str:
    """The words a process was started with; empty where it is gone or hidden."""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    return subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout


def working_in(folder: Path) -> list[int]:
    """The processes whose working folder this is; a server's own, as far as we may look."""
    if sys.platform == "linux":
        found = []
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if entry.name.isdigit() and (entry / "cwd").readlink() == folder:
                    found.append(int(entry.name))
        return found
    listed = subprocess.run(
        ["lsof", "-a", "-d", "cwd", "-t", str(folder)], capture_output=True, text=True, check=False
    ).stdout
    return [int(pid) for pid in listed.split()]


def send(pid: int, number: int, *, group: bool = False) -> None:
    """Signal a process, or the group it leads; one that has just ended is no error."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        (os.killpg if group else os.kill)(pid, number)


def wait_until_gone(pid: int, began: str | None, seconds: float) -> bool:
    """Wait for a process that is not our child to end."""
    deadline = time.monotonic() + seconds
    while started_at(pid) is not None and (began is None or started_at(pid) == began):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
