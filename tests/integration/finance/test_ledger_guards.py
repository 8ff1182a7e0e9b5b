"""What must never be false in the ledger is refused by the database itself, whoever asks."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from erp.finance.ledger.models import JournalEntry
from erp.finance.ledger.post import EntryDraft, LineDraft, post_entries
from erp.kernel.actor import Actor
from erp.kernel.errors import Conflict, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.organization.api import period_of, set_period_state
from tests.builders.executions import counted_executions
from tests.builders.ledger import post
from tests.builders.organization import a_company

MARCH = date(2026, 3, 16)
INSERT_LINE = text("""
    INSERT INTO finance.journal_line (id, entry_id, company_id, position, posted_on, account_id, debit, credit,
                                      currency, currency_debit, currency_credit, rate)
    VALUES (:id, :entry, :company, :position, :day, :account, :debit, :credit, 'USD', :debit, :credit, 1)
""")


def _raw_entry(work, company, lines):
    """An entry written past the ledger's door, as a faulty program would."""
    entry_id = new_id()
    insert_rows(
        work,
        JournalEntry,
        [
            {
                "id": entry_id,
                "company_id": company.id,
                "posted_on": MARCH,
                "purpose": "raw",
                "memo": "raw",
                "source_event_id": new_id(),
                "source_kind": "test",
                "source_id": new_id(),
                "subledger": "general",
                "actor": "test",
                "correlation_id": new_id(),
            }
        ],
    )
    for position, (code, debit, credit) in enumerate(lines, start=1):
        work.execute(
            INSERT_LINE,
            {
                "id": new_id(),
                "entry": entry_id,
                "company": company.id,
                "position": position,
                "day": MARCH,
                "account": company.accounts[code],
                "debit": Decimal(debit),
                "credit": Decimal(credit),
            },
        )
    return entry_id


def test_an_entry_out_of_balance_by_a_cent_does_not_commit(work):
    company = a_company(work)
    with (
        pytest.raises(DBAPIError, match=r"does not balance: debits exceed credits by 0.01"),
        work.session.begin_nested(),
    ):
        _raw_entry(work, company, [("1000", "100.01", "0"), ("4000", "0", "100.00")])
        work.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))


def test_an_entry_without_lines_does_not_commit(work):
    company = a_company(work)
    with pytest.raises(DBAPIError, match="over 0 lines"), work.session.begin_nested():
        _raw_entry(work, company, [])
        work.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))


def test_the_door_names_the_entry_that_does_not_balance(work):
    company = a_company(work)
    draft = EntryDraft(
        company_id=company.id,
        posted_on=MARCH,
        purpose="sale",
        memo="Sale of bolts",
        subledger="general",
        source_kind="test",
        source_id=new_id(),
        lines=[LineDraft(company.accounts["1000"], debit=Decimal("5"))],
    )
    with pytest.raises(Refused, match="“Sale of bolts” does not balance: debits exceed credits by 5"):
        post_entries(work, [draft], source_event_id=new_id())


def test_an_event_posts_each_purpose_once(work):
    company = a_company(work)
    event_id = new_id()
    draft = EntryDraft(
        company_id=company.id,
        posted_on=MARCH,
        purpose="sale",
        memo="Sale",
        subledger="general",
        source_kind="test",
        source_id=new_id(),
        lines=[
            LineDraft(company.accounts["1000"], debit=Decimal("5")),
            LineDraft(company.accounts["4000"], credit=Decimal("5")),
        ],
    )
    post_entries(work, [draft], source_event_id=event_id)
    with pytest.raises(DBAPIError, match="uq_journal_entry_source_event_id_purpose"), work.session.begin_nested():
        post_entries(work, [draft], source_event_id=event_id)


def test_a_control_account_takes_lines_only_from_its_subledger(work):
    company = a_company(work)
    with pytest.raises(DBAPIError, match="control account of a subledger"), work.session.begin_nested():
        post(work, company, MARCH, [("1200", "10.00"), ("5200", "-10.00")])


