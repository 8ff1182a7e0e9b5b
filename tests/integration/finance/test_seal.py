"""Sealing: an order without gaps, made outside posting, that no late commit and no backdating disturbs."""

import threading
from datetime import date
from decimal import Decimal

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from erp.finance.ledger.seal import seal_entries, seal_ledger
from erp.finance.reports.trial_balance import trial_balance
from erp.kernel.db import new_session
from erp.overview.verify.ledger import LEDGER
from erp.overview.verify.run import check_invariant
from tests.builders.ledger import post
from tests.builders.organization import a_company

FEBRUARY, MARCH = date(2026, 2, 10), date(2026, 3, 16)
RENT = [("6100", "10.00"), ("1000", "-10.00")]


def _seals(services, company):
    with new_session(services.engine) as session:
        return session.execute(
            text("SELECT seal_no, entry_id FROM finance.journal_seal WHERE company_id = :id ORDER BY seal_no"),
            {"id": company.id},
        ).all()


def _company(services, system):
    with services.units.begin(system) as work:
        return a_company(work)


def _post(services, system, company, day, lines=RENT):
    with services.units.begin(system) as work:
        return post(work, company, day, lines)


def test_each_company_counts_its_own_seals_from_one_without_gaps(services, system):
    one, other = _company(services, system), _company(services, system)
    for _ in range(3):
        _post(services, system, one, MARCH)
    _post(services, system, other, MARCH)
    seal_ledger(services)
    _post(services, system, one, FEBRUARY)
    seal_ledger(services)
    assert [row.seal_no for row in _seals(services, one)] == [1, 2, 3, 4]
    assert [row.seal_no for row in _seals(services, other)] == [1]


def test_small_batches_seal_everything_once(services, system):
    company = _company(services, system)
    with services.units.begin(system) as work:
        entries = [post(work, company, MARCH, RENT) for _ in range(5)]
    for _ in range(4):
        with services.units.begin(system) as work:
            seal_entries(work, batch=2)
    assert [row.entry_id for row in _seals(services, company)] == entries
    with new_session(services.engine) as session:
        debit = session.scalar(text("SELECT sum(debit) FROM finance.ledger_rollup"))
    assert debit == Decimal("50.00")


def test_an_entry_still_under_way_is_not_passed_by(services, system):
    """A transaction that began first and commits last: its entry is sealed when it is there, and never lost."""
    company = _company(services, system)
    posted, may_commit = threading.Event(), threading.Event()

    def slow():
        with services.units.begin(system) as work:
            post(work, company, MARCH, [("6100", "99.00"), ("1000", "-99.00")])
            work.session.collect()
            posted.set()
            assert may_commit.wait(20)

    thread = threading.Thread(target=slow)
    thread.start()
    assert posted.wait(20)
    _post(services, system, company, MARCH)
    seal_ledger(services)
    assert _seals(services, company) == [], "nothing younger is sealed while an older one is under way"
    with new_session(services.engine) as session:
        assert trial_balance(session, company.id, MARCH, MARCH).debit == Decimal("10.00"), "yet reports see it"
    may_commit.set()
    thread.join(20)
    seal_ledger(services)
    assert len(_seals(services, company)) == 2
    with new_session(services.engine) as session:
        assert trial_balance(session, company.id, MARCH, MARCH).debit == Decimal("109.00")


def test_two_sealers_do_not_disturb_one_another(services, system):
    company = _company(services, system)
    _post(services, system, company, MARCH)
    with services.units.begin(system) as first:
        assert seal_entries(first) == 1
        with services.units.begin(system) as second:
            assert seal_entries(second) == 0
    assert len(_seals(services, company)) == 1


def test_what_was_known_stays_known_when_an_entry_is_backdated(services, system):
    company = _company(services, system)
    _post(services, system, company, FEBRUARY)
    seal_ledger(services)
    known_at = _seals(services, company)[-1].seal_no
    _post(services, system, company, FEBRUARY, [("6100", "5.00"), ("1000", "-5.00")])
    with new_session(services.engine) as session:
        assert trial_balance(session, company.id, FEBRUARY, MARCH).debit == Decimal("15.00")
        assert trial_balance(session, company.id, FEBRUARY, MARCH, known_at=known_at).debit == Decimal("10.00")
    seal_ledger(services)
    with new_session(services.engine) as session:
        assert trial_balance(session, company.id, FEBRUARY, MARCH).debit == Decimal("15.00")
        assert trial_balance(session, company.id, FEBRUARY, MARCH, known_at=known_at).debit == Decimal("10.00")
        later = date(2026, 4, 5)
        assert trial_balance(session, company.id, later, later, known_at=known_at).closing == 0
        assert {
            row.account.code: row.closing
            for row in trial_balance(session, company.id, later, later, known_at=known_at).rows
        } == {"1000": Decimal("-10.00"), "6100": Decimal("10.00")}


def test_a_long_transaction_in_another_database_of_the_server_holds_nobody_up(
    services, system, database_template
):
    server, template = database_template
    other = server.clone(template)
    try:
        with create_engine(server.superuser_url(other), poolclass=NullPool).connect() as elsewhere:
            elsewhere.execute(text("SELECT pg_current_xact_id()"))
            company = _company(services, system)
            _post(services, system, company, MARCH)
            seal_ledger(services)
            assert len(_seals(services, company)) == 1
    finally:
        server.drop(other)


def _broken_seals(services):
    [chain] = [invariant for invariant in LEDGER if invariant.code == "seal-chain"]
    with new_session(services.engine) as session:
        finding = check_invariant(session, services.bus, chain)
    return finding.population, [row.what for row in finding.examples]


def test_a_changed_line_breaks_the_chain_where_it_stands(services, database, system):
    company = _company(services, system)
    entries = [_post(services, system, company, MARCH) for _ in range(3)]
    seal_ledger(services)
    assert _broken_seals(services) == (3, [])
    with database.owner_engine.begin() as owner:
        owner.execute(text("ALTER TABLE finance.journal_line DISABLE TRIGGER USER"))
        owner.execute(
            text("UPDATE finance.journal_line SET credit = credit + 1 WHERE entry_id = :id AND credit > 0"),
            {"id": entries[1]},
        )
    assert _broken_seals(services) == (3, [f"{company.code} seal 2"])


def test_a_seal_that_was_taken_out_leaves_a_gap_that_is_seen(services, database, system):
    company = _company(services, system)
    for _ in range(3):
        _post(services, system, company, MARCH)
    seal_ledger(services)
    with database.owner_engine.begin() as owner:
        owner.execute(text("ALTER TABLE finance.journal_seal DISABLE TRIGGER USER"))
        owner.execute(text("DELETE FROM finance.journal_seal WHERE seal_no = 2"))
    assert _broken_seals(services) == (2, [f"{company.code} seal 3"])
