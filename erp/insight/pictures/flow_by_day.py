"""Orders taken and shipments sent by day, against the same weekdays a year before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

DAYS = 28
A_YEAR = timedelta(days=364)  # whole weeks, so that a Monday stands beside a Monday

_FLOW = text("""
    SELECT d.day,
           coalesce(o.orders, 0) AS orders, coalesce(o.amount, 0) AS amount, coalesce(s.shipments, 0) AS shipments
    FROM (SELECT CAST(g AS date) AS day FROM generate_series(CAST(:first AS date), CAST(:last AS date), '1 day') AS g
          UNION ALL SELECT CAST(g AS date) FROM generate_series(CAST(:first_before AS date),
                                                               CAST(:last_before AS date), '1 day') AS g) AS d
    LEFT JOIN (SELECT ordered_on, count(*) AS orders, sum(total_amount) AS amount FROM crm.sales_order
               WHERE company_id = :company AND decision = 'released' AND currency = :currency
                 AND (ordered_on BETWEEN :first AND :last OR ordered_on BETWEEN :first_before AND :last_before)
                 AND (CAST(:order_branches AS uuid[]) IS NULL OR branch_id = ANY(CAST(:order_branches AS uuid[])))
               GROUP BY ordered_on) AS o ON o.ordered_on = d.day
    LEFT JOIN (SELECT shipped_on, count(*) AS shipments FROM inventory.shipment
               WHERE company_id = :company AND status = 'shipped'
                 AND (shipped_on BETWEEN :first AND :last OR shipped_on BETWEEN :first_before AND :last_before)
                 AND (CAST(:shipment_branches AS uuid[]) IS NULL
                      OR branch_id = ANY(CAST(:shipment_branches AS uuid[])))
               GROUP BY shipped_on) AS s ON s.shipped_on = d.day""")


@dataclass(frozen=True)
class DayOfFlow:
    """One day. Units: ``amount`` in the company's currency, tax included: the total of the list of released orders."""

    day: date
    orders: int
    amount: Decimal
    shipments: int
    orders_before: int
    amount_before: Decimal
    shipments_before: int


def flow_by_day(
    session: Session, company_id: UUID, currency: str, today: date, *, order_branches: Collection[UUID] | None,
    shipment_branches: Collection[UUID] | None,
) -> list[DayOfFlow]:  # fmt: skip
    """The last four weeks, today among them, each day beside its weekday a year before. One execution."""
    first = today - timedelta(days=DAYS - 1)
    rows = session.execute(
        _FLOW,
        {
            "company": company_id,
            "currency": currency,
            "first": first,
            "last": today,
            "first_before": first - A_YEAR,
            "last_before": today - A_YEAR,
            "order_branches": None if order_branches is None else list(order_branches),
            "shipment_branches": None if shipment_branches is None else list(shipment_branches),
        },
    )
    by_day = {row.day: row for row in rows}
    flow = []
    for number in range(DAYS):
        now = by_day[first + timedelta(days=number)]
        before = by_day[now.day - A_YEAR]
        flow.append(
            DayOfFlow(now.day, now.orders, now.amount, now.shipments, before.orders, before.amount, before.shipments)
        )
    return flow
