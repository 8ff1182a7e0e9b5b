"""What customers still wait for, by how long ago they ordered it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

AGES = ((0, 2), (3, 7), (8, 30), (31, 90), (91, None))  # days since the order, both counted

_BACKLOG = text("""
    SELECT a.number, count(o.id) AS orders, coalesce(sum(o.open_amount), 0) AS amount
    FROM unnest(CAST(:numbers AS int[]), CAST(:firsts AS date[]), CAST(:lasts AS date[])) AS a(number, first, last)
    LEFT JOIN crm.sales_order o ON o.company_id = :company AND o.decision = 'released' AND o.open_amount <> 0
         AND o.currency = :currency AND o.ordered_on <= a.last AND (a.first IS NULL OR o.ordered_on >= a.first)
         AND (CAST(:branches AS uuid[]) IS NULL OR o.branch_id = ANY(CAST(:branches AS uuid[])))
    GROUP BY a.number ORDER BY a.number""")


@dataclass(frozen=True)
class AgeOfBacklog:
    """Orders of an age. Units: ``amount`` in the company's currency, tax included: the list's open amount."""

    first_day: date | None
    last_day: date
    days: tuple[int, int | None]
    orders: int
    amount: Decimal


def backlog_by_age(
    session: Session, company_id: UUID, currency: str, today: date, *, branches: Collection[UUID] | None
) -> list[AgeOfBacklog]:
    """Released orders of which something has not left yet, the youngest first. One execution."""
    firsts = [None if oldest is None else today - timedelta(days=oldest) for _, oldest in AGES]
    lasts = [today - timedelta(days=youngest) for youngest, _ in AGES]
    rows = session.execute(
        _BACKLOG,
        {
            "company": company_id,
            "currency": currency,
            "numbers": list(range(len(AGES))),
            "firsts": firsts,
            "lasts": lasts,
            "branches": None if branches is None else list(branches),
        },
    )
    return [
        AgeOfBacklog(firsts[row.number], lasts[row.number], AGES[row.number], row.orders, row.amount) for row in rows
    ]
