"""Read what was done to periods and years."""

from datetime import date
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from erp.finance.close.models import PeriodAction, YearClose
from erp.kernel.actor import Actor


def period_actions(session: Session, period_id: UUID) -> list[PeriodAction]:
    """What was done to a period, the latest first."""
    return list(
        session.scalars(
            select(PeriodAction).where(PeriodAction.period_id == period_id).order_by(PeriodAction.id.desc())
        )
    )


def months_to_close(session: Session, company_id: UUID, actor: Actor, today: date) -> int:
    """Periods that have ended and are not closed in every book."""
    statement = text("""SELECT count(*) FROM organization.posting_period WHERE company_id = :company
                        AND last_day < :today AND NOT (inventory_state = 'closed' AND receivables_state = 'closed'
                                                       AND payables_state = 'closed' AND general_state = 'closed')""")
    return int(session.scalar(statement, {"company": company_id, "today": today}) or 0)


def next_to_close(session: Session, company_id: UUID, today: date) -> UUID | None:
    """The earliest period with entries that has ended and is not closed; else the current one, else the latest open."""
    statement = text("""
        SELECT o.id FROM (
            SELECT p.id, p.first_day, p.last_day >= :today AS is_current,
                   p.last_day < :today AND EXISTS (
                       SELECT FROM finance.journal_entry e WHERE e.company_id = p.company_id
                       AND e.posted_on BETWEEN p.first_day AND p.last_day) AS is_due
            FROM organization.posting_period p
            WHERE p.company_id = :company AND p.first_day <= :today
              AND 'closed' <> ANY (ARRAY[p.inventory_state, p.receivables_state, p.payables_state, p.general_state])
        ) AS o
        ORDER BY o.is_due DESC, CASE WHEN o.is_due THEN o.first_day END, o.is_current DESC, o.first_day DESC LIMIT 1
    """)
    found: UUID | None = session.scalar(statement, {"company": company_id, "today": today})
    return found


def year_closes(session: Session, company_id: UUID) -> list[YearClose]:
    """Every closing of a year, the latest first."""
    found = select(YearClose).where(YearClose.company_id == company_id).order_by(YearClose.id.desc())
    return list(session.scalars(found))
