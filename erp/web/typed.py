"""What was typed into a form that was refused: shown again, with its marks, on the page the form stands on.

A page with several forms shows the typed values only in the one that was sent: the form macros tell where a form
begins and ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import g, request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from erp.web.formats import typed_text
from erp.web.forms import typed_rows_of
from erp.web.list_address import NO_FILTERS
from erp.web.settled import row_names, settled, settled_rows


@dataclass
class Typed:
    """A refused form: where it was sent, what was in it, and what is wrong with it.

    ``kept`` is the time of its last save where nothing is wrong and somebody goes on with what they were typing.
    """

    action: str
    values: MultiDict[str, str]
    message: str
    marks: dict[str, str] = field(default_factory=dict)
    status: int = 422
    kept: datetime | None = None
    overtaken_by: str | None = None  # who changed the record meanwhile, where somebody did; empty: not known

    @property
    def outdated(self) -> bool:
        """Whether somebody else changed the record meanwhile: side_by_side.py shows what both did."""
        return self.overtaken_by is not None

    @property
    def first_mark(self) -> str | None:
        return next((name for name in self.marks if name), None)


def refused_form() -> Typed | None:
    """The form that was just refused, while its page is shown again."""
    typed: Typed | None = g.get("typed")
    return typed


def seen_version(version: int) -> object:
    """The version of a record that a form was typed against, until the person has been told of a newer one."""
    typed = typed_here()
    return typed.values.get("version", version) if typed is not None and not typed.outdated else version


def open_form(action: str) -> str:
    """A form begins; called by the form macro."""
    g.form_action = action
    g.form_number = g.get("form_number", 0) + 1
    return ""


def field_id(name: str) -> str:
    """An id for a field that is unique on a page with several forms."""
    return f"f{g.get('form_number', 0)}-{name}"


def close_form() -> str:
    """A form ends; called by the form macro."""
    g.form_action = None
    return ""


def value_of(name: str, value: object) -> object:
    """What a field shows: what was typed into it, else its filter in the address, else the given value."""
    typed = typed_here()
    if typed is not None:
        return settled(typed, name, value)
    if g.get("form_action") == "filters":
        return request.args.get(name, "" if value is None else value)
    return "" if value is None else value


def is_checked(name: str, checked: object) -> bool:
    """Whether a tick box is ticked, by what was sent or by the given state."""
    typed = typed_here()
    if typed is not None:
        return bool(settled(typed, name, "1" if checked else ""))
    if g.get("form_action") == "filters" and set(request.args) - NO_FILTERS:
        return name in request.args
    return bool(checked)


def mark_of(name: str) -> str:
    """What is wrong with the field, or an empty text."""
    typed = typed_here()
    return typed.marks.get(name, "") if typed is not None else ""


def focus(name: str) -> Markup:
    """The attribute that puts the cursor on the first wrong field."""
    typed = typed_here()
    return Markup("autofocus") if typed is not None and typed.first_mark == name else Markup("")


@dataclass(frozen=True)
class Row:
    """One row of a list field: its number, and the record or the typed texts behind it."""

    list: str
    index: int
    given: object

    def value(self, name: str) -> object:
        """The row's own value of a column."""
        return value_in(self.given, name)

    def __getattr__(self, name: str) -> Any:
        return self.value(name)


def value_in(row: object, name: str) -> object:
    """What a record or a mapping says of a column."""
    found = row.get(name) if isinstance(row, Mapping) else getattr(row, name, None)
    return "" if found is None else found


def typed_rows(name: str, rows: Iterable[object] = (), blank: int = 1) -> list[Row]:
    """The rows of a list field to show: those typed when the form was refused, else the given and some blank ones."""
    typed = typed_here()
    given: list[object] = list(rows)
    if typed is None:
        return [Row(name, index, row) for index, row in enumerate([*given, *({} for _ in range(blank))])]
    numbered = typed_rows_of(typed.values, name)
    if typed.outdated:
        columns = row_names(typed, name, numbered)
        stored = [{column: typed_text(value_in(row, column)) for column in columns} for row in given]
        numbered = settled_rows(typed, name, stored, numbered)
    # The record behind a typed row still gives what the form does not send (a description, a stock figure).
    shown = [
        Row(name, index, _Overlaid(given[index] if index < len(given) else {}, texts))
        for index, texts in sorted(numbered.items())
    ]
    if typed.kept is None:
        return shown
    first = max(numbered, default=-1) + 1  # what was kept has no blank rows to go on in
    return [*shown, *(Row(name, first + more, {}) for more in range(blank))]


class _Overlaid(dict[str, object]):
    """Typed texts over the record they were typed for."""

    def __init__(self, record: object, texts: Mapping[str, str]) -> None:
        super().__init__(texts)
        self.record = record

    def get(self, name: str, default: object = None) -> object:
        if name in self:
            return self[name]
        if isinstance(self.record, Mapping):
            return self.record.get(name, default)
        return getattr(self.record, name, default)


def typed_here() -> Typed | None:
    """What was typed into the form that is being rendered, where it is the refused one."""
    typed = refused_form()
    return typed if typed is not None and g.get("form_action") == typed.action else None
