"""The columns of a list, said once for the page and for the spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from erp.kernel.row_actions import RowAction

NUMERIC = frozenset({"amount", "quantity", "unit_price", "percent", "integer"})
LATEST_FIRST = NUMERIC | {"day", "moment"}  # one looks for the largest and the latest
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """One column: the label of the select it shows, its heading, and what kind of value it is.

    ``link`` gives the address behind a cell; ``currency`` names the label that holds an amount's currency; ``total``
    adds the column up over the whole selection, never over the page alone. Rows can be sorted by what is stored, and
    by what is added up and so computed anyway; ``sort`` says otherwise. A ``hidden`` column is shown to whoever
    chooses it.
    """

    name: str
    heading: str
    kind: str = "text"  # text day moment amount quantity unit_price percent integer status lines
    link: Callable[[Any], str | None] | None = None
    total: bool = False
    currency: str | None = None
    sort: bool | None = None
    hidden: bool = False

    @property
    def is_number(self) -> bool:
        return self.kind in NUMERIC

    def cell_currency(self, row: Any) -> str | None:
        return getattr(row, self.currency) if self.currency else None


@dataclass(frozen=True)
class Totals:
    """Figures of the whole selection in one currency (None where the list knows none)."""

    currency: str | None
    count: int
    sums: dict[str, Decimal]


@dataclass(frozen=True)
class Heading:
    """What a click on a column's heading does, and how the list stands in that column's order now."""

    href: str
    direction: str | None  # ascending, descending


@dataclass(frozen=True)
class AskedRows:
    """An action somebody chose for rows of the list, before they confirm it."""

    action: RowAction
    rows: Sequence[Any]
    label: str  # the column by which people call a row
    back: str

    @property
    def named_rows(self) -> list[list[str]]:
        """Each row by its id, with what people call it."""
        return [[str(row.id), str(getattr(row, self.label))] for row in self.rows]


@dataclass(frozen=True)
class Listing:
    """One page of a list, its totals, and where its neighbours are."""

    columns: Sequence[Column]  # as chosen
    rows: Sequence[Any]
    totals: Sequence[Totals] = ()
    first_url: str | None = None
    previous_url: str | None = None
    next_url: str | None = None
    select: bool = False
    all_columns: Sequence[Column] = ()  # the chosen ones first, in their order
    headings: Mapping[str, Heading] = field(default_factory=dict)
    actions: Sequence[RowAction] = ()
    asked: AskedRows | None = None
    statement: Any = field(default=None, repr=False)

    @property
    def count(self) -> int:
        return sum(total.count for total in self.totals)

    @property
    def has_sums(self) -> bool:
        shown = {column.name for column in self.columns}
        return any(shown & set(total.sums) for total in self.totals)


def spreadsheet_value(value: object) -> str:
    """A cell for a spreadsheet: plain figures, ISO dates, and text that can never run as a formula."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bool | int):
        return str(value)
    text = str(value)
    return "'" + text if text.startswith(_FORMULA_STARTS) else text
