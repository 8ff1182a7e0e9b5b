"""The supervisor with small programs in place of servers: order, readiness, restart, reverse stop."""

import io
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from erp.config import ConfigurationError
from erp.runtime.child_process import started_at
from erp.runtime.log_lines import LogLines
from erp.runtime.program import Program
from erp.runtime.supervisor import StopRequested, Supervisor

STAND_IN = Path(__file__).with_name("stand_in.py")


class Stage:
    """A folder for the programs' diary and the log that the supervisor writes."""

    def __init__(self, folder):
        self.folder = folder
        self.log = io.StringIO()
        self.changes = []
        self.supervisor = Supervisor(LogLines(self.log), self._note)

    def _note(self, running):
        self.changes.append([child.program.name for child in running if child.is_running])

    def program(self, name, *words, **settings):
        ready = self.folder / f"{name}.ready"
        command = [sys.executable, str(STAND_IN), name, "--ready", str(ready),
                   "--diary", str(self.folder / "diary"), *words]
        return Program(name, lambda: command, os.environ, is_ready=ready.exists, **settings)

    def pid(self, name):
        return int((self.folder / f"{name}.ready").read_text())

    @property
    def diary(self):
        return (self.folder / "diary").read_text().splitlines()

    def watch_until(self, condition, seconds=20):
        """Watch, and ask for the end as soon as the condition holds (or the time is up)."""
        met = []

        def look():
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline:
                if condition():
                    met.append(True)
                    break
                time.sleep(0.02)
            os.kill(os.getpid(), signal.SIGTERM)

        watcher = threading.Thread(target=look)
        watcher.start()
        with pytest.raises(StopRequested):
            self.supervisor.watch()
        watcher.join()
        assert met, f"not seen within {seconds} s; the log says:\n{self.log.getvalue()}"


@pytest.fixture
def stage(tmp_path):
    return Stage(tmp_path)


def test_programs_start_in_order_and_stop_in_reverse(stage):
    with stage.supervisor as supervisor:
        for name in ("first", "second", "third"):
            supervisor.start(stage.program(name))
    assert stage.diary == [
        "first began", "second began", "third began", "third stopped", "second stopped", "first stopped"]


def test_every_line_is_marked_with_who_said_it(stage):
    with stage.supervisor as supervisor:
        supervisor.start(stage.program("first"))
    assert "first       | began\n" in stage.log.getvalue()
    assert "first       | stopped\n" in stage.log.getvalue()


def test_a_killed_program_is_started_again(stage):
    with stage.supervisor as supervisor:
        supervisor.start(stage.program("first"))
        killed = stage.pid("first")
        os.kill(killed, signal.SIGKILL)
        stage.watch_until(lambda: stage.pid("first") != killed)
    assert stage.diary == ["first began", "first began", "first stopped"]
    assert "first was killed by SIGKILL; starting it again in 0.5 s" in stage.log.getvalue()


def test_a_program_that_keeps_falling_is_started_less_and_less_often(stage):
    short = stage.program("short", "--short")
    with stage.supervisor as supervisor:
        supervisor.start(Program("short", short.command, short.environ))  # nobody waits for it to be ready
        stage.watch_until(lambda: stage.log.getvalue().count("short ended with code 3") >= 3)
    said = [line for line in stage.log.getvalue().splitlines() if "starting it again" in line]
    assert [line.rpartition(" in ")[2] for line in said[:3]] == ["0.5 s", "1 s", "2 s"]


def test_a_program_that_ends_before_it_is_ready_stops_the_start(stage):
    with pytest.raises(ConfigurationError, match="second ended before it was ready"), stage.supervisor as supervisor:
        supervisor.start(stage.program("first"))
        supervisor.start(Program("second", stage.program("second", "--short").command, os.environ,
                                 is_ready=lambda: False))
    assert stage.diary[-1] == "first stopped"


def test_a_deaf_program_is_ended_all_the_same(stage):
    with stage.supervisor as supervisor:
        supervisor.start(stage.program("deaf", "--deaf", stop_seconds=0.3))
        pid = stage.pid("deaf")
    assert started_at(pid) is None
    assert "deaf did not stop in time and is ended" in stage.log.getvalue()


def test_the_pid_file_is_told_of_every_beginning_and_end(stage):
    with stage.supervisor as supervisor:
        supervisor.start(stage.program("first"))
        supervisor.start(stage.program("second"))
    assert stage.changes == [["first"], ["first", "second"], ["first"], []]


def test_a_program_that_runs_once_must_succeed(stage):
    with stage.supervisor as supervisor:
        supervisor.run(Program("once", lambda: [sys.executable, "-c", "print('done')"], os.environ))
        with pytest.raises(ConfigurationError, match="twice failed"):
            supervisor.run(Program("twice", lambda: [sys.executable, "-c", "raise SystemExit(4)"], os.environ))
    assert "once        | done" in stage.log.getvalue()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_children_end_when_their_supervisor_is_killed(tmp_path):
    ready = tmp_path / "ready"
    parent = os.fork()
    if parent == 0:
        from erp.runtime.child_process import spawn

        spawn([sys.executable, str(STAND_IN), "orphan", "--ready", str(ready)], os.environ)
        while not ready.exists():
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(parent, 0)
    pid = int(ready.read_text())
    deadline = time.monotonic() + 10
    while started_at(pid) is not None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert started_at(pid) is None
