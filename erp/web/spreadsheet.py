"""A list as a file for a spreadsheet: exactly what is shown, read through a cursor of the server and never held whole.

CSV goes out while it is read. XLSX is a zip whose end must be known before it is sent: its rows are written to a
temporary file as they are read, and that file is sent. Figures are numbers with their formats, days and times are
dates, and text is text: nothing can run as a formula in either.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision
from flask import Response, request
from sqlalchemy import Engine, Select
from sqlalchemy.orm import Session
from xlsxwriter import Workbook

from erp.kernel.languages import catalogue
from erp.web.doors import house
from erp.web.languages import current_language, gettext
from erp.web.listing import Column, spreadsheet_value
from erp.web.places import place_or_none
from erp.web.reading import stop_reading

FORMATS = frozenset({"csv", "xlsx"})
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_AT_A_TIME = 1000
ROWS_OF_A_SHEET = 1_048_576  # of Excel, the heading included
_CHUNK = 64 * 1024
_WIDTHS = {"amount": 14, "quantity": 12, "unit_price": 12, "percent": 9, "integer": 9, "day": 11, "moment": 17}
_SHAPES = {"unit_price": "#,##0.00####", "percent": '0.######" %"', "integer": "0"}


@dataclass(frozen=True)
class Sheet:
    """What the file is to hold, settled while the request still knows who asks."""

    name: str
    columns: Sequence[Column]
    headings: Sequence[str]
    zone: ZoneInfo
    own_places: int
    say: Callable[[str], str]

    def value(self, column: Column, row: Any) -> Any:
        """A cell's value as the page has it: words as they are read, moments by the clock of the branch."""
        value = getattr(row, column.name)
        if value is None or value == "":
            return None
        if column.kind == "status":
            return self._words(str(value))
        if column.kind == "lines":
            return "\n".join(str(line) for line in value)
        return value.astimezone(self.zone) if isinstance(value, datetime) else value

    def places(self, column: Column, row: Any) -> int:
        """How many places an amount has: those of its currency, else of the company's."""
        currency = column.cell_currency(row)
        return get_currency_precision(currency) if currency else self.own_places

    def _words(self, word: str) -> str:
        text = word.replace("_", " ").strip()
        return self.say(text[:1].upper() + text[1:])


def spreadsheet(statement: Select[*tuple[Any, ...]], columns: Sequence[Column], name: str) -> Response:
    """The rows of the statement as the file the address asks for."""
    sheet = _sheet(_with_currencies(columns), name)
    stop_reading()  # the file is read through a connection of its own
    rows = _rows(house().services.engine, statement)
    kind = request.args["format"]
    return Response(
        _csv(sheet, rows) if kind == "csv" else _xlsx(sheet, rows),
        mimetype="text/csv" if kind == "csv" else XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )


def _sheet(columns: Sequence[Column], name: str) -> Sheet:
    place = place_or_none()
    return Sheet(
        name=name,
        columns=columns,
        headings=[gettext(column.heading) for column in columns],
        zone=ZoneInfo(place.time_zone if place is not None else "UTC"),
        own_places=place.minor_units if place is not None else 2,
        say=catalogue(current_language()).text,
    )


def _with_currencies(columns: Sequence[Column]) -> list[Column]:
    """The columns, and the currency of amounts once for all of them: a bare figure says nothing."""
    named = {column.name for column in columns}
    currencies = dict.fromkeys(c.currency for c in columns if c.currency and c.currency not in named)
    return [*columns, *(Column(currency, "Currency") for currency in currencies)]


def _rows(engine: Engine, statement: Select[*tuple[Any, ...]]) -> Iterator[Sequence[Any]]:
    """The rows in parts, through a cursor of the server, on a connection that can change nothing."""
    with Session(engine) as session:
        session.connection(execution_options={"postgresql_readonly": True})
        yield from session.execute(statement.execution_options(yield_per=ROWS_AT_A_TIME)).partitions()


def _csv(sheet: Sheet, parts: Iterator[Sequence[Any]]) -> Iterator[str]:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(sheet.headings)
    for rows in parts:
        writer.writerows([spreadsheet_value(sheet.value(column, row)) for column in sheet.columns] for row in rows)
        yield text.getvalue()
        text.seek(0)
        text.truncate()
    yield text.getvalue()


def _xlsx(sheet: Sheet, parts: Iterator[Sequence[Any]]) -> Iterator[bytes]:
    """The workbook in pieces of a temporary file; a full sheet is followed by another."""
    with tempfile.TemporaryFile() as file:
        # Rows go to the disk as they are written, and a text stays in its cell instead of a table of all in memory.
        book = Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        writer = _Writer(book, sheet)
        writer.open_page()
        for rows in parts:
            for row in rows:
                writer.write(row)
        book.close()
        file.seek(0)
        while piece := file.read(_CHUNK):
            yield piece


class _Writer:
    """Writes one row after the other, each value as what it is."""

    def __init__(self, book: Workbook, sheet: Sheet) -> None:
        self._book, self._sheet = book, sheet
        self._formats: dict[str, Any] = {}
        self._page: Any = None
        self._line = 0

    def write(self, row: Any) -> None:
        if self._line == ROWS_OF_A_SHEET:
            self.open_page()
        for number, column in enumerate(self._sheet.columns):
            value = self._sheet.value(column, row)
            if value is not None:
                self._write_cell(number, column, row, value)
        self._line += 1

    def open_page(self) -> None:
        self._page = self._book.add_worksheet()
        self._page.freeze_panes(1, 0)
        bold = self._format("@", bold=True)
        for number, (column, heading) in enumerate(zip(self._sheet.columns, self._sheet.headings, strict=True)):
            self._page.set_column(number, number, _WIDTHS.get(column.kind, 22))
            self._page.write_string(0, number, heading, bold)
        self._line = 1

    def _write_cell(self, number: int, column: Column, row: Any, value: Any) -> None:
        if isinstance(value, datetime):
            self._page.write_datetime(
                self._line, number, value.replace(tzinfo=None), self._format("yyyy-mm-dd hh:mm")
            )
        elif isinstance(value, date):
            self._page.write_datetime(self._line, number, value, self._format("yyyy-mm-dd"))
        elif isinstance(value, Decimal | int) and not isinstance(value, bool):
            self._page.write_number(self._line, number, value, self._format(self._shape(column, row)))
        else:
            self._page.write_string(self._line, number, str(value))

    def _shape(self, column: Column, row: Any) -> str:
        if column.kind == "amount":
            places = self._sheet.places(column, row)
            return "#,##0." + "0" * places if places else "#,##0"
        return _SHAPES.get(column.kind, "General")

    def _format(self, shape: str, *, bold: bool = False) -> Any:
        if shape not in self._formats:
            self._formats[shape] = self._book.add_format({"num_format": shape, "bold": bold})
        return self._formats[shape]
