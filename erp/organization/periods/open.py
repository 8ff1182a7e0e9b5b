"""Open the periods of a fiscal year: its months may be posted into."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from sqlalchemy import select

from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.companies.models import Company
from erp.organization.periods.models import PostingPeriod


def open_periods(work: UnitOfWork, company_id: UUID, fiscal_year: int) -> list[PostingPeriod]:
    """Cut a fiscal year into twelve months and open each for every subledger.

    A fiscal year is named after the calendar year in which it ends: with a start in July, 2026 runs from July 2025 to
    June 2026.

    Raises: NotFound; Refused for a year out of reach; Conflict where the year is open already.
    """
    work.require("organization.period.open")
    company = work.session.get(Company, company_id)
    if company is None:
        raise NotFound("There is no such company.")
    if not 1990 <= fiscal_year <= 2199:
        raise Refused("Write a fiscal year such as 2026.", field="fiscal_year")
    present = work.session.scalar(
        select(PostingPeriod.id)
        .where(PostingPeriod.company_id == company_id, PostingPeriod.fiscal_year == fiscal_year)
        .limit(1)
    )
    if present is not None:
        raise Conflict("The periods of fiscal year %(fiscal_year)s are open already.", fiscal_year=fiscal_year)
    insert_rows(
        work,
        PostingPeriod,
        [
            {
                "id": new_id(), "company_id": company_id, "fiscal_year": fiscal_year, "number": number,
                "first_day": first, "last_day": last,
            }
            for number, (first, last) in enumerate(
                months_of(fiscal_year, company.fiscal_year_start_month), start=1
            )
        ],
    )
    return list(
        work.session.scalars(
            select(PostingPeriod)
            .where(PostingPeriod.company_id == company_id, PostingPeriod.fiscal_year == fiscal_year)
            .order_by(PostingPeriod.number)
        )
    )


def months_of(fiscal_year: int, start_month: int) -> list[tuple[date, date]]:
    """First and last day of each month of a fiscal year that is named after the year in which it ends."""
    year = fiscal_year if start_month == 1 else fiscal_year - 1
    starts = [date(year + (start_month - 1 + n) // 12, (start_month - 1 + n) % 12 + 1, 1) for n in range(13)]
    return [(first, following - timedelta(days=1)) for first, following in pairwise(starts)]
