"""How a fiscal year is cut into months, and where a day's year begins."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from erp.finance.reports.fiscal_year import fiscal_year_start
from erp.organization.periods.open import months_of


def test_the_calendar_year():
    months = months_of(2026, 1)
    assert months[0] == (date(2026, 1, 1), date(2026, 1, 31))
    assert months[1] == (date(2026, 2, 1), date(2026, 2, 28))
    assert months[-1] == (date(2026, 12, 1), date(2026, 12, 31))


def test_a_year_from_july_is_named_after_the_year_in_which_it_ends():
    months = months_of(2026, 7)
    assert months[0] == (date(2025, 7, 1), date(2025, 7, 31))
    assert months[-1] == (date(2026, 6, 1), date(2026, 6, 30))


@pytest.mark.parametrize("start_month", range(1, 13))
def test_twelve_months_follow_one_another_without_gap(start_month):
    months = months_of(2028, start_month)
    assert len(months) == 12
    assert all(last + timedelta(days=1) == first for (_, last), (first, _) in pairwise(months))
    assert months_of(2029, start_month)[0][0] == months[-1][1] + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "start_month", "start"),
    [
        (date(2026, 3, 16), 1, date(2026, 1, 1)),
        (date(2026, 6, 30), 7, date(2025, 7, 1)),
        (date(2026, 7, 1), 7, date(2026, 7, 1)),
    ],
)
def test_the_year_of_a_day(day, start_month, start):
    assert fiscal_year_start(day, start_month) == start
