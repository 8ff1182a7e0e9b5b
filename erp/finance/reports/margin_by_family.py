"""What each item family earned and cost over some days: the income statement's gross profit, family by family."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.finance.reports.accounts_of_report import report_accounts

_MARGIN = text("""
    SELECT s.family_id, f.code, coalesce(f.name, '') AS name, s.revenue, s.cost
    FROM (SELECT l.item_family_id AS family_id,
                 coalesce(sum(l.credit - l.debit) FILTER (WHERE l.account_id = ANY(CAST(:income AS uuid[]))), 0)
                     AS revenue,
                 coalesce(sum(l.debit - l.credit) FILTER (WHERE l.account_id = ANY(CAST(:cost AS uuid[]))), 0) AS cost
          FROM unnest(CAST(:accounts AS uuid[])) AS a(id)
          JOIN finance.journal_line l ON l.company_id = :company AND l.account_id = a.id
               AND l.posted_on BETWEEN :first AND :last
          WHERE CAST(:branches AS uuid[]) IS NULL OR l.branch_id = ANY(CAST(:branches AS uuid[]))
          GROUP BY l.item_family_id) AS s
    LEFT JOIN inventory.item_family f ON f.id = s.family_id
    WHERE s.revenue <> 0 OR s.cost <> 0
    ORDER BY s.revenue - s.cost DESC, f.code""")


@dataclass(frozen=True)
class FamilyMargin:
    """One family, or what belongs to none (freight, fees). Units: company currency."""

    family_id: UUID | None
    code: str | None
    name: str
    revenue: Decimal
    cost: Decimal

    @property
    def margin(self) -> Decimal:
        return self.revenue - self.cost

    @property
    def percent(self) -> Decimal | None:
        """Of a hundred of revenue, half up to one place; none without revenue."""
        if not self.revenue:
            return None
        return (self.margin * 100 / self.revenue).quantize(Decimal("0.1"), ROUND_HALF_UP)


def margin_by_family(
    session: Session, company_id: UUID, first_day: date, last_day: date, branches: Collection[UUID] | None = None
) -> list[FamilyMargin]:
    """Revenue, cost of sales and margin of every family, both days counted, the largest margin first.

    The sums are the income statement's income, cost of sales and gross profit over the same days.
    """
    accounts = report_accounts(session, company_id)
    income = [a.id for a in accounts if a.counts_by_year and a.kind == "income"]
    cost = [a.id for a in accounts if a.counts_by_year and a.kind != "income" and a.is_cost_of_sales]
    rows = session.execute(
        _MARGIN,
        {
            "company": company_id,
            "first": first_day,
            "last": last_day,
            "income": income,
            "cost": cost,
            "accounts": [*income, *cost],
            "branches": None if branches is None else list(branches),
        },
    )
    return [FamilyMargin(*row) for row in rows]
