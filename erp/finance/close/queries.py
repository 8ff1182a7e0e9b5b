"""Read what was done to periods and years."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from erp.finance.close.models import PeriodAction, YearClose


def period_actions(session: Session, period_id: UUID) -> list[PeriodAction]:
    """What was done to a period, the latest first."""
    return list(
        session.scalars(
            select(PeriodAction).where(PeriodAction.period_id == period_id).order_by(PeriodAction.id.desc())
        )
    )


def year_closes(session: Session, company_id: UUID) -> list[YearClose]:
    """Every closing of a year, the latest first."""
    found = select(YearClose).where(YearClose.company_id == company_id).order_by(YearClose.id.desc())
    return list(session.scalars(found))
