"""Many sessions let go at the same moment, and single ones stopped before a statement that a test names."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Engine, event, text

T = TypeVar("T")
PATIENCE = 60.0  # seconds after which a session that should have gone on is a failure of the test


def at_once(steps: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """Run every step in a thread of its own, all let go together; what each answered or raised, in their order."""
    gate = threading.Barrier(len(steps))

    def run(step: Callable[[], T]) -> T | Exception:
        gate.wait(PATIENCE)
        try:
            return step()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


@contextmanager
def no_deadlock(engine: Engine) -> Iterator[None]:
    """Fail where PostgreSQL had to break a circle of waiting sessions, even if the step was repeated and went well."""
    before = _deadlocks(engine)
    yield
    assert _deadlocks(engine) == before, "sessions waited for each other in a circle"


def _deadlocks(engine: Engine) -> int:
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_stat_force_next_flush()"))
        counted = connection.scalar(
            text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        )
    return int(counted or 0)


@dataclass
class Stopped:
    """A session that stands before the statement it was told to stop at, with the locks it has taken by then."""

    reached: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    result: Future[Any] = field(default_factory=Future)

    def finish(self) -> Any:
        """Let it go on; what its step answered, or the error it raised."""
        self.go_on.set()
        return self.result.result(PATIENCE)


class StoppingPlaces:
    """Starts steps that stop before the first statement in which a pattern is found."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._here = threading.local()
        self._threads: list[threading.Thread] = []
        event.listen(engine, "before_cursor_execute", self._before)

    def start(self, step: Callable[[], Any], *, before: str | None = None) -> Stopped:
        """Run the step in a thread of its own; where ``before`` is given, return when it stands before that."""
        stopped = Stopped()

        def run() -> None:
            self._here.place = (re.compile(before), stopped) if before else None
            try:
                stopped.result.set_result(step())
            except BaseException as error:
                stopped.result.set_exception(error)
            finally:
                stopped.reached.set()

        thread = threading.Thread(target=run, daemon=True)
        self._threads.append(thread)
        thread.start()
        if before:
            assert stopped.reached.wait(PATIENCE), f"never came to {before}"
            assert not stopped.result.done(), f"ended without coming to {before}"
        return stopped

    def waits(self, session: Stopped) -> bool:
        """Wait until the session either has ended (False) or waits for a lock of another (True)."""
        for _ in range(int(PATIENCE * 100)):
            if session.result.done():
                return False
            if self._waiting():
                return True
            session.reached.wait(0.01)
        raise AssertionError("the session neither ended nor waits")

    def close(self) -> None:
        event.remove(self._engine, "before_cursor_execute", self._before)
        for thread in self._threads:
            thread.join(PATIENCE)

    def _before(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        place = getattr(self._here, "place", None)
        if place is None or not place[0].search(statement):
            return
        self._here.place = None
        place[1].reached.set()
        assert place[1].go_on.wait(PATIENCE), "nobody let the session go on"

    def _waiting(self) -> int:
        with self._engine.connect() as connection:
            return int(connection.scalar(text(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )) or 0)  # fmt: skip
