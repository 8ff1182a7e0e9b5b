"""The columns of a list, said once for the page and for the spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

NUMERIC = frozenset({"amount", "quantity", "unit_price", "percent", "integer"})
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """One column: the label of the select it shows, its heading, and what kind of value it is.

    ``link`` gives the address behind a cell; ``currency`` names the label that holds an amount's currency; ``total``
    adds the column up over the whole selection, never over the page alone.
    """

    name: str
    heading: str
    kind: str = "text"  # text day moment amount quantity unit_price percent integer status lines
    link: Callable[[Any], str | None] | None = None
    total: bool = False
    currency: str | None = None

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
class Listing:
    """One page of a list, its totals, and where its neighbours are."""

    columns: Sequence[Column]
    rows: Sequence[Any]
    totals: Sequence[Totals] = ()
    first_url: str | None = None
    previous_url: str | None = None
    next_url: str | None = None
    csv_url: str = ""
    select: bool = False
    statement: Any = field(default=None, repr=False)

    @property
    def count(self) -> int:
        return sum(total.count for total in self.totals)

    @property
    def has_sums(self) -> bool:
        return any(total.sums for total in self.totals)


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
