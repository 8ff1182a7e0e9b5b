"""A form that somebody else's change overtook: what its fields hold, by what each of the two people did.

A form of a versioned record carries what its fields held when it was opened (``was-<field>``, ``was-<list>-<row>``).
What a person did not touch is taken from the record as it is now; what only they touched stays theirs; where both
did, theirs stays in the field and both are shown side by side (side_by_side.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from erp.web.formats import typed_text

if TYPE_CHECKING:
    from erp.web.typed import Typed

Texts = Mapping[str, str]


def settled(typed: Typed, name: str, stored: object) -> object:
    """What a field shows: what was typed, or what is stored now where the person had not touched it."""
    yours = typed.values.get(name, "")
    was = typed.values.get(f"was-{name}") if typed.outdated else None
    return typed_text(stored) if was is not None and same_text(was, yours) else yours


def same_text(one: str, other: str) -> bool:
    """Browsers send line ends their own way."""
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()


def row_names(typed: Typed, name: str, numbered: Mapping[int, Texts]) -> list[str]:
    """The columns a list was sent with."""
    return sorted({column for row in [*numbered.values(), *rows_were(typed, name).values()] for column in row})


def rows_were(typed: Typed, name: str) -> dict[int, Texts]:
    """The rows of a list when the form was opened, by their number."""
    start, found = f"was-{name}-", dict[int, Texts]()
    for key, value in typed.values.items():
        if key.startswith(start) and key[len(start) :].isdecimal():
            try:
                row = json.loads(value)
            except ValueError:
                continue
            if isinstance(row, dict):
                found[int(key[len(start) :])] = {str(column): str(text) for column, text in row.items()}
    return found


def same_row(one: Texts | None, other: Texts | None) -> bool:
    """Whether two rows say the same; a row without any text is none."""
    return _said(one) == _said(other)


def settled_rows(
    typed: Typed, name: str, stored: Sequence[Texts], numbered: Mapping[int, Texts]
) -> dict[int, dict[str, str]]:
    """The rows to show, each decided as a field is; a form that does not say what its rows were keeps those typed."""
    were = rows_were(typed, name)
    if not were:
        return {number: dict(row) for number, row in numbered.items()}
    shown: dict[int, dict[str, str]] = {}
    for number in sorted({*were, *numbered, *range(len(stored))}):
        theirs = stored[number] if number < len(stored) else None
        yours, was = numbered.get(number), were.get(number)
        # A line that was removed here and changed there is shown again: removing it once more is one key.
        kept = theirs if same_row(yours, was) or (not _said(yours) and not same_row(theirs, was)) else yours
        if kept is not None:
            shown[number] = dict(kept)
    return shown


def _said(row: Texts | None) -> dict[str, str]:
    return {column: text.strip() for column, text in (row or {}).items() if text.strip()}
