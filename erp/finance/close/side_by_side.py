"""Several companies side by side: the same month's checklist of each, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.finance.close.check_line import CheckLine
from erp.finance.close.checklist import evaluate_checklist
from erp.finance.close.distance import Distance, distance_of

MOST_COMPANIES = 12


@dataclass(frozen=True)
class CompanyClose:
    """One company's period of the month, its checklist by line, and how far it is; no period, no lines."""

    company_id: UUID
    code: str
    name: str
    currency: str
    branch_id: UUID
    period_id: UUID | None
    label: str
    is_closed: bool
    lines: dict[str, CheckLine]
    distance: Distance | None


_PERIODS = text("""
    SELECT DISTINCT ON (company_id) company_id, id, fiscal_year || '/' || lpad(number::text, 2, '0') AS label, last_day,
           'closed' = ALL (ARRAY[inventory_state, receivables_state, payables_state, general_state]) AS is_closed
    FROM organization.posting_period
    WHERE company_id = ANY(CAST(:companies AS uuid[])) AND :day BETWEEN first_day AND last_day
    ORDER BY company_id, first_day
""")


def closes_of(
    session: Session, companies: Sequence[tuple[UUID, str, str, str, UUID]], day: date, today: date
) -> list[CompanyClose]:
    """The periods of some companies in which a day falls, each with its checklist as it stands now.

    ``companies``: id, code, name, currency and a branch of each, at most twelve.
    """
    chosen = companies[:MOST_COMPANIES]
    asked = {"companies": [company[0] for company in chosen], "day": day}
    found = {row.company_id: row for row in session.execute(_PERIODS, asked)}
    closes = []
    for company_id, code, name, currency, branch_id in chosen:
        row = found.get(company_id)
        lines = evaluate_checklist(session, row.id) if row else []
        closes.append(
            CompanyClose(
                company_id, code, name, currency, branch_id, row.id if row else None, row.label if row else "",
                bool(row and row.is_closed), {line.key: line for line in lines},
                distance_of(session, company_id, row.id, row.last_day, lines, today) if row else None,
            )
        )
    return closes
