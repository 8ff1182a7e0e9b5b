"""Years of trade in minutes: what use cases wrote for a few orders, written again by COPY under new identifiers.

A sample is really traded first. Every row it added is a template: identifiers, document numbers and days that are
the sample's own are replaced for each copy, everything else (items, customers, amounts) stays. What the sample
changed in rows that were there before (stock, cost pools, number series) is added as often as it was copied. Every
constraint and trigger is on, and ``erp verify`` must find the result clean.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from time import time_ns
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import create_engine

from erp.overview.bench.ledger_tables import LedgerTable, tables_in_writing_order

Rows = dict[str, list[list[str]]]
BATCH = 25  # copies a transaction
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_DAY = r"\d{4}-\d{2}-\d{2}"
_MILLISECONDS_A_DAY = 86_400_000


@dataclass(frozen=True)
class Sample:
    """What the sample's trade added, table by table, and when it began."""

    tables: tuple[LedgerTable, ...]
    rows: Rows
    began_ms: int
    today: date

    def count(self, table: str) -> int:
        """How many rows one copy adds to a table."""
        return len(self.rows.get(table, ()))


@contextmanager
def traded_sample(admin_url: str, today: date, trade: Callable[[], None]) -> Iterator["Copier"]:
    """Carry out the trade, and hand over what can write it again as often as wanted.

    Whatever the trade finds there (balances, price lists) must exist before: trade once for every customer and item
    first, since rows that come to exist with their first use would come to exist with every copy. Written by the
    schema's owner, for whom every constraint and trigger holds as for anybody.
    """
    owner = create_engine(admin_url)
    with owner.connect() as wrapped:
        connection: psycopg.Connection[Any] = wrapped.connection.driver_connection  # type: ignore[assignment]
        tables = tables_in_writing_order(connection)
        for number, table in enumerate(tables):
            connection.execute(f"CREATE TEMP TABLE before_{number} AS SELECT * FROM {table.name}")  # noqa: S608
        connection.commit()
        began_ms = time_ns() // 1_000_000
        trade()
        rows = {
            table.name: _added_rows(connection, number, table) for number, table in enumerate(tables)
        }
        changes = [
            statement for number, table in enumerate(tables)
            if (statement := _keep_changes(connection, number, table)) is not None
        ]
        connection.commit()
        try:
            yield Copier(connection, Sample(tuple(tables), rows, began_ms, today), changes)
        finally:
            connection.rollback()
            connection.execute("DISCARD TEMP")  # at once: a closed connection's tables linger a moment
            connection.commit()
    owner.dispose()


@dataclass(frozen=True)
class Copier:
    """Writes the sample again."""

    connection: psycopg.Connection[Any]
    sample: Sample
    changes: list[str]

    def write(self, copies: int, *, days: int, report: Callable[[int], None] = lambda _done: None) -> None:
        """Write so many copies, spread evenly over the days before the sample's own."""
        stencils = [
            (table, _stencil(self.sample, table)) for table in self.sample.tables if self.sample.rows[table.name]
        ]
        for first in range(1, copies + 1, BATCH):
            numbers = range(first, min(first + BATCH, copies + 1))
            self.connection.execute("SELECT set_config('app.actor', 'system:bench', true)")
            shifts = [_Shift(number, (number - 1) % max(days, 1), number) for number in numbers]
            for table, stencil in stencils:
                with self.connection.cursor().copy(table.copy_in) as copy:
                    for shift in shifts:
                        copy.write(stencil.fill(shift))
            self.connection.commit()
            report(numbers[-1])
        for change in self.changes:
            self.connection.execute(change, {"copies": copies})
        self.connection.commit()


@dataclass(frozen=True)
class _Shift:
    """How a copy differs: its number, how many days earlier, and milliseconds that keep its identifiers apart."""

    number: int
    days: int
    apart_ms: int


Slot = tuple[Callable[[Any, _Shift], str], Any]


