"""Manual journals: proposed by one, answered for by another, taken back by an entry that names them."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from erp.finance.ledger.reverse_entry import reverse_entry
from erp.finance.manual_journals.approve import approve_manual_journal
from erp.finance.manual_journals.reject import reject_manual_journal, withdraw_manual_journal
from erp.finance.manual_journals.submit import JournalLineDraft, submit_manual_journal
from erp.kernel.actor import Actor
from erp.kernel.errors import Conflict, Forbidden, Refused
from erp.organization.api import period_of, set_period_state
from tests.builders.ledger import post
from tests.builders.organization import a_company

MARCH = date(2026, 3, 16)
CLERK, CONTROLLER = Actor.system("clerk"), Actor.system("controller")


@pytest.fixture
def company(services, system):
    with services.units.begin(system) as work:
        return a_company(work)


def _lines(company, *amounts):
    return [
        JournalLineDraft(
            company.accounts[code],
            debit=max(Decimal(amount), Decimal(0)),
            credit=max(-Decimal(amount), Decimal(0)),
            branch_id=company.branch_id,
            row=row,
        )
        for row, (code, amount) in enumerate(amounts)
    ]


def _submit(services, company, *amounts, actor=CLERK, day=MARCH):
    with services.units.begin(actor) as work:
        return submit_manual_journal(
            work, company_id=company.id, posted_on=day, memo="Rent of March", lines=_lines(company, *amounts)
        ).id


RENT = (("6100", "1200.00"), ("2300", "-1200.00"))


def test_it_is_posted_when_somebody_else_approves_it_and_only_once(services, company):
    journal_id = _submit(services, company, *RENT)
    for _ in range(2):
        with services.units.begin(CONTROLLER) as work:
            journal = approve_manual_journal(work, journal_id)
    with services.units.begin(CONTROLLER) as work:
        rows = work.execute(
            text("""SELECT a.code, l.debit, l.credit, e.posted_on, v.name FROM finance.journal_line l
                    JOIN finance.account a ON a.id = l.account_id JOIN finance.journal_entry e ON e.id = l.entry_id
                    JOIN kernel.event v ON v.id = e.source_event_id WHERE l.entry_id = :id ORDER BY l.position"""),
            {"id": journal.entry_id},
        ).all()
    assert [tuple(row) for row in rows] == [
        ("6100", 1200, 0, MARCH, "finance.JournalApproved"),
        ("2300", 0, 1200, MARCH, "finance.JournalApproved"),
    ]


def test_nobody_approves_or_rejects_their_own(services, company):
    journal_id = _submit(services, company, *RENT)
    with pytest.raises(Forbidden, match="approved by somebody else"), services.units.begin(CLERK) as work:
        approve_manual_journal(work, journal_id)
    with pytest.raises(Forbidden, match="rejected by somebody else"), services.units.begin(CLERK) as work:
        reject_manual_journal(work, journal_id, note="no")


def test_what_is_rejected_or_withdrawn_is_never_posted(services, company):
    rejected, withdrawn = _submit(services, company, *RENT), _submit(services, company, *RENT)
    with services.units.begin(CONTROLLER) as work:
        reject_manual_journal(work, rejected, note="Booked by the bill already")
    with services.units.begin(CLERK) as work:
        withdraw_manual_journal(work, withdrawn)
    for journal_id in (rejected, withdrawn):
        with pytest.raises(Conflict, match="can no longer be approved"), services.units.begin(CONTROLLER) as work:
            approve_manual_journal(work, journal_id)


@pytest.mark.parametrize(
    ("amounts", "message", "field"),
    [
        ((("6100", "10.00"), ("1000", "-9.99")), "debits exceed credits by 0.01", "lines-0-debit"),
        ((("6100", "10.00"),), "at least two lines", "lines-0-account"),
        ((("5200", "10.00"), ("1200", "-10.00")), "sum of a subledger", "lines-1-account"),
        ((("6100", "10.005"), ("1000", "-10.005")), "2 decimal places", "lines-0-debit"),
    ],
)
def test_what_could_not_be_posted_is_refused_with_its_row(services, company, amounts, message, field):
    with pytest.raises(Refused, match=message) as refused:
        _submit(services, company, *amounts)
    assert refused.value.field == field


def test_a_reversal_takes_everything_back_on_the_same_day_and_both_name_each_other(services, company):
    journal_id = _submit(services, company, *RENT)
    with services.units.begin(CONTROLLER) as work:
        entry_id = approve_manual_journal(work, journal_id).entry_id
    with services.units.begin(CONTROLLER) as work:
        reversal_id = reverse_entry(work, entry_id, reason="Entered twice")
    with services.units.begin(CONTROLLER) as work:
        row = work.execute(
            text("SELECT reverses_id, posted_on, memo FROM finance.journal_entry WHERE id = :id"), {"id": reversal_id}
        ).one()
        balance = work.session.scalar(
            text("SELECT sum(debit - credit) FROM finance.journal_line WHERE account_id = :id"),
            {"id": company.accounts["6100"]},
        )
    assert (row.reverses_id, row.posted_on) == (entry_id, MARCH)
    assert row.memo.endswith("Entered twice")
    assert balance == 0
    with pytest.raises(Conflict, match="has been reversed by JE-"), services.units.begin(CONTROLLER) as work:
        reverse_entry(work, entry_id, reason="again")


def test_a_reversal_of_a_closed_month_goes_to_the_first_open_day(services, company, system):
    journal_id = _submit(services, company, *RENT)
    with services.units.begin(CONTROLLER) as work:
        entry_id = approve_manual_journal(work, journal_id).entry_id
    with services.units.begin(system) as work:
        set_period_state(work, period_of(work.session, company.id, MARCH).id, "closed")
    with services.units.begin(CONTROLLER) as work:
        reversal_id = reverse_entry(work, entry_id, reason="Entered twice")
        posted_on = work.session.scalar(
            text("SELECT posted_on FROM finance.journal_entry WHERE id = :id"), {"id": reversal_id}
        )
    assert posted_on == date(2026, 4, 1)


def test_what_a_document_posted_is_not_reversed_from_here(services, company, system):
    with services.units.begin(system) as work:
        entry_id = post(work, company, MARCH, [("6100", "10.00"), ("1000", "-10.00")])
    with pytest.raises(Refused, match="correct that document"), services.units.begin(CONTROLLER) as work:
        reverse_entry(work, entry_id, reason="no")


def test_approval_on_a_closed_day_is_refused_and_leaves_the_journal_waiting(services, company, system):
    journal_id = _submit(services, company, *RENT)
    with services.units.begin(system) as work:
        set_period_state(work, period_of(work.session, company.id, MARCH).id, "closed")
    with pytest.raises(Refused, match="Period 2026/03 is closed"), services.units.begin(CONTROLLER) as work:
        approve_manual_journal(work, journal_id)
    with services.units.begin(system) as work:
        status = work.session.scalar(
            text("SELECT status FROM finance.manual_journal WHERE id = :id"), {"id": journal_id}
        )
    assert status == "submitted"
