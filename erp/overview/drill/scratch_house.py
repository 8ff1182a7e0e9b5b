"""A whole house in a scratch data folder: `erp up` in a process of its own, to be hurt and looked at."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from erp.runtime.child_process import started_at
from erp.runtime.direct_connection import Connection, connect
from erp.runtime.installation import Installation, read_installation

ERP = (sys.executable, "-m", "erp.cli")
# What this machine names as its own servers must not lead a drill to the real books.
_FOREIGN = ("DATABASE_URL", "DATABASE_ADMIN_URL", "REDIS_URL", "ERP_DEMO", "ERP_SMTP_URL")
_PATIENCE = 600.0  # a busy machine starts slowly, and a drill is no benchmark
_POLL = 0.05


class DrillFailed(Exception):
    """The house did not do what it promises; the message says what was waited for."""


class ScratchHouse:
    """One data folder and the supervisor that runs over it now."""

    def __init__(self, root: Path, port: int) -> None:
        self.root = root
        self.environ = {
            **{name: value for name, value in os.environ.items() if name not in _FOREIGN},
            "ERP_DATA_DIR": str(root), "ERP_PORT": str(port), "ERP_WEB_PROCESSES": "1", "ERP_DEMO": "no",
        }
        self.words: deque[str] = deque(maxlen=200)
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Bring everything up and wait until the pages are ready."""
        self._process = subprocess.Popen(
            [*ERP, "up"], env=self.environ, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True,
        )
        threading.Thread(target=self._read, args=(self._process,), daemon=True).start()
        self.wait_for(lambda: self._is_own() and self.is_ready(), "the house is up")

    def stop(self) -> None:
        """Ask for the end as Ctrl-C does, and see that everything has ended."""
        process, kept = self._process, self.kept()
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
        for child in kept.children if kept else []:
            if started_at(child.pid) == child.began:
                os.kill(child.pid, signal.SIGKILL)

    def kill(self, name: str) -> None:
        """Kill one of its programs as nothing ever should, and wait for nothing."""
        if name == "supervisor":
            if self._process is not None:
                self._process.kill()
                self._process.wait()
            return
        os.kill(self._pid(name), signal.SIGKILL)

    def is_mended(self, name: str, killed: int) -> bool:
        """Whether the killed program runs again and the pages are ready."""
        kept = self.kept()
        running = {child.name: child.pid for child in kept.children} if kept else {}
        return running.get(name, killed) != killed and self.is_ready()

    def pid(self, name: str) -> int:
        """The process of a program; of the supervisor too."""
        kept = self.kept()
        if name == "supervisor" and kept is not None:
            return kept.supervisor.pid
        return self._pid(name)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run an `erp` command against the house, to its end."""
        return subprocess.run(
            self.command(*words), env=self.environ, text=True, capture_output=True, check=False,
            stdin=subprocess.DEVNULL,
        )

    def command(self, *words: str) -> list[str]:
        """The command line of an `erp` command, to be run in ``environ``."""
        return [*ERP, *words]

    def connect(self) -> Connection:
        """A superuser's connection to its books."""
        kept = self.kept()
        if kept is None or kept.superuser_url is None:
            raise psycopg.OperationalError("the database is not up")
        return connect(kept.superuser_url)

    def kept(self) -> Installation | None:
        """What its supervisor wrote down."""
        return read_installation(self.root / "run")

    def is_ready(self) -> bool:
        """Whether its pages say that they and the database are there."""
        kept = self.kept()
        if kept is None or kept.web_address is None:
            return False
        try:
            with urllib.request.urlopen(kept.web_address + "readyz", timeout=5) as answer:  # noqa: S310 - our own
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def wait_for(self, condition: Callable[[], bool], what: str, seconds: float = _PATIENCE) -> None:
        """Wait until the condition holds.

        Raises: DrillFailed with the house's last words.
        """
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline or (self._process is not None and self._process.poll() is not None):
                raise DrillFailed(f"not seen: {what}; the house's last words:\n" + "\n".join(self.words))
            time.sleep(_POLL)

    def _is_own(self) -> bool:
        kept = self.kept()
        return kept is not None and self._process is not None and kept.supervisor.pid == self._process.pid

    def _pid(self, name: str) -> int:
        kept = self.kept()
        found = {child.name: child.pid for child in kept.children} if kept else {}
        if name not in found:
            raise DrillFailed(f"{name} is not running")
        return found[name]

    def _read(self, process: subprocess.Popen[str]) -> None:
        if process.stdout is not None:
            self.words.extend(line.rstrip("\n") for line in process.stdout)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A new folder that the servers' account may pass through, gone at the end."""
    base = "/tmp" if os.path.isdir("/tmp") else tempfile.gettempdir()  # noqa: S108 - mkdtemp is private
    folder = Path(tempfile.mkdtemp(prefix="erp-drill-", dir=base))
    if os.geteuid() == 0:
        folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def scratch_house(folder: Path, name: str, port: int) -> Iterator[ScratchHouse]:
    """A house over a new data folder, up at the beginning of the block and stopped at its end."""
    house = ScratchHouse(folder / name, port)
    try:
        house.start()
        yield house
    finally:
        house.stop()


def last_json(told: str) -> dict[str, object]:
    """The figures that a command ended with.

    Raises: DrillFailed where its last line is no JSON object.
    """
    lines = told.strip().splitlines()
    try:
        found = json.loads(lines[-1])
    except (IndexError, ValueError):
        raise DrillFailed("a command ended without its figures:\n" + "\n".join(lines[-30:])) from None
    if not isinstance(found, dict):
        raise DrillFailed(f"a command ended with {found!r} instead of figures")
    return found