def test_a_retired_account_takes_nothing_more(work):
    company = a_company(work)
    work.execute(text("UPDATE finance.account SET status = 'retired' WHERE id = :id"), {"id": company.accounts["6100"]})
    with pytest.raises(DBAPIError, match="retired"), work.session.begin_nested():
        post(work, company, MARCH, [("6100", "10.00"), ("1000", "-10.00")])


def test_a_closed_day_is_refused_and_the_next_period_is_not(work):
    company = a_company(work)
    set_period_state(work, period_of(work.session, company.id, MARCH).id, "closed")
    with pytest.raises(DBAPIError, match=r"Period 2026/03 is closed for general"), work.session.begin_nested():
        post(work, company, MARCH, [("6100", "10.00"), ("1000", "-10.00")])
    post(work, company, date(2026, 4, 1), [("6100", "10.00"), ("1000", "-10.00")])


def test_a_day_without_a_period_is_refused(work):
    company = a_company(work, fiscal_years=(2026,))
    with (
        pytest.raises(DBAPIError, match="There is no posting period for 1 January 2030"),
        work.session.begin_nested(),
    ):
        post(work, company, date(2030, 1, 1), [("6100", "10.00"), ("1000", "-10.00")])


def test_a_soft_closed_period_takes_postings_with_permission_only(services, system):
    with services.units.begin(system) as work:
        company = a_company(work)
        set_period_state(work, period_of(work.session, company.id, MARCH).id, "soft_closed")
    clerk = Actor("clerk", permissions=frozenset({"finance.journal_entry.view"}))
    with (
        pytest.raises(Refused, match="Period 2026/03 is soft closed for general"),
        services.units.begin(clerk) as work,
    ):
        post(work, company, MARCH, [("6100", "10.00"), ("1000", "-10.00")])
    accountant = Actor("accountant", permissions=frozenset({"finance.period.post_soft_closed"}))
    with services.units.begin(accountant) as work:
        post(work, company, MARCH, [("6100", "10.00"), ("1000", "-10.00")])


def test_closing_waits_for_who_is_posting_and_shuts_out_who_comes_later(services, system):
    """Two real sessions: the posting under way is let through, the one that waits for the closing is refused."""
    with services.units.begin(system) as work:
        company = a_company(work)
        period_id = period_of(work.session, company.id, MARCH).id
    posted, may_commit, closing, outcome = threading.Event(), threading.Event(), threading.Event(), {}

    def first_poster():
        with services.units.begin(system) as work:
            outcome["first"] = post(work, company, MARCH, [("6100", "10.00"), ("1000", "-10.00")])
            work.session.collect()
            posted.set()
            assert may_commit.wait(20)

    def closer():
        with services.units.begin(system) as work:
            closing.set()
            set_period_state(work, period_id, "closed")
            with services.engine.connect() as other:
                outcome["seen"] = other.scalar(
                    text("SELECT count(*) FROM finance.journal_entry WHERE company_id = :id"), {"id": company.id}
                )

    def second_poster():
        try:
            with services.units.begin(system) as work:
                post(work, company, MARCH, [("6100", "20.00"), ("1000", "-20.00")])
        except Refused as refused:
            outcome["second"] = refused.message

    threads = [threading.Thread(target=first_poster)]
    threads[0].start()
    assert posted.wait(20)
    threads.append(threading.Thread(target=closer))
    threads[1].start()
    assert closing.wait(20)
    _wait_until_blocked(services, "ExclusiveLock")
    threads.append(threading.Thread(target=second_poster))
    threads[2].start()
    _wait_until_blocked(services, "ShareLock")
    may_commit.set()
    for thread in threads:
        thread.join(20)
    assert outcome["seen"] == 1, "the closing saw the entry it had waited for"
    assert "Period 2026/03 is closed" in outcome["second"]


