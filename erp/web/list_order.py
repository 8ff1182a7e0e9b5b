"""The order a list stands in, and the place of a row in it.

Text is compared by an explicit collation, the same on every server; where somebody sorts by a column, without regard
to capitals, and rows without a value stand last in either direction.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy import (
    Alias,
    ColumnClause,
    ColumnElement,
    Label,
    Select,
    Subquery,
    TableClause,
    Text,
    and_,
    false,
    func,
    literal,
    or_,
    type_coerce,
)

from erp.kernel.errors import Refused
from erp.kernel.plain import to_plain
from erp.web.list_address import list_address
from erp.web.listing import LATEST_FIRST, Column, Heading

_KIND_TYPES: dict[str, type[Any]] = {
    "day": date, "moment": datetime, "amount": Decimal, "quantity": Decimal, "unit_price": Decimal,
    "percent": Decimal, "integer": int,
}  # fmt: skip

_COMPARABLE = frozenset({str, int, bool, Decimal, date, datetime})


class Key:
    """One column of the order. One that somebody chose may lack a value; those of the list itself never do."""

    def __init__(self, found: Subquery, name: str, *, kind: str = "text", chosen: bool = False) -> None:
        self.name = name.removeprefix("-")
        self.descending = name.startswith("-")
        self._kind, self._chosen = kind, chosen
        column: ColumnElement[Any] = found.c[self.name]
        self.type = _python_type(column, kind)
        self.column = self._compared(column)

    def of(self, found: Subquery) -> Key:
        """The same column of another choice of the rows."""
        return Key(found, f"-{self.name}" if self.descending else self.name, kind=self._kind, chosen=self._chosen)

    def ordering(self, *, backwards: bool) -> ColumnElement[Any]:
        """The column as it stands in ORDER BY."""
        ordered = self.column.desc() if self.descending != backwards else self.column.asc()
        if not self._chosen:
            return ordered
        return ordered.nulls_first() if backwards else ordered.nulls_last()

    def same(self, value: Any) -> ColumnElement[bool]:
        """Rows that are equal to the value here."""
        return self.column.is_(None) if value is None else self.column == self._bound(value)

    def past(self, value: Any, *, backwards: bool) -> ColumnElement[bool]:
        """Rows that stand beyond the value, in the direction one pages."""
        if value is None:
            return self.column.is_not(None) if backwards else false()
        bound = self._bound(value)
        beyond = self.column < bound if self.descending != backwards else self.column > bound
        return or_(beyond, self.column.is_(None)) if self._chosen and not backwards else beyond

    def typed(self, value: Any) -> Any:
        """A value of the address as the column has it."""
        if value is None and self._chosen:
            return None
        if self.type is UUID:
            return UUID(value)
        if self.type is Decimal:
            return Decimal(value)
        if self.type in (date, datetime):
            return self.type.fromisoformat(value)
        if not isinstance(value, self.type) or (isinstance(value, str) and "\0" in value.encode().decode()):
            raise ValueError
        return value

    def _compared(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        if self.type is not str:
            return column
        text = type_coerce(column, Text).collate("C")
        return func.lower(text).collate("C") if self._chosen else text

    def _bound(self, value: Any) -> Any:
        if self.type is str and self._chosen:
            return func.lower(literal(value, Text).collate("C")).collate("C")
        return value


class Order:
    """The columns of the order, the last of them unique."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self.keys = keys

    def of(self, found: Subquery) -> Order:
        """The same order of another choice of the rows."""
        return Order([key.of(found) for key in self.keys])

    def sorted(self, page: Select[*tuple[Any, ...]], *, backwards: bool = False) -> Select[*tuple[Any, ...]]:
        """The rows in this order."""
        return page.order_by(*(key.ordering(backwards=backwards) for key in self.keys))

    def beyond(self, cursor: str, *, backwards: bool) -> ColumnElement[bool]:
        """Rows past the given one: beyond in the first column, or equal there and beyond in the next, and so on.

        Raises: Refused where the address holds a place that cannot be read.
        """
        values = self._decoded(cursor)
        choices = []
        for position, key in enumerate(self.keys):
            same = [self.keys[i].same(values[i]) for i in range(position)]
            choices.append(and_(*same, key.past(values[position], backwards=backwards)))
        return or_(*choices)

    def cursor(self, row: Any) -> str:
        """The place of a row, for the address."""
        text = json.dumps([to_plain(getattr(row, key.name)) for key in self.keys], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def _decoded(self, cursor: str) -> list[Any]:
        try:
            values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            if not isinstance(values, list) or len(values) != len(self.keys):
                raise ValueError
            return [key.typed(value) for key, value in zip(self.keys, values, strict=True)]
        except (ValueError, TypeError, InvalidOperation):
            raise Refused("The address of this page cannot be read. Go back to the first page of the list.") from None


def chosen_order(found: Subquery, key: Sequence[str], sortable: Sequence[Column]) -> Order:
    """The order the address asks for, made unique by the last column of the list's own; else the list's own.

    A column the list cannot be sorted by is passed over: the address may be older than the list.
    """
    asked = request.args.get("sort", "")
    column = next((column for column in sortable if column.name == asked.removeprefix("-")), None)
    if column is None or asked == key[0]:
        return Order([Key(found, name) for name in key])
    if column.name == key[0].removeprefix("-"):  # the list's own order the other way round: the same index serves it
        return Order([Key(found, _turned(name)) for name in key])
    return Order([Key(found, asked, kind=column.kind, chosen=True), Key(found, key[-1])])


def sortable_columns(statement: Select[*tuple[Any, ...]], columns: Sequence[Column]) -> list[Column]:
    """The columns by which sorting costs no more than the list does already."""
    return [column for column in columns if _is_sortable(statement, column)]


def headings(order: Order, sortable: Sequence[Column]) -> dict[str, Heading]:
    """Where each heading leads: to the order of its column, or to the same turned round."""
    first = order.keys[0]
    links = {}
    for column in sortable:
        is_first = column.name == first.name
        descending = not first.descending if is_first else column.kind in LATEST_FIRST
        href = list_address(sort=f"-{column.name}" if descending else column.name)
        direction = ("descending" if first.descending else "ascending") if is_first else None
        links[column.name] = Heading(href, direction)
    return links


def _is_sortable(statement: Select[*tuple[Any, ...]], column: Column) -> bool:
    selected = statement.selected_columns.get(column.name)
    if selected is None or _python_type(selected, column.kind) not in _COMPARABLE:
        return False
    if column.sort is not None:
        return column.sort
    stored = selected.element if isinstance(selected, Label) else selected
    is_stored = isinstance(stored, ColumnClause) and isinstance(stored.table, TableClause | Alias)
    return is_stored or column.total


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _python_type(column: ColumnElement[Any], kind: str) -> type[Any]:
    try:
        python_type: type[Any] = column.type.python_type
    except NotImplementedError:  # a column of another module's table, named without its type
        return _KIND_TYPES.get(kind, str)
    return python_type
