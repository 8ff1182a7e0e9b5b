"""A picture: what is drawn, the same figures as a table, and where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Figure = Decimal | int | None


@dataclass(frozen=True)
class Series:
    """One line, or one set of bars. ``before`` marks what is there to compare with: drawn thin and dashed."""

    name: str
    values: Sequence[Figure]
    before: bool = False


@dataclass(frozen=True)
class Row:
    """One row of the table; ``href`` opens what it is made of."""

    label: str
    figures: Sequence[Figure]
    href: str | None = None


@dataclass(frozen=True)
class Chart:
    """Units: ``unit`` says what the drawn figures are; ``units`` says it of each column of the table."""

    title: str
    kind: Literal["lines", "bars", "shares"]
    unit: Literal["amount", "integer", "percent"]
    categories: Sequence[str]
    series: Sequence[Series]
    columns: Sequence[str]
    units: Sequence[str]
    rows: Sequence[Row]
    source: tuple[str, str] | None = None  # its text and address
    empty: str = ""
    totals: Sequence[Figure] = field(default=())

    @property
    def is_empty(self) -> bool:
        return not any(value for series in self.series for value in series.values)

    def drawn(self) -> dict[str, object]:
        """What the browser draws; exact figures stand in the table, so that these may be floats there."""
        return {
            "kind": self.kind,
            "unit": self.unit,
            "categories": list(self.categories),
            "hrefs": [row.href for row in self.rows] if len(self.rows) == len(self.categories) else [],
            "series": [
                {"name": s.name, "before": s.before, "values": [None if v is None else str(v) for v in s.values]}
                for s in self.series
            ],
        }
