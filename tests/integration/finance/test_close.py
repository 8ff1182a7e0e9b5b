"""The period close: what blocks it, what it keeps, and how it is undone."""

from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from erp.finance.close.checklist import evaluate_checklist
from erp.finance.close.close_period import close_period
from erp.finance.close.commands import close
from erp.finance.close.reopen import reopen_period
from erp.finance.close.soft_close import soft_close_period
from erp.finance.ledger.post import EntryDraft, LineDraft, post_entries
from erp.finance.manual_journals.submit import JournalLineDraft, submit_manual_journal
from erp.kernel.actor import Actor
from erp.kernel.errors import Conflict, Refused
from erp.kernel.identifiers import new_id
from erp.organization.api import period_of, period_state
from tests.builders.ledger import post
from tests.builders.organization import a_company

FEBRUARY, MARCH = date(2026, 2, 10), date(2026, 3, 16)
RENT = [("6100", "10.00"), ("1000", "-10.00")]
D = Decimal


@pytest.fixture
def company(services, system):
    with services.units.begin(system) as work:
        return a_company(work, code="NORTH", fiscal_years=(2026,))


def _period(services, system, company, day):
    with services.units.begin(system) as work:
        return period_of(work.session, company.id, day).id


def _states(services, company, day):
    with services.units.begin(Actor.system("reader")) as work:
        return {name: period_state(work.session, company.id, name, day) for name in ("inventory", "general")}


def _checks(services, period_id):
    with services.units.begin(Actor.system("reader")) as work:
        return {line.key: line for line in evaluate_checklist(work.session, period_id)}


def test_an_empty_month_closes_and_nothing_is_posted_into_it_any_more(services, system, company):
    with services.units.begin(system) as work:
        post(work, company, MARCH, RENT)
    period_id = _period(services, system, company, MARCH)
    with services.units.begin(system) as work:
        close_period(work, period_id, note="March is done")
    with pytest.raises(Refused, match="Period 2026/03 is closed"), services.units.begin(system) as work:
        post(work, company, MARCH, RENT)
    with services.units.begin(system) as work:
        actions = work.execute(
            text("""SELECT p.number, a.action, a.reason FROM finance.period_action a
                    JOIN organization.posting_period p ON p.id = a.period_id ORDER BY a.id""")
        ).all()
        events = work.session.scalar(text("SELECT count(*) FROM kernel.event WHERE name = 'finance.PeriodClosed'"))
    assert [row.number for row in actions] == [1, 2, 3], "earlier months without entries close with it"
    assert actions[-1].reason == "March is done"
    assert events == 3


def test_closing_again_changes_nothing(services, system, company):
    period_id = _period(services, system, company, MARCH)
    for _ in range(2):
        with services.units.begin(system) as work:
            close_period(work, period_id)
    with services.units.begin(system) as work:
        count = work.session.scalar(
            text("SELECT count(*) FROM finance.period_action WHERE period_id = :id"), {"id": period_id}
        )
    assert count == 1


def test_months_with_entries_close_in_their_order(services, system, company):
    with services.units.begin(system) as work:
        post(work, company, FEBRUARY, RENT)
    with pytest.raises(Conflict, match="Period 2026/02 is not closed"), services.units.begin(system) as work:
        close_period(work, _period(services, system, company, MARCH))
    assert _states(services, company, date(2026, 1, 5))["general"] == "open", "nothing was half done"


def test_a_journal_waiting_for_approval_blocks(services, system, company):
    with services.units.begin(system) as work:
        submit_manual_journal(
            work,
            company_id=company.id,
            posted_on=MARCH,
            memo="Accrual",
            lines=[
                JournalLineDraft(company.accounts["6100"], debit=D(5)),
                JournalLineDraft(company.accounts["2300"], credit=D(5)),
            ],
        )
    period_id = _period(services, system, company, MARCH)
    with pytest.raises(Refused, match="1 journal waits for approval"), services.units.begin(system) as work:
        close_period(work, period_id)
    assert _checks(services, _period(services, system, company, FEBRUARY))["journals"].state == "done"


