"""What is owed on any date, and how long it has been due.

The balance on a past date is today's balance with the later applications taken back, so that the answer for today
reads the open items only, and the answer for any other day never depends on when it is asked.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.money import ZERO

BUCKETS = ("not_due", "days_1_30", "days_31_60", "days_61_90", "days_over_90")

_OPEN_ON = """
WITH later AS (
    SELECT item_id, sum(amount) AS amount
    FROM (SELECT to_item_id AS item_id, amount + discount_amount + write_off_amount AS amount
          FROM finance.cash_application
          WHERE company_id = :company AND side = :side AND applied_on > :as_of
          UNION ALL
          SELECT from_item_id, -amount
          FROM finance.cash_application
          WHERE company_id = :company AND side = :side AND applied_on > :as_of AND from_item_id IS NOT NULL) AS changes
    GROUP BY item_id
), open_on AS (
    SELECT i.*, i.balance_amount + coalesce(l.amount, 0) AS open_amount,
           CAST(:as_of AS date) - i.due_on AS days_overdue
    FROM finance.open_item i
    LEFT JOIN later l ON l.item_id = i.id
    WHERE i.company_id = :company AND i.side = :side AND i.posted_on <= :as_of
      AND (i.balance_amount <> 0 OR l.item_id IS NOT NULL)
      AND i.balance_amount + coalesce(l.amount, 0) <> 0
      AND (CAST(:parties AS uuid[]) IS NULL OR i.party_id = ANY(CAST(:parties AS uuid[])))
)
"""

_AGING = (
    _OPEN_ON
    + """
SELECT party_id, currency,
       coalesce(sum(open_amount) FILTER (WHERE open_amount > 0 AND days_overdue <= 0), 0) AS not_due,
       coalesce(sum(open_amount) FILTER (WHERE open_amount > 0 AND days_overdue BETWEEN 1 AND 30), 0)
           AS days_1_30,
       coalesce(sum(open_amount) FILTER (WHERE open_amount > 0 AND days_overdue BETWEEN 31 AND 60), 0)
           AS days_31_60,
       coalesce(sum(open_amount) FILTER (WHERE open_amount > 0 AND days_overdue BETWEEN 61 AND 90), 0)
           AS days_61_90,
       coalesce(sum(open_amount) FILTER (WHERE open_amount > 0 AND days_overdue > 90), 0)
           AS days_over_90,
       coalesce(sum(open_amount) FILTER (WHERE open_amount < 0), 0) AS unapplied,
       sum(open_amount) AS total
FROM open_on GROUP BY party_id, currency ORDER BY party_id, currency
"""
)
_ITEMS = (
    _OPEN_ON
    + """
SELECT id, party_id, branch_id, kind, document_id, number, instalment, currency, original_amount,
       open_amount, posted_on, due_on, days_overdue, discount_until, discount_amount
FROM open_on ORDER BY due_on, id
"""
)
_TOTAL = _OPEN_ON + "SELECT sum(open_amount) FROM open_on"  # noqa: S608


@dataclass(frozen=True)
class AgedParty:
    """One customer or supplier: what is owed, by days overdue, and credits not yet applied (negative)."""

    party_id: UUID
    currency: str
    not_due: Decimal
    days_1_30: Decimal
    days_31_60: Decimal
    days_61_90: Decimal
    days_over_90: Decimal
    unapplied: Decimal
    total: Decimal

    @property
    def is_overdue(self) -> bool:
        return bool(self.days_1_30 or self.days_31_60 or self.days_61_90 or self.days_over_90)


@dataclass(frozen=True)
class AgedItem:
    """One open item on the day asked for."""

    id: UUID
    party_id: UUID
    branch_id: UUID
    kind: str
    document_id: UUID
    number: str
    instalment: int
    currency: str
    original_amount: Decimal
    open_amount: Decimal
    posted_on: date
    due_on: date
    days_overdue: int
    discount_until: date | None
    discount_amount: Decimal


def aging(
    session: Session, company_id: UUID, side: str, as_of: date, party_ids: Collection[UUID] | None = None
) -> list[AgedParty]:
    """What every party owed (or was owed) on the day, by age; the total is the control account's balance then.

    Credits (payments and credit memos not applied) stand apart, so that an age never hides behind a credit.
    """
    rows = session.execute(text(_AGING), _parameters(company_id, side, as_of, party_ids))
    return [AgedParty(**row._mapping) for row in rows]


def open_items_on(
    session: Session, company_id: UUID, side: str, as_of: date, party_ids: Collection[UUID] | None = None
) -> list[AgedItem]:
    """Every item open on the day, the earliest due first."""
    rows = session.execute(text(_ITEMS), _parameters(company_id, side, as_of, party_ids))
    return [AgedItem(**row._mapping) for row in rows]


def total_on(session: Session, company_id: UUID, side: str, as_of: date) -> Decimal:
    """The sum of one side's open items on a day: the figure its control account shows."""
    total: Decimal | None = session.scalar(
        text(_TOTAL), _parameters(company_id, side, as_of, None)
    )
    return total or ZERO


def _parameters(
    company_id: UUID, side: str, as_of: date, party_ids: Collection[UUID] | None
) -> dict[str, Any]:
    parties = None if party_ids is None else list(party_ids)
    return {"company": company_id, "side": side, "as_of": as_of, "parties": parties}
