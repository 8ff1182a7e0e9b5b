"""Read working days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound
from erp.organization.companies.models import Company
from erp.organization.working_days.models import Holiday


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
