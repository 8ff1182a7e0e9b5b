"""How far a period is from closing: lines left, working days left, and the way there so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from erp.finance.close.check_line import BLOCKING, DONE, CheckLine
from erp.finance.close.models import CloseProgress
from erp.organization.api import settings, working_days_after, working_days_between

LONGEST_TREND = 62  # days


@dataclass(frozen=True)
class TrendDay:
    """What was open of a period's checklist on a day."""

    day: date
    open_lines: int
    blocking_lines: int


@dataclass(frozen=True)
class Distance:
    """``working_days_left`` counts from today to the day the company wants to have closed by; negative: late."""

    lines: int
    open_lines: int
    blocking_lines: int
    close_by: date
    working_days_left: int
    overdue_tasks: int
    trend: Sequence[TrendDay]


def distance_of(
    session: Session, company_id: UUID, period_id: UUID, last_day: date, lines: Sequence[CheckLine], today: date
) -> Distance:
    """The distance on a day, from the checklist as it was just evaluated; today's point ends the trend."""
    within = int(settings(session, company_id)["close_within_working_days"])
    close_by = ([last_day, *working_days_after(session, company_id, last_day, within)])[-1]
    open_lines = [line for line in lines if line.state != DONE]
    blocking = [line for line in open_lines if line.state == BLOCKING]
    noted = session.scalars(
        select(CloseProgress)
        .where(CloseProgress.period_id == period_id, CloseProgress.day < today)
        .order_by(CloseProgress.day.desc())
        .limit(LONGEST_TREND - 1)
    )
    trend = [TrendDay(row.day, row.open_lines, row.blocking_lines) for row in noted][::-1]
    return Distance(
        lines=len(lines),
        open_lines=len(open_lines),
        blocking_lines=len(blocking),
        close_by=close_by,
        working_days_left=working_days_between(session, company_id, today, close_by),
        overdue_tasks=sum(1 for line in open_lines if line.due_on is not None and line.due_on < today),
        trend=[*trend, TrendDay(today, len(open_lines), len(blocking))],
    )
