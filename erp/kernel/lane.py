"""A connection on which statements travel one after another without waiting for each other's answers.

PostgreSQL's pipeline mode: what returns no rows is sent and left in flight; a read, or the commit, waits once for
everything before it. The answers come in order, and after an error nothing that was sent behind it acts until the
wait is over, so a step means what it meant when it waited for each statement. A statement is prepared on the
connection when it first comes, except behind a pooler, where the next transaction may find another server process.
"""

from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import psycopg
from psycopg import generators, pq
from psycopg.abc import PQGen
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result

from erp.kernel.wire import encode

_Key = tuple[str, tuple[int, ...]]  # a statement and the types of its parameters
_MOST_PREPARED = 500
_IDLE = pq.TransactionStatus.IDLE
_TUPLES = pq.ExecStatus.TUPLES_OK
_DONE = frozenset({_TUPLES, pq.ExecStatus.COMMAND_OK, pq.ExecStatus.EMPTY_QUERY})
_SYNC = pq.ExecStatus.PIPELINE_SYNC


class Sent:
    """A statement on its way; its result is there once the lane has collected it."""

    __slots__ = ("prepares", "result", "sql")

    def __init__(self, sql: str, prepares: _Key | None = None) -> None:
        self.sql = sql
        self.prepares = prepares
        self.result: pq.abc.PGresult | None = None

    @property
    def has_rows(self) -> bool:
        return self.result is not None and self.result.status == _TUPLES


class LaneError(Exception):
    """What the first failing statement was refused with."""

    def __init__(self, error: psycopg.Error, sql: str) -> None:
        super().__init__(str(error))
        self.refusal = error
        self.sql = sql


class Lane:
    """The pipeline of one driver connection, and what was prepared on it."""

    def __init__(self, driver: psycopg.Connection[Any], *, prepare: bool) -> None:
        self._driver = driver
        self._wire = driver.pgconn
        self._adapter = Transformer(driver)
        self._prepare = prepare
        self._names: dict[_Key, bytes] = {}
        self._named = 0
        self._in_flight: deque[Sent] = deque()
        self.written: set[str] = set()  # tables the present transaction has written to

    @property
    def is_open(self) -> bool:
        """Whether the connection is in pipeline mode, where nobody but the lane may use it."""
        return bool(self._wire.pipeline_status)

    def send(self, sql: str, values: Sequence[Any]) -> Sent:
        """Send a statement; begins a transaction where none is open."""
        encoded = [encode(value, self._adapter) for value in values]
        wire = self._wire
        if not wire.pipeline_status:
            wire.enter_pipeline_mode()
        if not self._in_flight and wire.transaction_status == _IDLE:
            self.send_plain("BEGIN ISOLATION LEVEL READ COMMITTED")
        types = tuple([kind for _, kind in encoded])
        data = [text for text, _ in encoded]
        key = (sql, types)
        name = self._names.get(key)
        if name is None:
            if not self._prepare or len(self._names) >= _MOST_PREPARED:
                wire.send_query_params(sql.encode(), data, param_types=types)
                return self._await(sql)
            self._named += 1
            self._names[key] = name = b"erp_%d" % self._named
            wire.send_prepare(name, sql.encode(), param_types=types)
            self._await(sql, key)
        wire.send_query_prepared(name, data)
        wire.flush()  # the server works while the step goes on
        return self._await(sql)

    def send_plain(self, sql: str) -> Sent:
        """Send a statement without parameters that is not worth preparing."""
        self._wire.send_query_params(sql.encode(), None)
        return self._await(sql)

    def _await(self, sql: str, prepares: _Key | None = None) -> Sent:
        sent = Sent(sql, prepares)
        self._in_flight.append(sent)
        return sent

    def rows(self, sent: Sent) -> list[tuple[Any, ...]]:
        """The rows of a statement that was collected."""
        result = sent.result
        assert result is not None  # noqa: S101  asked for after collect
        self._adapter.set_pgresult(result)
        return self._adapter.load_rows(0, result.ntuples, tuple)

    def collect(self) -> None:
        """Wait for everything in flight.

        Raises: LaneError, the first one, when all is collected.
        """
        self._wire.pipeline_sync()
        failure: LaneError | None = self._driver.wait(self._receive())
        if failure is not None:
            raise failure

    def _receive(self) -> PQGen[LaneError | None]:
        wire, failure = self._wire, None
        yield from generators.send(wire)
        while True:
            results = yield from generators.fetch_many(wire)
            if not results:
                continue
            result = results[-1]
            if result.status == _SYNC:
                return failure
            sent = self._in_flight.popleft()
            sent.result = result
            if result.status in _DONE:
                continue
            if sent.prepares is not None:
                del self._names[sent.prepares]
            if failure is None:
                failure = LaneError(error_from_result(result, encoding="utf-8"), sent.sql)

    def leave(self) -> None:
        """Collect, and give the connection back to the driver.

        Raises: LaneError
        """
        if not self._wire.pipeline_status:
            return
        try:
            if self._in_flight:
                self.collect()
        finally:
            self._in_flight.clear()
            self._wire.exit_pipeline_mode()

    def undo(self) -> None:
        """Roll the transaction back, whatever is in flight, and give the connection back to the driver."""
        if not self._wire.pipeline_status:
            return
        with suppress(LaneError):
            self.collect()
        if self._wire.transaction_status != _IDLE:
            self.send_plain("ROLLBACK")
        self.leave()
