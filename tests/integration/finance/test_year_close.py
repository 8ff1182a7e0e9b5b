"""The year-end entry: what it carries, what it leaves to the statements, and when it says no."""

from datetime import date
from decimal import Decimal

import pytest

from erp.finance.close.close_year import close_year
from erp.finance.reports.balance_sheet import balance_sheet
from erp.finance.reports.income_statement import income_statement
from erp.finance.reports.trial_balance import trial_balance
from erp.kernel.errors import Conflict, Refused
from erp.organization.api import open_calendar, open_periods, periods
from erp.organization.periods.open_calendar import cut_periods
from tests.builders.ledger import post
from tests.builders.organization import a_company

D = Decimal
YEAR_END = date(2025, 12, 31)


@pytest.fixture
def company(services, system):
    with services.units.begin(system) as work:
        return a_company(work, code="NORTH", fiscal_years=(2025, 2026))


def _balances(session, company, on):
    sheet = trial_balance(session, company.id, date(on.year, 1, 1), on)
    return {row.account.code: row.closing for row in sheet.rows if row.closing}


def test_the_result_goes_to_retained_earnings_and_the_statement_of_the_year_still_shows_it(services, system, company):
    with services.units.begin(system) as work:
        post(work, company, date(2025, 3, 15), [("1000", "400.00"), ("4000", "-400.00")])
        post(work, company, date(2025, 4, 15), [("5000", "600.00"), ("1000", "-600.00")])
        closed = close_year(work, company.id, 2025, note="audited")
    assert (closed.closed_on, closed.result_amount) == (YEAR_END, D("-200.0000"))
    with services.units.begin(system) as work:
        assert _balances(work.session, company, YEAR_END) == {"1000": D("-200"), "3100": D("200")}
        assert _balances(work.session, company, date(2026, 1, 31)) == {"1000": D("-200"), "3100": D("200")}
        statement = income_statement(work.session, company.id, date(2025, 1, 1), YEAR_END)
        assert (statement.income.amount, statement.cost_of_sales.amount, statement.result) == (400, 600, -200)
        later = income_statement(work.session, company.id, date(2026, 1, 1), date(2026, 12, 31))
        assert (later.result, later.result_a_year_earlier) == (0, -200)
        sheet = balance_sheet(work.session, company.id, date(2026, 1, 31))
        assert (sheet.difference, sheet.result_of_year, sheet.total_equity) == (0, 0, -200)


def test_what_comes_later_is_carried_by_closing_again_and_nothing_twice(services, system, company):
    with services.units.begin(system) as work:
        post(work, company, date(2025, 3, 15), [("1000", "10.00"), ("4000", "-10.00")])
    with services.units.begin(system) as work:
        assert close_year(work, company.id, 2025).result_amount == 10
    with services.units.begin(system) as work:
        assert close_year(work, company.id, 2025).entry_id is None
        post(work, company, date(2025, 12, 30), [("6100", "4.00"), ("1000", "-4.00")])
    with services.units.begin(system) as work:
        assert close_year(work, company.id, 2025).result_amount == -4
        assert _balances(work.session, company, YEAR_END) == {"1000": D("6"), "3100": D("-6")}


def test_years_are_closed_in_their_order(services, system, company):
    with services.units.begin(system) as work:
        post(work, company, date(2025, 3, 15), [("1000", "10.00"), ("4000", "-10.00")])
    with pytest.raises(Conflict, match="earlier fiscal year first"), services.units.begin(system) as work:
        close_year(work, company.id, 2026)
    with pytest.raises(Refused, match="no posting periods"), services.units.begin(system) as work:
        close_year(work, company.id, 2030)


def test_a_year_of_its_own_is_cut_on_the_closing_day(services, system):
    with services.units.begin(system) as work:
        company = a_company(work, code="SOUTH", fiscal_years=())
        count = open_calendar(
            work, company.id, 2027, first_day=date(2026, 4, 6), last_day=date(2027, 4, 5), every_months=3, closing_day=5
        )
        assert count == 4
        days = [(p.first_day, p.last_day) for p in reversed(periods(work.session, company.id))]
        assert days[0] == (date(2026, 4, 6), date(2026, 7, 5))
        assert days[-1] == (date(2027, 1, 6), date(2027, 4, 5))
        with pytest.raises(Conflict, match="open already"):
            open_calendar(work, company.id, 2028, first_day=date(2027, 4, 1), last_day=date(2028, 3, 31))


def test_a_short_month_ends_a_period_on_its_last_day():
    cut = cut_periods(date(2034, 9, 9), date(2035, 11, 12), 3, 29)
    assert [last for _, last in cut] == [
        date(2034, 11, 29), date(2035, 2, 28), date(2035, 5, 29), date(2035, 8, 29), date(2035, 11, 12),
    ]


def test_the_reports_of_such_a_year_begin_with_its_first_day(services, system):
    with services.units.begin(system) as work:
        company = a_company(work, code="EAST", fiscal_years=())
        open_calendar(work, company.id, 2027, first_day=date(2026, 4, 6), last_day=date(2027, 4, 5), closing_day=5)
        open_periods(work, company.id, 2025)
        post(work, company, date(2026, 4, 6), [("1000", "10.00"), ("4000", "-10.00")])
    with services.units.begin(system) as work:
        assert balance_sheet(work.session, company.id, date(2027, 1, 1)).year_start == date(2026, 4, 6)