class _Stencil:
    """The rows of one table as text with holes. Equal holes are filled once a copy."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.holes: list[int] = []
        self.slots: dict[Slot, int] = {}

    def literal(self, text: str) -> None:
        self.text.append(text.replace("%", "%%"))

    def hole(self, fill: Callable[[Any, _Shift], str], value: Any) -> None:
        self.text.append("%s")
        self.holes.append(self.slots.setdefault((fill, value), len(self.slots)))

    def close(self) -> None:
        self.format = "".join(self.text)

    def fill(self, shift: _Shift) -> str:
        values = [fill(value, shift) for fill, value in self.slots]
        return self.format % tuple(values[hole] for hole in self.holes)


def _stencil(sample: Sample, table: LedgerTable) -> _Stencil:
    numbers, steps = _document_numbers(sample)
    words = "|".join(re.escape(number) for number in sorted(numbers, key=len, reverse=True))
    pattern = re.compile(rf"({_UUID})|(?<![\w-])({words or '(?!)'})(?!\w)|({_DAY})")
    stencil = _Stencil()
    for row in sample.rows[table.name]:
        for position, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            if position:
                stencil.literal("\t")
            if column == "series_number" and cell != r"\N":
                stencil.hole(_next_count, (int(cell), steps[table.name]))
                continue
            at = 0
            for found in pattern.finditer(cell):
                fill = _filler(sample, numbers, found)
                if fill is None:
                    continue
                stencil.literal(cell[at:found.start()])
                stencil.hole(*fill)
                at = found.end()
            stencil.literal(cell[at:])
        stencil.literal("\n")
    stencil.close()
    return stencil


def _filler(sample: Sample, numbers: dict[str, int], found: re.Match[str]) -> Slot | None:
    identifier, number, day = found.groups()
    if identifier is not None:
        made_ms = UUID(identifier).int >> 80
        return (_earlier_id, (made_ms, identifier[13:])) if made_ms >= sample.began_ms else None
    if number is not None:
        return _next_number, (number, numbers[number])
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return None
    return (_earlier_day, on) if on >= sample.today else None


def _document_numbers(sample: Sample) -> tuple[dict[str, int], dict[str, int]]:
    """Each number the sample drew, with how many its series draws a copy: none where no series counts it."""
    numbers: dict[str, int] = {}
    steps: dict[str, int] = {}
    for table in sample.tables:
        if "number" not in table.columns:
            continue
        at = table.columns.index("number")
        rows = sample.rows[table.name]
        steps[table.name] = len(rows) if "series_number" in table.columns else 0
        numbers |= {row[at]: steps[table.name] for row in rows if not row[at].isdecimal() and row[at] != r"\N"}
    return numbers, steps


def _earlier_id(value: tuple[int, str], shift: _Shift) -> str:
    made = value[0] - shift.days * _MILLISECONDS_A_DAY + shift.apart_ms
    prefix = f"{made:012x}"
    return f"{prefix[:8]}-{prefix[8:]}{value[1]}"


def _earlier_day(on: date, shift: _Shift) -> str:
    return (on - timedelta(days=shift.days)).isoformat()


def _next_number(value: tuple[str, int], shift: _Shift) -> str:
    number, step = value
    if not step:
        return f"{number}.{shift.number}"
    digits = re.search(r"\d+$", number)
    assert digits is not None  # noqa: S101  numbers of a series end with their count
    width = len(digits[0])
    return f"{number[:digits.start()]}{int(digits[0]) + shift.number * step:0{width}}"


def _next_count(value: tuple[int, int], shift: _Shift) -> str:
    return str(value[0] + shift.number * value[1])


def _added_rows(connection: psycopg.Connection[Any], number: int, table: LedgerTable) -> list[list[str]]:
    with connection.cursor().copy(table.copy_added(f"before_{number}")) as copy:
        text = b"".join(bytes(block) for block in copy).decode()
    return [line.split("\t") for line in text.split("\n")[:-1]]


def _keep_changes(connection: psycopg.Connection[Any], number: int, table: LedgerTable) -> str | None:
    """Note by how much the trade changed the amounts of rows that were there before; returns what adds it again."""
    if not table.amounts:
        return None
    differences = ", ".join(f"t.{name} - b.{name} AS {name}" for name in table.amounts)
    keys = ", ".join(f"t.{name}" for name in table.key)
    changed = " OR ".join(f"t.{name} <> b.{name}" for name in table.amounts)
    made = connection.execute(
        f"CREATE TEMP TABLE change_{number} AS SELECT {keys}, {differences} FROM {table.name} t "  # noqa: S608
        f"JOIN before_{number} b USING ({', '.join(table.key)}) WHERE {changed}"
    )
    if not made.rowcount:
        return None
    settings = ", ".join(f"{name} = t.{name} + c.{name} * %(copies)s" for name in table.amounts)
    match = " AND ".join(f"t.{name} = c.{name}" for name in table.key)
    return f"UPDATE {table.name} AS t SET {settings} FROM change_{number} c WHERE {match}"  # noqa: S608