@pytest.mark.parametrize(("affects_close", "state"), [(True, "blocking"), (False, "done")])
def test_an_undelivered_event_blocks_where_the_books_depend_on_it(services, system, company, affects_close, state):
    with services.units.begin(system) as work:
        work.execute(
            text("""INSERT INTO kernel.delivery (id, event_id, event_name, company_id, document_id, occurred_on,
                                                 subscriber, affects_close)
                    VALUES (:id, :id, 'test.Happened', :company, :id, :day, 'test.listener', :affects)"""),
            {"id": new_id(), "company": company.id, "day": MARCH, "affects": affects_close},
        )
    checks = _checks(services, _period(services, system, company, MARCH))
    assert checks["deliveries"].state == state
    assert checks["messages"].state == ("done" if affects_close else "open")


def test_a_control_account_that_its_subledger_does_not_explain_blocks_and_says_by_how_much(services, system, company):
    with services.units.begin(system) as work:
        lines = [
            LineDraft(company.accounts["1100"], debit=D(75), subledger_kind="test", subledger_id=new_id()),
            LineDraft(company.accounts["4000"], credit=D(75)),
        ]
        draft = EntryDraft(company.id, MARCH, "test", "Sale past the subledger", "receivables", "test", new_id(), lines)
        post_entries(work, [draft], source_event_id=new_id())
    line = _checks(services, _period(services, system, company, MARCH))["control_receivable"]
    assert (line.state, line.figure, line.answer) == ("blocking", D(75), "the subledger comes to 0.00")
    assert _checks(services, _period(services, system, company, FEBRUARY))["control_receivable"].state == "done"


def test_soft_closing_one_subledger_leaves_the_others_open(services, system, company):
    period_id = _period(services, system, company, MARCH)
    with services.units.begin(system) as work:
        soft_close_period(work, period_id, subledgers=("inventory",))
    assert _states(services, company, MARCH) == {"inventory": "soft_closed", "general": "open"}


def test_reopening_needs_a_reason_and_goes_back_from_the_latest(services, system, company):
    february, march = (_period(services, system, company, day) for day in (FEBRUARY, MARCH))
    with services.units.begin(system) as work:
        close_period(work, march)
    with pytest.raises(Refused, match="Say why"), services.units.begin(system) as work:
        reopen_period(work, march, reason="  ")
    with pytest.raises(Conflict, match="Period 2026/03 is closed"), services.units.begin(system) as work:
        reopen_period(work, february, reason="A bill turned up")
    with services.units.begin(system) as work:
        reopen_period(work, march, reason="A bill turned up")
    with services.units.begin(system) as work:
        post(work, company, MARCH, RENT)
        reason = work.session.scalar(
            text("SELECT reason FROM finance.period_action WHERE period_id = :id AND action = 'reopen'"), {"id": march}
        )
        audited = work.session.scalar(
            text("""SELECT reason FROM kernel.audit_entry
                    WHERE table_name = 'organization.posting_period' AND row_key = :id ORDER BY id DESC LIMIT 1"""),
            {"id": str(march)},
        )
    assert reason == "A bill turned up"
    assert audited == "A bill turned up", "the audit trail says why, too"


def test_the_command_closes_prints_the_checklist_and_fails_where_something_blocks(services, system, company):
    done = CliRunner().invoke(close, ["north", "2026/03"], obj=lambda: services)
    assert done.exit_code == 0, done.output
    assert "Period 2026/03 of NORTH is closed." in done.output
    assert "Do the receivable accounts show what customers owe? they agree" in done.output
    missing = CliRunner().invoke(close, ["north", "2031/01"], obj=lambda: services)
    assert missing.exit_code == 1
    assert "has no period 2031/01" in missing.output
