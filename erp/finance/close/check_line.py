"""One line of the close checklist: a question, its answer, the figure that proves it, and who sees to it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

DONE, OPEN, BLOCKING = "done", "open", "blocking"


@dataclass(frozen=True)
class CheckLine:
    """``state`` is done, open (the period may close over it) or blocking. ``proof`` names the page that shows what the
    figure is made of, with its arguments. ``stops``: whether it stops the close while it is not done. A manual step
    has ``task_id`` and the day it is due on, and who ticked it, when."""

    key: str
    question: str
    state: str
    answer: str
    owner: str
    figure: Decimal | None = None
    proof: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)
    stops: bool = False
    task_id: UUID | None = None
    due_on: date | None = None
    done_by: str | None = None
    done_at: datetime | None = None


def counted(number: int, one: str, many: str) -> str:
    """A number with its word: “1 shipment”, “3 shipments”."""
    return f"{number} {one if number == 1 else many}"
