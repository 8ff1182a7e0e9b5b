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


def year_closes(session: Session, company_id: UUID) -> list[YearClose]:
    """Every closing of a year, the latest first."""
    found = select(YearClose).where(YearClose.company_id == company_id).order_by(YearClose.id.desc())
    return list(session.scalars(found))
