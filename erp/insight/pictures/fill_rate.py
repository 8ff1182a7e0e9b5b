"""How many of the order lines that were due have left in full."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

DAYS = 28

_FILLED = text("""
    SELECT o.ordered_on AS day, count(*) AS lines, count(*) FILTER (WHERE l.qty_shipped = l.qty) AS filled
    FROM crm.sales_order o JOIN crm.sales_order_line l ON l.order_id = o.id
    WHERE o.company_id = :company AND o.decision = 'released' AND o.ordered_on BETWEEN :first AND :last
      AND l.is_stocked AND coalesce(l.promised_on, o.requested_on) < :today
      AND (CAST(:branches AS uuid[]) IS NULL OR o.branch_id = ANY(CAST(:branches AS uuid[])))
    GROUP BY o.ordered_on ORDER BY o.ordered_on""")


@dataclass(frozen=True)
class FilledDay:
    """The goods lines ordered on a day whose promised day has passed, and those that left in full."""

    day: date
    lines: int
    filled: int

    @property
    def percent(self) -> Decimal:
        """Of a hundred lines, half up to one place."""
        return (Decimal(100) * self.filled / self.lines).quantize(Decimal("0.1"), ROUND_HALF_UP)


def fill_rate(session: Session, company_id: UUID, today: date, *, branches: Collection[UUID] | None) -> list[FilledDay]:
    """By the day the orders were taken, over the last four weeks; what was cancelled counts as not filled."""
    rows = session.execute(
        _FILLED,
        {
            "company": company_id,
            "first": today - timedelta(days=DAYS),
            "last": today,
            "today": today,
            "branches": None if branches is None else list(branches),
        },
    )
    return [FilledDay(*row) for row in rows]
