"""Many sessions let go at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Engine, text

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
