"""Keeps the programs of the house up: started in order, each ready before the next, stopped in reverse.

One thread, waiting on the children's output and on signals. A program that falls is started again after a
pause that doubles up to half a minute. Ctrl-C, a closed terminal and SIGTERM all stop everything in order; a
second Ctrl-C stops waiting politely.
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
import time
from collections.abc import Callable
from types import FrameType

from erp.config import ConfigurationError
from erp.runtime.log_lines import LogLines
from erp.runtime.program import Program, RunningProgram

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(Exception):
    """Someone asked the house to stop."""


class Supervisor:
    """The running programs, in the order in which they were started."""

    def __init__(self, log: LogLines, changed: Callable[[list[RunningProgram]], None]) -> None:
        self.log = log
        self.changed = changed  # told whenever a process began or ended, to write the pid file
        self.running: list[RunningProgram] = []
        self._selector = selectors.DefaultSelector()
        self._requests = 0
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._selector.register(self._reader, selectors.EVENT_READ)

    def __enter__(self) -> Supervisor:
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for number in _STOPPING:
            signal.signal(number, self._request)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        signal.set_wakeup_fd(-1)
        for number in _STOPPING:
            signal.signal(number, signal.SIG_DFL)
        self._selector.close()
        self._reader.close()
        self._writer.close()

    def start(self, program: Program) -> None:
        """Start a program and wait until it is ready.

        Raises: ConfigurationError when it is not ready in its time, or keeps ending; StopRequested
        """
        child = RunningProgram(program)
        self.running.append(child)
        self._launch(child)
        deadline = time.monotonic() + program.ready_seconds
        while program.is_ready is not None and not program.is_ready():
            if not child.is_running:
                self._pump(0.2)
                raise ConfigurationError(f"{program.name} ended before it was ready; its words stand above")
            if time.monotonic() > deadline:
                raise ConfigurationError(f"{program.name} was not ready within {program.ready_seconds:g} s")
            self._pump(0.05)

    def watch(self) -> None:
        """Keep everything up until someone asks to stop.

        Raises: StopRequested
        """
        while True:
            now = time.monotonic()
            for child in self.running:
                if child.again_at is not None:
                    if now >= child.again_at:
                        self._launch(child)
                elif not child.is_running:
                    self._forget_output(child)
                    self.log.say("erp", child.fell())
                    self.changed(self.running)
            self._pump(0.5)

    def run(self, command: Program) -> None:
        """Run a program that ends by itself, such as the migrations, with its words in the log.

        Raises: ConfigurationError when it fails; StopRequested
        """
        child = RunningProgram(command)
        self.running.append(child)
        self._launch(child)
        while child.is_running:
            self._pump(0.05)
        self._pump(0)
        self._forget_output(child)
        self.running.remove(child)
        self.changed(self.running)
        if child.process is not None and child.process.returncode != 0:
            raise ConfigurationError(f"{command.name} failed; its words stand above")

    def stop(self) -> None:
        """Stop in reverse order, each with its own patience; the database last, after its clients."""
        while self.running:
            child = self.running[-1]
            child.again_at = None
            requested = self._requests
            child.signal(child.program.stop_signal)
            deadline = time.monotonic() + child.program.stop_seconds
            while child.is_running and time.monotonic() < deadline and self._requests <= max(requested, 1):
                self._pump(0.05, stopping=True)
            if child.is_running:
                self.log.say("erp", f"{child.program.name} did not stop in time and is ended")
                child.signal(signal.SIGQUIT if not child.program.kill_group else signal.SIGKILL)
                if child.process is not None:
                    child.process.wait()
            child.end_group()
            self._forget_output(child)
            self.log.say("erp", f"{child.program.name} has stopped")
            self.running.pop()
            self.changed(self.running)

    def _launch(self, child: RunningProgram) -> None:
        told = child.start()
        if told:
            self.log.say("erp", told)
        process = child.process
        if process is not None and process.stdout is not None:
            self._selector.register(process.stdout, selectors.EVENT_READ, child)
        self.changed(self.running)

    def _pump(self, seconds: float, *, stopping: bool = False) -> None:
        for key, _ in self._selector.select(seconds):
            if key.data is None:
                self._reader.recv(512)
            else:
                self._read(key.data)
        if self._requests and not stopping:
            raise StopRequested

    def _read(self, child: RunningProgram) -> None:
        if child.process is None or child.process.stdout is None:
            return
        try:
            received = os.read(child.process.stdout.fileno(), 65_536)
        except BlockingIOError:
            return
        if received:
            child.unfinished = self.log.pass_on(child.program.name, received, child.unfinished)
        else:
            self._forget_output(child)

    def _forget_output(self, child: RunningProgram) -> None:
        stream = child.process.stdout if child.process is not None else None
        if stream is None or stream.closed:
            return
        try:
            rest = stream.read() or b""
        except OSError:
            rest = b""
        child.unfinished = self.log.pass_on(child.program.name, rest, child.unfinished)
        if child.unfinished:
            self.log.say(child.program.name, child.unfinished.decode("utf-8", errors="replace"))
            child.unfinished = b""
        self._selector.unregister(stream)
        stream.close()

    def _request(self, _number: int, _frame: FrameType | None) -> None:
        self._requests += 1
