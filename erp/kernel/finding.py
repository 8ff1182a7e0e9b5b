"""What the search of the top bar may find: each module says which records, by which of their texts, and who may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Index, text

NUMBER: Final = "number"
START: Final = "start"
PART: Final = "part"
SAME: Final = "same"


@dataclass(frozen=True)
class Findable:
    """A kind of record that can be found, pinned and come back to.

    ``rows`` selects id, code, text and extra of records; the search adds which, by ``key``. A record of another
    company, or of a branch the person may not see, is never shown.
    """

    kind: str
    title: str
    icon: str
    permission: str
    endpoint: str
    argument: str  # of the endpoint
    table: str
    rows: str
    key: str  # SQL of the id within ``rows``
    order: int
    of_company: bool = True  # whether ``table`` has a company_id to stay within
    branches: tuple[str, ...] = ()  # SQL, within ``table``, of the branches it belongs to; empty: to every branch
    value: Literal["id", "code"] = "id"  # what the argument takes


@dataclass(frozen=True)
class Way:
    """One way from what somebody types to records of a kind; each is served by an index of its own.

    ``number``: the text begins with a document's number, or is the end of one. ``start``: the column begins with the
    text. ``part``: the columns contain every word. ``same``: the column is what was typed. ``table`` and ``id`` say
    where the columns stand when they belong to another table than the record's own, ``label`` what they are called.
    """

    kind: str
    how: Literal["number", "start", "part", "same"]
    columns: tuple[str, ...] = ("number",)
    table: str | None = None
    id: str = "id"
    label: str = ""
    where: str = ""  # what the index leaves out
    prefix: str = ""  # of the kind's numbers: a text that names another kind's prefix is not looked for here


@dataclass(frozen=True)
class Command:
    """Something one starts rather than looks at: offered by the palette to whoever holds its permission."""

    text: str
    endpoint: str
    permission: str
    icon: str = "plus"


def number_indexes(table: str, column: str = "number") -> tuple[Index, Index]:
    """The two indexes that find a document by how its number begins and by how it ends."""
    return (
        Index(f"ix_{table}_{column}_start", column, postgresql_ops={column: "text_pattern_ops"}),
        Index(f"ix_{table}_{column}_end", text(f"reverse({column}) text_pattern_ops")),
    )
