"""Read what was done to periods."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from erp.finance.close.models import PeriodAction


def period_actions(session: Session, period_id: UUID) -> list[PeriodAction]:
    """What was done to a period, the latest first."""
    return list(
        session.scalars(
            select(PeriodAction).where(PeriodAction.period_id == period_id).order_by(PeriodAction.id.desc())
        )
    )