def _wait_until_blocked(services, mode):
    """Until a session really waits for the period's lock in that mode."""
    for _ in range(20_000):
        with services.engine.connect() as connection:
            waiting = connection.scalar(
                text(
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND mode = :mode AND NOT granted "
                    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                ),
                {"mode": mode},
            )
        if waiting:
            return
    raise AssertionError(f"nobody waits for {mode}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE finance.journal_line SET debit = debit + 1",
        "DELETE FROM finance.journal_line",
        "UPDATE finance.journal_entry SET memo = 'changed'",
        "DELETE FROM finance.journal_entry",
        "TRUNCATE finance.journal_line",
    ],
)
def test_the_application_may_not_change_the_ledger(services, system, statement):
    with services.units.begin(system) as work:
        post(work, a_company(work), MARCH, [("6100", "10.00"), ("1000", "-10.00")])
    with pytest.raises(DBAPIError, match="permission denied"), services.engine.begin() as connection:
        connection.execute(text(statement))


def test_not_even_the_owner_may_change_the_ledger(services, database, system):
    with services.units.begin(system) as work:
        post(work, a_company(work), MARCH, [("6100", "10.00"), ("1000", "-10.00")])
    with pytest.raises(DBAPIError, match=r"rows of finance\.journal_line"), database.owner_engine.begin() as owner:
        owner.execute(text("UPDATE finance.journal_line SET debit = debit + 1"))


def test_a_line_cannot_be_slipped_into_an_entry_of_yesterday(services, system):
    with services.units.begin(system) as work:
        company = a_company(work)
        entry_id = post(work, company, MARCH, [("6100", "10.00"), ("1000", "-10.00")])
    with pytest.raises(Conflict, match="only together with their header"), services.units.begin(system) as work:
        work.execute(
            INSERT_LINE,
            {
                "id": new_id(),
                "entry": entry_id,
                "company": company.id,
                "position": 3,
                "day": MARCH,
                "account": company.accounts["6100"],
                "debit": Decimal("1"),
                "credit": Decimal("0"),
            },
        )


def test_an_entry_is_reversed_at_most_once(work):
    company = a_company(work)
    entry_id = post(work, company, MARCH, [("6100", "10.00"), ("1000", "-10.00")])
    post(work, company, MARCH, [("6100", "-10.00"), ("1000", "10.00")], reverses_id=entry_id)
    with pytest.raises(DBAPIError, match="uq_journal_entry_reverses_id"), work.session.begin_nested():
        post(work, company, MARCH, [("6100", "-10.00"), ("1000", "10.00")], reverses_id=entry_id)


def test_a_company_cannot_post_to_an_account_of_another(work):
    company, other = a_company(work), a_company(work)
    mixed = {**company.accounts, "6100": other.accounts["6100"]}
    with pytest.raises(DBAPIError, match="fk_journal_line_company_id_account_id"), work.session.begin_nested():
        _raw_entry_with(work, company, mixed)


def _raw_entry_with(work, company, accounts):
    lines = [
        LineDraft(accounts["6100"], debit=Decimal("5")),
        LineDraft(accounts["1000"], credit=Decimal("5")),
    ]
    draft = EntryDraft(
        company_id=company.id,
        posted_on=MARCH,
        purpose="mixed",
        memo="Mixed",
        subledger="general",
        source_kind="test",
        source_id=new_id(),
        lines=lines,
    )
    post_entries(work, [draft], source_event_id=new_id())


@pytest.mark.parametrize("line_count", [2, 50, 500])
def test_posting_takes_two_executions_whatever_the_number_of_lines(work, line_count):
    company = a_company(work)
    lines = [("6100", "1.00")] * (line_count - 1) + [("1000", f"-{line_count - 1}.00")]
    with counted_executions(work.session) as counted:
        post(work, company, MARCH, lines)
    assert len(counted) == 2
