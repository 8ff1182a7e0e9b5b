"""Statements from entries an accountant can add up, over a turn of the year."""

from datetime import date
from decimal import Decimal

import pytest

from erp.finance.ledger.dimensions import Dimensions
from erp.finance.ledger.seal import seal_ledger
from erp.finance.reports.balance_sheet import balance_sheet
from erp.finance.reports.income_statement import income_statement
from erp.finance.reports.trial_balance import trial_balance
from erp.kernel.db import new_session
from erp.kernel.errors import Refused
from tests.builders.executions import counted_executions
from tests.builders.ledger import post
from tests.builders.organization import a_branch, a_company

D = Decimal


@pytest.fixture(params=["unsealed", "sealed", "half sealed"])
def books(services, system, request):
    """2025: capital 1,000; sales 400, cost 600 of which 50 in another branch. 2026: sales 300 in the other branch."""
    with services.units.begin(system) as work:
        company = a_company(work)
        other = a_branch(work, company.id, code="WEST")
        post(work, company, date(2025, 1, 2), [("1000", "1000.00"), ("3000", "-1000.00")])
        post(work, company, date(2025, 3, 15), [("1000", "400.00"), ("4000", "-400.00")])
        post(work, company, date(2025, 3, 15), [("5000", "550.00"), ("1000", "-550.00")])
    if request.param != "unsealed":
        seal_ledger(services)
    with services.units.begin(system) as work:
        post(work, company, date(2025, 3, 31), [("5000", "50.00"), ("1000", "-50.00")], branch_id=other)
        post(work, company, date(2026, 3, 15), [("1000", "300.00"), ("4000", "-300.00")], branch_id=other)
        post(work, company, date(2026, 3, 16), [("6100", "20.00"), ("1000", "-20.00")])
    if request.param == "sealed":
        seal_ledger(services)
    with new_session(services.engine) as session:
        yield session, company, other


def test_the_trial_balance_adds_up_to_zero(books):
    session, company, _ = books
    found = trial_balance(session, company.id, date(2025, 3, 1), date(2025, 3, 31))
    assert {row.account.code: (row.opening, row.debit, row.credit, row.closing) for row in found.rows} == {
        "1000": (D(1000), D(400), D(600), D(800)),
        "3000": (D(-1000), D(0), D(0), D(-1000)),
        "4000": (D(0), D(0), D(400), D(-400)),
        "5000": (D(0), D(600), D(0), D(600)),
    }
    assert (found.opening, found.debit, found.credit, found.closing) == (0, 1000, 1000, 0)


def test_a_loss_of_two_hundred_is_brought_forward_on_retained_earnings(books):
    session, company, _ = books
    found = trial_balance(session, company.id, date(2026, 1, 1), date(2026, 12, 31))
    assert {row.account.code: (row.opening, row.closing) for row in found.rows} == {
        "1000": (D(800), D(1080)),
        "3000": (D(-1000), D(-1000)),
        "3100": (D(200), D(200)),
        "4000": (D(0), D(-300)),
        "6100": (D(0), D(20)),
    }
    assert found.closing == 0


def test_each_branch_carries_its_own_result_forward(books):
    session, company, other = books
    carried = {}
    for branch in (company.branch_id, other):
        found = trial_balance(session, company.id, date(2026, 1, 1), date(2026, 1, 31), Dimensions(branch_id=branch))
        carried[branch] = next(row.opening for row in found.rows if row.account.code == "3100")
    assert carried == {company.branch_id: D(150), other: D(50)}


def test_the_balance_sheet_on_the_last_day_of_a_year_and_in_the_middle_of_the_next(books):
    session, company, _ = books
    at_year_end = balance_sheet(session, company.id, date(2025, 12, 31))
    assert (at_year_end.total_assets, at_year_end.result_of_year, at_year_end.total_equity) == (800, -200, 800)
    mid_march = balance_sheet(session, company.id, date(2026, 3, 15))
    assert [(row.account.code, row.amount) for row in mid_march.equity] == [("3000", D(1000)), ("3100", D(-200))]
    assert (mid_march.total_assets, mid_march.result_of_year, mid_march.difference) == (1100, 300, 0)


def test_the_income_statement_beside_the_year_before(books):
    session, company, _ = books
    found = income_statement(session, company.id, date(2026, 3, 1), date(2026, 3, 31))
    assert (found.income.amount, found.cost_of_sales.amount, found.expenses.amount) == (300, 0, 20)
    assert (found.gross_profit, found.result, found.margin_percent) == (300, 280, D("100.0"))
    assert (found.gross_profit_a_year_earlier, found.result_a_year_earlier) == (-200, -200)


def test_a_dimension_outside_the_roll_up_is_read_from_the_lines(books):
    session, company, _ = books
    found = trial_balance(session, company.id, date(2025, 1, 1), date(2025, 12, 31), Dimensions(channel="counter"))
    assert found.rows == ()


def test_days_in_two_fiscal_years_are_refused(books):
    session, company, _ = books
    with pytest.raises(Refused, match="begin on 01 January 2026 or later"):
        trial_balance(session, company.id, date(2025, 12, 1), date(2026, 1, 31))


def test_a_report_takes_three_executions_whatever_the_number_of_accounts(books):
    session, company, _ = books
    with counted_executions(session) as counted:
        trial_balance(session, company.id, date(2026, 1, 1), date(2026, 12, 31))
    assert len(counted) == 3
