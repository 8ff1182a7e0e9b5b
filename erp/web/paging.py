"""Lists page by key, not by offset: page 4,000 costs what page 1 costs, and a row added meanwhile shifts nothing.

The address holds the filters and the key of the last row seen, so that it can be sent and saved. The spreadsheet is
streamed from the same statement and the same columns.
"""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from sqlalchemy import ColumnElement, Select, Subquery, Text, and_, func, or_, select
from sqlalchemy import String as SQLString
from sqlalchemy.orm import Session

from erp.kernel.errors import Refused
from erp.kernel.plain import to_plain
from erp.web.doors import house
from erp.web.listing import Column, Listing, Totals, spreadsheet_value
from erp.web.pages import render
from erp.web.reading import read

__all__ = ["Column", "Listing", "page_by_key", "render_list"]

PAGE_SIZE = 50
_PAGE_ARGUMENTS = frozenset({"after", "before", "format"})


def page_by_key(
    statement: Select[*tuple[Any, ...]], *, columns: Sequence[Column], key: Sequence[str], page_size: int = PAGE_SIZE,
    select_rows: bool = False,
) -> Listing:  # fmt: skip
    """Read one page of the statement in the order of ``key``, and the totals over all of it.

    ``key`` names labels of the statement, ``-`` before one for descending; they must not be null, and the last one
    must be unique. Two executions: the page and the totals.
    Raises: Refused where the address holds a key that cannot be read.
    """
    found = statement.order_by(None).subquery("found")
    order = [_Key(found, name) for name in key]
    before = request.args.get("before")
    after = request.args.get("after")
    page = _ordered(select(found), order, backwards=before is not None)
    cursor = before if before is not None else after
    if cursor is not None:
        page = page.where(_beyond(order, _decode(cursor, order), backwards=before is not None))
    if request.args.get("format") == "csv":
        return Listing(columns, (), statement=_ordered(select(found), order, backwards=False))
    rows = list(read().execute(page.limit(page_size + 1)))
    has_more = len(rows) > page_size
    rows = rows[:page_size]
    if before is not None:
        rows.reverse()
    has_previous = has_more if before is not None else after is not None
    has_next = True if before is not None else has_more
    return Listing(
        columns, rows, totals=_totals(found, columns), select=select_rows,
        first_url=_address() if has_previous else None,
        previous_url=_address(before=_encode(rows[0], order)) if rows and has_previous else None,
        next_url=_address(after=_encode(rows[-1], order)) if rows and has_next else None,
        csv_url=_address(format="csv"),
    )  # fmt: skip


def render_list(template: str, listing: Listing, *, name: str, **context: Any) -> Response:
    """Show a list, or stream all of it as CSV where the address asks for that."""
    if listing.statement is not None:
        return _csv(listing, name)
    return render(template, listing=listing, **context)


class _Key:
    """One column of the order."""

    def __init__(self, found: Subquery, name: str) -> None:
        self.name = name.removeprefix("-")
        self.descending = name.startswith("-")
        self.type: type[Any] = found.c[self.name].type.python_type
        self.column: ColumnElement[Any] = found.c[self.name]
        # One order everywhere, whatever the collation of the database.
        if isinstance(found.c[self.name].type, SQLString | Text):
            self.column = found.c[self.name].collate("C")


def _ordered(
    page: Select[*tuple[Any, ...]], order: list[_Key], *, backwards: bool
) -> Select[*tuple[Any, ...]]:
    return page.order_by(*(k.column.asc() if k.descending == backwards else k.column.desc() for k in order))


def _beyond(order: list[_Key], values: list[Any], *, backwards: bool) -> ColumnElement[bool]:
    """Rows past the given key: beyond in the first column, or equal there and beyond in the next, and so on."""
    choices = []
    for position, key in enumerate(order):
        same = [order[i].column == values[i] for i in range(position)]
        past = key.column > values[position] if key.descending == backwards else key.column < values[position]
        choices.append(and_(*same, past))
    return or_(*choices)


def _encode(row: Any, order: list[_Key]) -> str:
    text = json.dumps([to_plain(getattr(row, key.name)) for key in order], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str, order: list[_Key]) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(order):
            raise ValueError
        return [_typed(key.type, value) for key, value in zip(order, values, strict=True)]
    except (ValueError, TypeError, InvalidOperation):
        raise Refused("The address of this page cannot be read. Go back to the first page of the list.") from None


def _typed(kind: type[Any], value: Any) -> Any:
    if kind is UUID:
        return UUID(value)
    if kind is Decimal:
        return Decimal(value)
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    if not isinstance(value, kind):
        raise ValueError
    return value


def _totals(found: Subquery, columns: Sequence[Column]) -> list[Totals]:
    summed = [column for column in columns if column.total]
    currency = next((column.currency for column in summed if column.currency), None)
    chosen: list[Any] = [func.count().label("rows")]
    chosen += [func.coalesce(func.sum(found.c[column.name]), 0).label(column.name) for column in summed]
    statement = select(*chosen).select_from(found)
    if currency:
        statement = statement.add_columns(found.c[currency].label("in_currency"))
        statement = statement.group_by(found.c[currency]).order_by(found.c[currency])
    return [
        Totals(
            currency=row.in_currency if currency else None,
            count=row.rows,
            sums={column.name: getattr(row, column.name) for column in summed},
        )
        for row in read().execute(statement)
    ]


def _address(**changes: str) -> str:
    """The present address with another page: every filter stays."""
    kept: dict[str, Any] = {k: v for k, v in request.args.to_dict(flat=False).items() if k not in _PAGE_ARGUMENTS}
    values: dict[str, Any] = {**(request.view_args or {}), **kept, **changes}
    return url_for(str(request.endpoint), **values)


def _csv(listing: Listing, name: str) -> Response:
    engine = house().services.engine
    statement = listing.statement.execution_options(yield_per=1000)

    def stream() -> Iterator[str]:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow([column.heading for column in listing.columns])
        with Session(engine) as session:
            session.connection(execution_options={"postgresql_readonly": True})
            for rows in session.execute(statement).partitions():
                for row in rows:
                    writer.writerow([spreadsheet_value(getattr(row, column.name)) for column in listing.columns])
                yield text.getvalue()
                text.seek(0)
                text.truncate()
        yield text.getvalue()

    return Response(
        stream(),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
