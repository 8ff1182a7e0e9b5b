"""What was typed, read into exact values, or refused with a mark on every wrong field.

A page's form and a program's JSON go through the same ``Form``. List fields come as ``lines-0-qty``, ``lines-1-qty``;
a row in which nothing was typed does not count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, cast

from flask import request
from marshmallow import Schema, ValidationError
from werkzeug.datastructures import MultiDict

from erp.kernel.errors import Refused
from erp.web import fields

__all__ = ["Form", "NotReadable", "fields", "parse", "parse_query", "parse_rows"]

_ROW = re.compile(r"(?P<list>[a-z][a-z0-9_]*)-(?P<index>\d{1,5})-(?P<field>[a-z][a-z0-9_]*)", re.ASCII)
_OF_THE_SHELL = frozenset({"csrf_token", "request_key", "shown_on"})


class Form(Schema):
    """Base of all forms: what is not declared is not read."""


class NotReadable(Refused):
    """Something typed cannot be read; ``marks`` maps field names (``lines-0-qty``) to what to enter instead."""

    def __init__(self, marks: Mapping[str, str]) -> None:
        first = next(iter(marks), None)
        if len(marks) == 1:
            super().__init__("Nothing was saved. One entry needs correcting; it is marked.", field=first)
        else:
            super().__init__(
                "Nothing was saved. %(count)s entries need correcting; each is marked.", field=first, count=len(marks)
            )
        self.marks = dict(marks)


def parse(form: type[Form]) -> dict[str, Any]:
    """Read the body of the request, form or JSON.

    Raises: NotReadable
    """
    if request.is_json:
        body = request.get_json(silent=True)
        if not isinstance(body, dict):
            raise NotReadable({"": "Send a JSON object."})
        return _load(form, body, unknown="raise")
    return _load(form, _plain(form, request.form), unknown="exclude")


def parse_query(form: type[Form]) -> dict[str, Any]:
    """Read the filters from the address; a filter that cannot be read is refused, not ignored.

    Raises: NotReadable
    """
    return _load(form, _plain(form, request.args), unknown="exclude")


def parse_rows(form: type[Form], name: str, *, most: int = 500) -> dict[int, dict[str, Any] | NotReadable]:
    """Read the rows of a list field one by one: a row that cannot be read gives its marks, and the others their values.

    For looking at lines while they are typed; a step reads all of them with ``parse`` or none.
    """
    rows = _plain(_listing(form, name), request.form)[name]
    if len(rows) > most:
        raise Refused("At most %(most)s lines at a time.", most=most)
    read: dict[int, dict[str, Any] | NotReadable] = {}
    for row in rows:
        index = int(row.pop("index"))
        try:
            read[index] = {**_load(form, row, unknown="exclude"), "index": index}
        except NotReadable as unreadable:
            read[index] = unreadable
    return read


def _listing(form: type[Form], name: str) -> type[Form]:
    return cast(type[Form], Form.from_dict({name: fields.Lines(form)}))


def typed_rows_of(typed: MultiDict[str, str], name: str) -> dict[int, dict[str, str]]:
    """The rows of a list field as typed, by their row number."""
    rows: dict[int, dict[str, str]] = {}
    for key, value in typed.items():
        found = _ROW.fullmatch(key)
        if found and found["list"] == name:
            rows.setdefault(int(found["index"]), {})[found["field"]] = value
    return rows


def _plain(form: type[Form], typed: MultiDict[str, str]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, declared in form._declared_fields.items():
        if isinstance(declared, fields.Lines):
            columns = declared.form._declared_fields
            # A tick box or a preset unit alone does not make a row: something must have been typed.
            read[name] = [
                {**row, "index": index}
                for index, row in sorted(typed_rows_of(typed, name).items())
                if any(value.strip() for field, value in row.items() if _is_typed(columns.get(field)))
            ]
        elif isinstance(declared, fields.Ids):
            read[name] = typed.getlist(name)
        elif name in typed:
            read[name] = typed[name]
    return read


def _is_typed(declared: object) -> bool:
    return declared is not None and not isinstance(declared, fields.Check | fields.Choice)


def _load(form: type[Form], data: Mapping[str, Any], *, unknown: Literal["exclude", "raise"]) -> dict[str, Any]:
    if unknown == "raise":
        data = {key: value for key, value in data.items() if key not in _OF_THE_SHELL}
    try:
        loaded: dict[str, Any] = form(unknown=unknown).load(data)
    except ValidationError as error:
        raise NotReadable(dict(_marks("", error.messages))) from None
    return loaded


def _marks(prefix: str, messages: Any) -> list[tuple[str, str]]:
    if isinstance(messages, dict):
        marks = []
        for key, inner in messages.items():
            name = "" if key == "_schema" else str(key)
            marks += _marks(f"{prefix}-{name}".strip("-") if name else prefix, inner)
        return marks
    texts = messages if isinstance(messages, list) else [messages]
    return [(prefix, " ".join(str(text) for text in texts).replace("Unknown field.", "There is no such field."))]
