"""Rows remembered from step to step are never older than the step: whoever changes one is seen by the next."""

import threading
from datetime import date

import pytest
from sqlalchemy import text

from erp.kernel.reference import remembered
from erp.kernel.rows import update_rows
from erp.organization.api import company, create_company
from erp.organization.companies.models import Company
from tests.builders.executions import counted_executions

NAME = text("SELECT name FROM organization.company WHERE id = :id")


@pytest.fixture
def shop(services, system):
    with services.units.begin(system) as work:
        return create_company(work, code="SHOP", name="Shop", currency="USD", country="US").id


def name_of(services, system, company_id):
    with services.units.begin(system) as work:
        return company(work.session, company_id).name


def rename(work, company_id, name):
    update_rows(work, Company, ("id",), [{"id": company_id, "name": name}])


def test_what_has_not_changed_is_not_read_again(services, system, shop):
    name_of(services, system, shop)
    with services.units.begin(system) as work, counted_executions(work.session) as statements:
        assert company(work.session, shop).name == "Shop"
    assert statements == []


def test_the_step_after_a_change_sees_it(services, system, shop):
    name_of(services, system, shop)
    with services.units.begin(system) as work:
        rename(work, shop, "Store")
    assert name_of(services, system, shop) == "Store"


def test_a_step_sees_its_own_change_and_nobody_sees_one_that_was_undone(services, system, shop):
    name_of(services, system, shop)
    with pytest.raises(ZeroDivisionError), services.units.begin(system) as work:
        assert company(work.session, shop).name == "Shop"
        rename(work, shop, "Mistake")
        assert company(work.session, shop).name == "Mistake"
        raise ZeroDivisionError
    assert name_of(services, system, shop) == "Shop"


def test_a_mapped_object_changed_in_the_step_counts_as_its_own_change(services, system, shop):
    name_of(services, system, shop)
    with services.units.begin(system) as work:
        work.session.get(Company, shop).name = "Mapped"
        work.session.flush()
        assert company(work.session, shop).name == "Mapped"
    assert name_of(services, system, shop) == "Mapped"


def test_a_change_that_commits_while_another_is_open_is_seen_by_whoever_begins_later(services, system, shop):
    """Two changes of one table at a time, and a reader between their commits: every mark counts."""
    with services.units.begin(system) as work:
        other = create_company(work, code="OTHER", name="Other", currency="USD", country="US").id
    changed, may_commit = threading.Event(), threading.Event()

    def slow_change():
        with services.units.begin(system) as work:
            rename(work, other, "Slow")
            work.session.collect()
            changed.set()
            assert may_commit.wait(20)

    thread = threading.Thread(target=slow_change)
    thread.start()
    assert changed.wait(20)
    assert name_of(services, system, other) == "Other"
    with services.units.begin(system) as work:
        rename(work, shop, "Quick")
    assert (name_of(services, system, shop), name_of(services, system, other)) == ("Quick", "Other")
    may_commit.set()
    thread.join(20)
    assert (name_of(services, system, shop), name_of(services, system, other)) == ("Quick", "Slow")


def test_a_change_of_another_session_shows_at_the_next_step_not_within_one(services, system, shop):
    name_of(services, system, shop)
    with services.units.begin(system) as work:
        assert company(work.session, shop).name == "Shop"
        with services.units.begin(system) as other:
            rename(other, shop, "Later")
        assert company(work.session, shop).name == "Shop"  # as it was when the step began
    assert name_of(services, system, shop) == "Later"


def test_a_table_without_a_mark_is_read_every_time(services, system):
    reads = []
    for _ in range(2):
        with services.units.begin(system) as work:
            remembered(work.session, ("organization.exchange_rate",), date(2026, 1, 1), lambda: reads.append(1))
    assert len(reads) == 2


def test_every_mark_is_that_of_a_watched_table(database):
    with database.owner_engine.connect() as connection:
        watched = set(connection.scalars(text("""
            SELECT n.nspname || '.' || c.relname FROM pg_trigger t
            JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE t.tgname = 'note_reference_change'
        """)))
        marked = set(connection.scalars(text("SELECT table_name FROM kernel.reference_change")))
    assert marked == watched
