"""Writing and locking many rows in one execution, whatever their number.

Each column travels as one array through ``unnest``: one statement, one plan, and no bound on the number of rows
(a list of dictionaries would run once per row, and a VALUES list ends at 65,535 parameters).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, Table, TextClause, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from erp.kernel.db import Base
from erp.kernel.plain import to_json

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


def insert_rows(
    target: Any, model: type[Base], rows: Sequence[Mapping[str, object]], *, on_conflict_do_nothing: bool = False
) -> None:
    """Insert rows that all name the same columns, in the order given.

    ``target`` is a unit of work or a session. Columns left out take their database defaults.
    """
    if not rows:
        return
    columns = tuple(rows[0])
    statement = _insert_statement(_table(model), columns, on_conflict_do_nothing)
    _session(target).execute(statement, _arrays(_table(model), columns, rows))


def update_rows(
    target: Any, model: type[Base], key: tuple[str, ...], rows: Sequence[Mapping[str, object]]
) -> int:
    """Set the non-key columns of the rows whose key columns match; return how many rows matched."""
    if not rows:
        return 0
    columns = tuple(rows[0])
    statement = _update_statement(_table(model), key, columns)
    result = _session(target).execute(statement, _arrays(_table(model), columns, rows))
    return int(result.rowcount)  # type: ignore[attr-defined]


def lock_rows(
    target: Any, model: type[Base], ids: Collection[UUID], columns: Sequence[str] | None = None
) -> list[Row[Any]]:
    """Lock rows by id, in id order, and return them as they stand under the lock.

    The lock is FOR NO KEY UPDATE, so that rows which merely refer to these can still be inserted.
    """
    if not ids:
        return []
    statement = _lock_statement(_table(model), tuple(columns) if columns else None)
    return list(_session(target).execute(statement, {"ids": list(ids)}))


def _table(model: type[Base]) -> Table:
    return cast(Table, model.__table__)


def _session(target: Any) -> Session:
    session: Session = getattr(target, "session", target)
    return session


def _arrays(
    table: Table, columns: tuple[str, ...], rows: Sequence[Mapping[str, object]]
) -> dict[str, str | list[object]]:
    """Each column as the text of an array, written by what the column holds; lists of other kinds are the driver's."""
    arrays: dict[str, str | list[object]] = {}
    for number, (name, write) in enumerate(zip(columns, _writers(table, columns), strict=True)):
        if write is None:
            arrays[f"c{number}"] = [row[name] for row in rows]
        else:
            parts = ["NULL" if (value := row[name]) is None else write(value) for row in rows]
            arrays[f"c{number}"] = "{" + ",".join(parts) + "}"
    return arrays


def _quoted(value: Any) -> str:
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# How one element of an array is written, by the Python type that the column's values have.
_WRITERS: dict[type, Callable[[Any], str]] = {
    UUID: lambda value: value.hex if type(value) is UUID else str(value),
    Decimal: str,
    int: str,
    bool: lambda value: "t" if value else "f",
    str: _quoted,
    date: lambda value: str(value.isoformat()),
    datetime: lambda value: str(value.isoformat()),
}


@lru_cache(maxsize=1024)
def _writers(table: Table, columns: tuple[str, ...]) -> tuple[Callable[[Any], str] | None, ...]:
    return tuple(
        (lambda value: _quoted(to_json(value)))
        if isinstance(table.c[name].type, JSONB)
        else None if isinstance(table.c[name].type, ARRAY) else _WRITERS.get(table.c[name].type.python_type)
        for name in columns
    )


def _sql_type(column_type: TypeEngine[Any]) -> str:
    return column_type.compile(dialect=_DIALECT)


def _source(table: Table, columns: tuple[str, ...]) -> str:
    """The FROM item that turns the bound arrays back into rows."""
    arrays = []
    for number, name in enumerate(columns):
        column_type = table.c[name].type
        element = "text" if isinstance(column_type, JSONB) else _sql_type(column_type)
        arrays.append(f"CAST(:c{number} AS {element}[])")
    names = ", ".join(f'"{name}"' for name in columns)
    return f"unnest({', '.join(arrays)}) WITH ORDINALITY AS given({names}, ordinality)"


def _value(table: Table, name: str) -> str:
    cast = "::jsonb" if isinstance(table.c[name].type, JSONB) else ""
    return f'given."{name}"{cast}'


@lru_cache(maxsize=1024)
def _insert_statement(table: Table, columns: tuple[str, ...], on_conflict_do_nothing: bool) -> TextClause:
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(_value(table, name) for name in columns)
    conflict = " ON CONFLICT DO NOTHING" if on_conflict_do_nothing else ""
    return text(
        f"INSERT INTO {table.fullname} ({names}) SELECT {values} FROM {_source(table, columns)} "  # noqa: S608
        f"ORDER BY given.ordinality{conflict}"
    )


@lru_cache(maxsize=1024)
def _update_statement(table: Table, key: tuple[str, ...], columns: tuple[str, ...]) -> TextClause:
    settings = ", ".join(f'"{name}" = {_value(table, name)}' for name in columns if name not in key)
    match = " AND ".join(f't."{name}" = given."{name}"' for name in key)
    return text(f"UPDATE {table.fullname} AS t SET {settings} FROM {_source(table, columns)} WHERE {match}")  # noqa: S608


@lru_cache(maxsize=1024)
def _lock_statement(table: Table, columns: tuple[str, ...] | None) -> TextClause:
    names = ", ".join(f't."{name}"' for name in columns) if columns else "t.*"
    return text(
        f"SELECT {names} FROM {table.fullname} AS t WHERE t.id = ANY(CAST(:ids AS uuid[])) "  # noqa: S608
        "ORDER BY t.id FOR NO KEY UPDATE"
    )
