"""What two people changed in one record, side by side: collected while the form is rendered, shown above it.

``forms.version(record.version)`` makes a form one of a versioned record; every field in it then carries what it held.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, g
from markupsafe import Markup

from erp.web.formats import typed_text
from erp.web.forms import typed_rows_of
from erp.web.grid import GridColumn
from erp.web.languages import gettext
from erp.web.settled import row_names, rows_were, same_row, same_text
from erp.web.typed import refused_form, seen_version, typed_here, value_in

_HIDDEN = Markup('<input type="hidden" name="{}" value="{}">')


@dataclass(frozen=True)
class Difference:
    """A field or line that somebody else changed; ``is_clash`` where this person changed it, too.

    ``field_id`` (or ``line`` and ``values``) says where the other's value can be put.
    """

    label: str
    was: str
    theirs: str
    yours: str
    is_clash: bool
    field_id: str = ""
    value: str = ""
    line: str = ""
    values: str = ""


def install_side_by_side(app: Flask) -> None:
    """Let forms carry versions, and the layout show what clashed."""
    app.jinja_env.globals.update(
        version_field=version_field, was_field=was_field, was_lines=was_lines, differences=differences
    )


def version_field(version: int) -> Markup:
    """The form is one of a record with versions from here on."""
    g.versioned_form = g.get("form_action")
    return _HIDDEN.format("version", seen_version(version))


def was_field(
    name: str, label: str, field_id: str, stored: object, options: Iterable[tuple[Any, str]] | None = None
) -> Markup:
    """What the field holds as the form is opened, to be sent along; nothing in a form without a version."""
    if not _is_versioned():
        return Markup("")
    theirs, typed = typed_text(stored), typed_here()
    was = theirs if typed is None else typed.values.get(f"was-{name}")
    if typed is not None and typed.outdated and was is not None:
        _note_field(name, label, field_id, was, theirs, options)
        was = theirs
    return _HIDDEN.format(f"was-{name}", was if was is not None else theirs)


def was_lines(name: str, columns: Sequence[GridColumn], rows: Iterable[object]) -> Markup:
    """What the lines hold as the form is opened, each in a field of its own."""
    if not _is_versioned():
        return Markup("")
    names = [column.name for column in columns if column.kind != "told"]
    stored = [{column: typed_text(value_in(row, column)) for column in names} for row in rows]
    typed, were = typed_here(), dict(enumerate(stored))
    if typed is not None and typed.outdated:
        _note_lines(name, stored)
    elif typed is not None:
        were = {number: dict(row) for number, row in rows_were(typed, name).items()}
    return Markup("").join(
        _HIDDEN.format(f"was-{name}-{number}", json.dumps(row, ensure_ascii=False))
        for number, row in were.items()
    )


def differences() -> list[Difference]:
    """What was found while the forms of the page were rendered, clashes first."""
    found: list[Difference] = g.get("differences", [])
    return sorted(found, key=lambda difference: not difference.is_clash)


def _note_field(
    name: str, label: str, field_id: str, was: str, theirs: str, options: Iterable[tuple[Any, str]] | None
) -> None:
    typed = refused_form()
    yours = typed.values.get(name, "") if typed is not None else ""
    if same_text(theirs, was) or same_text(theirs, yours):
        return
    said = {str(option): str(text) for option, text in options or ()}
    _note(Difference(
        label, said.get(was, was), said.get(theirs, theirs), said.get(yours, yours), not same_text(yours, was),
        field_id=field_id, value=theirs,
    ))  # fmt: skip


def _note_lines(name: str, stored: Sequence[dict[str, str]]) -> None:
    typed = refused_form()
    if typed is None:
        return
    numbered, were = typed_rows_of(typed.values, name), rows_were(typed, name)
    names = row_names(typed, name, numbered)
    for number in sorted({*numbered, *were, *range(len(stored))}):
        theirs = {k: v for k, v in stored[number].items() if k in names} if number < len(stored) else {}
        yours, was = numbered.get(number, {}), were.get(number, {})
        if same_row(theirs, was) or same_row(theirs, yours):
            continue
        _note(Difference(
            gettext("Line %(number)s", number=number + 1), _line(was), _line(theirs), _line(yours),
            not same_row(yours, was), line=f"{name}-{number}" if not same_row(yours, {}) else "",
            values=json.dumps({column: theirs.get(column, "") for column in names}),
        ))  # fmt: skip


def _line(row: dict[str, str] | Any) -> str:
    return " · ".join(text for text in row.values() if text.strip()) or gettext("no such line")


def _note(difference: Difference) -> None:
    g.setdefault("differences", []).append(difference)


def _is_versioned() -> bool:
    return g.get("versioned_form") is not None and g.get("versioned_form") == g.get("form_action")
