"""Statements written as text run straight on the driver, and writes without waiting for one another.

A use case sends a fixed, small number of statements, so what each of them costs in Python is most of what the step
costs. Text needs neither a compiler nor result types: it is read once per process and sent on the connection's lane.
Whatever SQLAlchemy sends itself (the ORM, savepoints) waits until the lane is empty.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any, NoReturn

import psycopg
from sqlalchemy import Connection, Engine, TextClause, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from erp.kernel.lane import Lane, LaneError, Sent

_DIALECT = PGDialect_psycopg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
_MOST_PLANS = 4096
_LANE = "lane"  # in Connection.info, which lives as long as the driver's connection


class _Plan:
    """A statement as the server wants it; what it returns is known once it has run in this process."""

    __slots__ = ("metadata", "names", "sql", "width", "writes")

    def __init__(self, sql: str, names: tuple[str, ...]) -> None:
        self.sql = sql
        self.names = names
        self.writes = _tables_written(sql)
        self.width: int | None = None  # columns it returns; 0: none, so nobody has to wait for it
        self.metadata = SimpleResultMetaData(())

    def learn(self, sent: Sent) -> None:
        """Note what the statement has just returned."""
        result = sent.result if sent.has_rows else None
        columns = [] if result is None else [(result.fname(n) or b"").decode() for n in range(result.nfields)]
        self.width = len(columns)
        self.metadata = SimpleResultMetaData(columns)


_plans: dict[str, _Plan | None] = {}
_WRITING = re.compile(
    r"""\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE)\s+(?:ONLY\s+)?"?(\w+)"?\."?(\w+)""",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def _tables_written(sql: str) -> frozenset[str]:
    return frozenset(f"{schema}.{table}" for schema, table in _WRITING.findall(sql))


class Written:
    """What a statement without rows did; asking waits for it."""

    def __init__(self, connection: Connection, lane: Lane, sent: Sent) -> None:
        self._connection = connection
        self.lane = lane
        self.sent = sent

    @property
    def rowcount(self) -> int:
        """How many rows it inserted, changed or removed."""
        if self.sent.result is None:
            _collect(self._connection, self.lane)
        assert self.sent.result is not None  # noqa: S101  collected above
        return self.sent.result.command_tuples or 0


class DirectSession(Session):
    """A session whose textual statements take the lane; everything else works as ever."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._at: tuple[object, Connection, Lane] | None = None
        self._introduction: tuple[Lane, Sent] | None = None
        self._marks: str | None = None

    def execute(self, statement: Any, params: Any = None, **options: Any) -> Any:
        plan = None if options else _plan_of(statement, params)
        if plan is None:
            return super().execute(statement, params, **options)
        return self._run(plan, params or {}, read=True)

    def scalars(self, statement: Any, params: Any = None, **options: Any) -> Any:
        if options or _plan_of(statement, params) is None:
            return super().scalars(statement, params, **options)
        return self.execute(statement, params).scalars()

    def scalar(self, statement: Any, params: Any = None, **options: Any) -> Any:
        if options or _plan_of(statement, params) is None:
            return super().scalar(statement, params, **options)
        return self.execute(statement, params).scalar()

    def introduce(self, statement: TextClause, params: Mapping[str, Any]) -> None:
        """Run the first statement of a step; its first column says which reference tables have changed."""
        plan = _plan_of(statement, params)
        assert plan is not None  # noqa: S101  written by the kernel itself
        written = self._run(plan, params, read=False)
        self._introduction = (written.lane, written.sent)

    def reference_marks(self) -> str | None:
        """The marks of the reference tables as the step began; None outside a unit of work."""
        if self._introduction is not None:
            lane, sent = self._introduction
            if sent.result is None:
                self.collect()
            self._marks, self._introduction = lane.rows(sent)[0][0], None
        return self._marks

    def has_written(self, tables: tuple[str, ...]) -> bool:
        """Whether the present transaction has written to any of the tables."""
        return not self._where()[1].written.isdisjoint(tables)

    def collect(self) -> None:
        """Wait for everything in flight."""
        if self._at is not None:
            _collect(self._at[1], self._at[2])

    def _run(self, plan: _Plan, params: Mapping[str, Any], *, read: bool) -> Any:
        if not self._is_clean():
            self.flush()
        connection, lane = self._where()
        for note in connection.dispatch.before_cursor_execute:
            note(connection, None, plan.sql, params, None, False)
        try:
            sent = lane.send(plan.sql, [params[name] for name in plan.names])
            if plan.writes:
                lane.written |= plan.writes
            if not read or plan.width == 0:
                return Written(connection, lane, sent)
            lane.collect()
            if plan.width is None or (sent.result is not None and sent.result.nfields != plan.width):
                plan.learn(sent)
            if plan.width == 0:
                return Written(connection, lane, sent)
            rows = lane.rows(sent)
        except BaseException as error:
            _fail(connection, lane, error, plan.sql)
        return IteratorResult(plan.metadata, iter(rows))

    def _where(self) -> tuple[Connection, Lane]:
        """The connection of the present transaction, and its lane."""
        if self._at is None or self._at[0] is not self._transaction:
            connection = self.connection()
            self._at = (self._transaction, connection, _lane_of(connection))
        return self._at[1], self._at[2]


@event.listens_for(DirectSession, "before_commit")
def _before_commit(session: DirectSession) -> None:
    """A savepoint is undone only while it stands: errors in flight must come out before it is released."""
    if session.in_nested_transaction() or isinstance(session.bind, Connection):
        session.collect()


def listen(engine: Engine) -> None:
    """Let SQLAlchemy's own statements, commits and rollbacks find the lane empty."""
    event.listen(engine, "before_cursor_execute", _before_statement)
    event.listen(engine, "commit", _commit)
    event.listen(engine, "rollback", _roll_back)


