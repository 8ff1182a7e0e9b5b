"""What somebody wants labels of, and how many: as a page asks for it and a job keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

MOST_LABELS = 500
MOST_AT_ONCE = 100  # more are made by a worker


@dataclass(frozen=True)
class Wanted:
    """Which labels of a thing: ``first`` is the first free place of the first sheet, counted from one."""

    format: str = ""
    symbol: str = "qr"
    first: int = 1
    copies: int = 1
    unit: str = ""
    lot: str = ""
    expires_on: date | None = None
    from_code: str = ""
    to_code: str = ""

    def plain(self) -> dict[str, Any]:
        """As an address and a job keep it."""
        kept = {name: value for name, value in asdict(self).items() if value}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in kept.items()}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Wanted:
        """What a job has kept."""
        day = plain.get("expires_on")
        return cls(**{**plain, "expires_on": date.fromisoformat(day) if day else None})
