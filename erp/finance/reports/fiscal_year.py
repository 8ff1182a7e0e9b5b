"""On which day the fiscal year of a day began: from there on income and expense are counted."""

from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.organization.api import company

_FIRST_DAY = text("""
    SELECT min(y.first_day) FROM organization.posting_period p
    JOIN organization.posting_period y ON y.company_id = p.company_id AND y.fiscal_year = p.fiscal_year
    WHERE p.company_id = :company AND :day BETWEEN p.first_day AND p.last_day
""")


def fiscal_year_begins(session: Session, company_id: UUID, day: date) -> date:
    """The first day of the fiscal year in which the day falls: of its periods, else by the company's first month."""
    first_day: date | None = session.scalar(_FIRST_DAY, {"company": company_id, "day": day})
    return first_day or fiscal_year_start(day, company(session, company_id).fiscal_year_start_month)


def fiscal_year_start(day: date, start_month: int) -> date:
    """The first day of the fiscal year in which the day falls, where years begin in that month."""
    year = day.year if day.month >= start_month else day.year - 1
    return date(year, start_month, 1)
