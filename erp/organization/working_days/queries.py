"""Read working days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound
from erp.organization.companies.models import Company
from erp.organization.working_days.models import Holiday

_WORKING_DAYS = """
    FROM organization.company c, generate_series(CAST(:after AS date) + 1, CAST(:until AS date), interval '1 day') AS d
    WHERE c.id = :company AND extract(isodow FROM d)::smallint = ANY (c.working_weekdays)
      AND NOT EXISTS (SELECT FROM organization.holiday h WHERE h.company_id = c.id AND h.day = d::date)
"""
_AFTER = text(f"SELECT d::date {_WORKING_DAYS} ORDER BY d LIMIT :count")
_COUNT = text(f"SELECT count(*) {_WORKING_DAYS}")
_LONGEST_LOOK = timedelta(days=550)  # sixty working days of a company that works on one day of the week


@dataclass(frozen=True)
class WorkingCalendar:
    """The working days of the week (Monday 1) and the holidays from a day on, the next first."""

    weekdays: frozenset[int]
    holidays: Sequence[Holiday]


def working_calendar(session: Session, company_id: UUID, from_day: date) -> WorkingCalendar:
    """The calendar of a company. Raises: NotFound"""
    weekdays = session.scalar(select(Company.working_weekdays).where(Company.id == company_id))
    if weekdays is None:
        raise NotFound("There is no such company.")
    holidays = session.scalars(
        select(Holiday).where(Holiday.company_id == company_id, Holiday.day >= from_day).order_by(Holiday.day)
    )
    return WorkingCalendar(frozenset(weekdays), list(holidays))


def next_working_day(session: Session, company_id: UUID, day: date) -> date:
    """The day itself where the company works on it, else the next on which it does."""
    found: date = session.execute(
        text("SELECT organization.next_working_day(:company, :day)"), {"company": company_id, "day": day}
    ).scalar_one()
    return found


def working_days_after(session: Session, company_id: UUID, day: date, count: int) -> list[date]:
    """The next working days after a day, as many as asked for (at most sixty are looked for)."""
    asked = {"company": company_id, "after": day, "until": day + _LONGEST_LOOK, "count": min(count, 60)}
    return list(session.scalars(_AFTER, asked))


def working_days_between(session: Session, company_id: UUID, after: date, until: date) -> int:
    """How many working days come after a day up to another, that one included; negative where it is past."""
    first, last = min(after, until), max(after, until)
    count = session.scalar(_COUNT, {"company": company_id, "after": first, "until": last}) or 0
    return int(count) if until >= after else -int(count)
