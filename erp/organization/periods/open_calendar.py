"""Open a fiscal year of one's own: any first and last day, cut into periods of several months, closed on any day."""

import calendar
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.companies.models import Company
from erp.organization.periods.models import PostingPeriod

MOST_PERIODS = 36


def open_calendar(
    work: UnitOfWork,
    company_id: UUID,
    fiscal_year: int,
    *,
    first_day: date,
    last_day: date,
    every_months: int = 1,
    closing_day: int = 31,
) -> int:
    """Open the periods of a year that is not twelve calendar months; return how many there are.

    Raises: NotFound; Refused for days out of order or too many periods; Conflict where the year or a day is open.
    """
    if work.session.get(Company, company_id) is None:
        raise NotFound("There is no such company.")
    if not 1990 <= fiscal_year <= 2199:
        raise Refused("Write a fiscal year such as 2026.", field="fiscal_year")
    if not 1 <= every_months <= 12:
        raise Refused("A period has one to twelve months.", field="every_months")
    if not 1 <= closing_day <= 31:
        raise Refused("Periods end on a day from 1 to 31.", field="closing_day")
    if first_day > last_day:
        raise Refused("The first day lies after the last.", field="first_day")
    cut = cut_periods(first_day, last_day, every_months, closing_day)
    if len(cut) > MOST_PERIODS:
        raise Refused("A fiscal year has at most 36 periods.", field="last_day")
    present = work.session.scalar(
        select(PostingPeriod.id)
        .where(
            PostingPeriod.company_id == company_id,
            (PostingPeriod.fiscal_year == fiscal_year)
            | ((PostingPeriod.first_day <= last_day) & (PostingPeriod.last_day >= first_day)),
        )
        .limit(1)
    )
    if present is not None:
        raise Conflict("Some of these days, or that fiscal year, are open already.")
    rows = [
        {
            "id": new_id(), "company_id": company_id, "fiscal_year": fiscal_year, "number": number,
            "first_day": first, "last_day": last,
        }
        for number, (first, last) in enumerate(cut, start=1)
    ]
    insert_rows(work, PostingPeriod, rows)
    return len(cut)


def cut_periods(first_day: date, last_day: date, every_months: int, closing_day: int) -> list[tuple[date, date]]:
    """First and last day of each period; one ends on ``closing_day``, on a shorter month's last, or with the year."""
    periods = []
    start = first_day
    while start <= last_day:
        late = 1 if start.day > _last(start.year, start.month, closing_day).day else 0
        months = start.month - 1 + every_months - 1 + late
        end = min(_last(start.year + months // 12, months % 12 + 1, closing_day), last_day)
        periods.append((start, end))
        start = end + timedelta(days=1)
    return periods


def _last(year: int, month: int, closing_day: int) -> date:
    return date(year, month, min(closing_day, calendar.monthrange(year, month)[1]))
