"""What the supervisor must know of a program to keep it up, and one that it is keeping up."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from erp.config import ConfigurationError
from erp.runtime.child_process import send, spawn, started_at
from erp.runtime.installation import RunningChild
from erp.runtime.service_account import ServiceAccount

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0  # after so long without a fall, the next fall is a first one again


@dataclass(frozen=True)
class Program:
    """A program of the house: how it is started, known to be ready, and stopped."""

    name: str
    command: Callable[[], Sequence[str]]
    environ: Mapping[str, str]
    account: ServiceAccount | None = None
    is_ready: Callable[[], bool] | None = None
    ready_seconds: float = 30.0
    before_start: Callable[[], str | None] | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 20.0
    keep_open: tuple[int, ...] = ()
    # A database's own processes end by themselves when their leader dies and must not be killed from outside.
    kill_group: bool = True


@dataclass
class RunningProgram:
    """A program and its present process; it is started again, after a longer pause each time it falls."""

    program: Program
    process: subprocess.Popen[bytes] | None = None
    began: str = ""
    started: float = 0.0
    pause: float = FIRST_PAUSE
    again_at: float | None = None
    unfinished: bytes = field(default=b"")

    def start(self) -> str | None:
        """Start it; what had to be cleared away first is told."""
        told = self.program.before_start() if self.program.before_start else None
        self.process = spawn(
            self.program.command(), self.program.environ, account=self.program.account,
            stop_signal=self.program.stop_signal, keep_open=self.program.keep_open,
        )
        assert self.process.stdout is not None  # noqa: S101 - it was started with a pipe
        os.set_blocking(self.process.stdout.fileno(), False)
        self.began = started_at(self.process.pid) or ""
        self.started = time.monotonic()
        self.again_at = None
        return told

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def fell(self) -> str:
        """Note that it ended by itself, plan its next start, and say so."""
        process = self._process()
        code = process.returncode
        how = f"killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        if time.monotonic() - self.started > STEADY_SECONDS:
            self.pause = FIRST_PAUSE
        self.again_at = time.monotonic() + self.pause
        said = f"{self.program.name} was {how}; starting it again in {self.pause:g} s"
        self.pause = min(self.pause * 2, LONGEST_PAUSE)
        self.end_group()
        return said.replace("was ended", "ended")

    def end_group(self) -> None:
        """What a killed leader left behind must not serve beside its successor."""
        if self.program.kill_group and self.process is not None:
            send(self.process.pid, signal.SIGKILL, group=True)

    def signal(self, number: int) -> None:
        if self.is_running:
            send(self._process().pid, number)

    def as_child(self) -> RunningChild:
        return RunningChild(self.program.name, self._process().pid, self.began)

    def _process(self) -> subprocess.Popen[bytes]:
        if self.process is None:
            raise ConfigurationError(f"{self.program.name} was not started")
        return self.process
