"""A busy quarter is closed: the checklist explains every control account, and what was closed does not move."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from erp.finance.close.checklist import evaluate_checklist
from erp.finance.close.close_period import close_period
from erp.finance.ledger.seal import seal_ledger
from erp.finance.receivables.record_cash_receipt import record_cash_receipt
from erp.finance.reports.balance_sheet import balance_sheet
from erp.finance.reports.income_statement import income_statement
from erp.finance.reports.trial_balance import trial_balance
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import period_of
from tests.builders.story import TODAY, tell_story

JANUARY_END, MARCH_END = date(2026, 1, 31), date(2026, 3, 31)

# Written apart from the product's own query: every line, no roll-up, no seal.
BY_HAND = text("""
    SELECT a.code, sum(l.debit) FILTER (WHERE l.posted_on >= :first) AS debit,
           sum(l.credit) FILTER (WHERE l.posted_on >= :first) AS credit, sum(l.debit - l.credit) AS closing
    FROM finance.journal_line l JOIN finance.account a ON a.id = l.account_id
    WHERE l.company_id = :company AND l.posted_on <= :last GROUP BY a.code
""")


def test_the_quarter(services: Services, system: Actor, proof: Callable[[Services], None]) -> None:
    story = tell_story(services)
    company_id = story.trade.company_id
    with new_session(services.engine) as session:
        march = period_of(session, company_id, TODAY).id
        checks = {line.key: line for line in evaluate_checklist(session, march)}
    assert {key for key, line in checks.items() if line.state == "blocking"} == set()
    assert {key for key, line in checks.items() if line.state == "open"} - {"messages"} == {
        "shipments",
        "grni",
        "unbilled",
    }
    assert checks["shipments"].answer == "0 shipments packed, 1 being picked"
    assert checks["grni"].figure == Decimal("530.00")  # 50 x 6.60 + 1,000 x 0.20, not billed yet
    assert checks["unbilled"].figure == Decimal("50.00")  # 5 bolts at 10.00 to the weekly customer

    def reports() -> list[object]:
        with new_session(services.engine) as session:
            found = trial_balance(session, company_id, date(2026, 1, 1), MARCH_END)
            by_hand = {
                row.code: (row.debit, row.credit, row.closing)
                for row in session.execute(
                    BY_HAND, {"company": company_id, "first": date(2026, 1, 1), "last": MARCH_END}
                )
            }
            assert {row.account.code: (row.debit, row.credit, row.closing) for row in found.rows} == by_hand
            sheet = balance_sheet(session, company_id, MARCH_END)
            income = income_statement(session, company_id, date(2026, 1, 1), MARCH_END)
            assert sheet.difference == 0
            assert sheet.result_of_year == income.result
            return [found, sheet, income]

    def pay(work: UnitOfWork, day: date) -> None:
        record_cash_receipt(
            work,
            company_id=company_id,
            branch_id=story.trade.branch_id,
            customer_id=story.trade.customer_id,
            amount=Decimal("7.00"),
            received_on=day,
        )

    before = reports()
    seal_ledger(services)
    assert reports() == before, "sealing and rolling up changes no figure"

    with new_session(services.engine) as session:
        january = balance_sheet(session, company_id, JANUARY_END)
    with services.units.begin(system) as work:
        close_period(work, march, note="First quarter")
    with pytest.raises(Refused, match="Period 2026/03 is closed"), services.units.begin(system) as work:
        pay(work, TODAY)
    with services.units.begin(system) as work:
        pay(work, date(2026, 4, 1))
    seal_ledger(services)
    with new_session(services.engine) as session:
        assert balance_sheet(session, company_id, JANUARY_END) == january
        assert reports() == before, "what is posted in April leaves the closed quarter as it was"
    proof(services)