def _plan_of(statement: object, params: object) -> _Plan | None:
    """How to run the statement; None where SQLAlchemy has something to do for it."""
    if type(statement) is not TextClause or isinstance(params, list | tuple):
        return None
    try:
        return _plans[statement.text]
    except KeyError:
        if len(_plans) >= _MOST_PLANS:
            _plans.clear()
        plan = _plans[statement.text] = _make_plan(statement)
        return plan


def _make_plan(statement: TextClause) -> _Plan | None:
    for bound in statement._bindparams.values():
        if bound.expanding or not bound.required or not isinstance(bound.type, NullType):
            return None
    compiled = statement.compile(dialect=_DIALECT)
    if ";" in compiled.string.rstrip().rstrip(";"):
        return None
    return _Plan(compiled.string, tuple(compiled.positiontup or ()))


def _lane_of(connection: Connection) -> Lane:
    lane: Lane | None = connection.info.get(_LANE)
    if lane is None:
        if not event.contains(connection.engine, "commit", _commit):
            listen(connection.engine)
        driver: Any = connection.connection.driver_connection
        lane = connection.info[_LANE] = Lane(driver, prepare=prepares(connection))
    return lane


def prepares(bind: Connection | Engine) -> bool:
    """Whether a connection stays with one server process, so that it may keep prepared statements."""
    return bool(bind.get_execution_options().get("prepares", True))


def _collect(connection: Connection, lane: Lane) -> None:
    if not lane.is_open:
        return
    try:
        lane.collect()
    except BaseException as error:
        _fail(connection, lane, error, "")


def _before_statement(
    connection: Connection, cursor: object, statement: str, parameters: object, context: object, many: bool
) -> None:
    lane: Lane | None = connection.info.get(_LANE)
    if context is None or lane is None:
        return
    lane.written |= _tables_written(statement)
    try:
        lane.leave()
    except BaseException as error:
        _fail(connection, lane, error, statement)


def _commit(connection: Connection) -> None:
    """Send the commit after what is in flight and wait once for all of it; SQLAlchemy finds nothing left to commit."""
    lane: Lane | None = connection.info.get(_LANE)
    if lane is None:
        return
    lane.written.clear()
    if not lane.is_open:
        return
    try:
        sent = lane.send_plain("COMMIT")
        lane.collect()
    except BaseException as error:
        _roll_back(connection)
        _fail(connection, lane, error, "COMMIT")
    lane.leave()
    if sent.result is None or sent.result.command_status != b"COMMIT":
        raise RuntimeError("the transaction had failed before its commit")


def _roll_back(connection: Connection) -> None:
    """Undo: errors of what is still in flight matter no more."""
    if connection.invalidated:
        return
    lane: Lane | None = connection.info.get(_LANE)
    if lane is None:
        return
    lane.written.clear()
    with suppress(psycopg.Error):
        lane.undo()


def _fail(connection: Connection, lane: Lane, error: BaseException, sql: str) -> NoReturn:
    """Leave the lane and raise the error as SQLAlchemy raises those of its own statements."""
    with suppress(LaneError, psycopg.Error):
        lane.leave()
    cause: BaseException = error
    if isinstance(error, LaneError):
        cause, sql = error.refusal, error.sql
    try:
        raise cause
    except BaseException as raised:
        connection._handle_dbapi_exception(raised, sql, None, None, None)
