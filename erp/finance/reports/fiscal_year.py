"""On which day the fiscal year of a day began: from there on income and expense are counted."""

from datetime import date


def fiscal_year_start(day: date, start_month: int) -> date:
    """The first day of the fiscal year in which the day falls."""
    year = day.year if day.month >= start_month else day.year - 1
    return date(year, start_month, 1)
