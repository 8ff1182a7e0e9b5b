"""One step, one transaction: events settle in order, and a failing listener undoes everything."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.kernel.clock import FixedClock
from erp.kernel.events import Bus, Event, during, later
from erp.kernel.identifiers import new_id
from erp.kernel.outbox import MAX_ATTEMPTS
from erp.kernel.unit_of_work import UnitOfWorkFactory
from tests.conftest import TEST_INSTANT


@dataclass(frozen=True)
class Asked(Event):
    """For the tests."""

    document: ClassVar[str] = "document_id_"
    document_id_: UUID
    step: int


@dataclass(frozen=True)
class Answered(Event):
    """For the tests."""

    document: ClassVar[str] = "document_id_"
    document_id_: UUID
    step: int


def mark(work, key):
    work.execute(text("INSERT INTO kernel.import_mark (source, key) VALUES ('t', :key)"), {"key": key})


def marks(database):
    with database.engine.connect() as connection:
        return list(connection.scalars(text("SELECT key FROM kernel.import_mark ORDER BY made_at")))


def asked(step=1, document=None):
    return Asked(company_id=new_id(), occurred_on=TEST_INSTANT.date(), document_id_=document or new_id(), step=step)


def factory(database, *subscriptions):
    return UnitOfWorkFactory(database.engine, Bus(subscriptions), clock=FixedClock(TEST_INSTANT))


def test_listeners_run_in_order_and_their_own_events_follow(database, system):
    def first(work, event):
        mark(work, f"first {event.step}")
        work.publish(Answered(event.company_id, event.occurred_on, event.document_id_, 2))

    def second(work, event):
        mark(work, f"second {event.step}")

    def third(work, event):
        mark(work, f"third {event.step}")

    units = factory(database, *during(Asked, first, second), *during(Answered, third))
    with units.begin(system) as work:
        work.publish(asked())
    assert marks(database) == ["first 1", "second 1", "third 2"]
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT id, caused_by, correlation_id FROM kernel.event ORDER BY id")).all()
    assert rows[1].caused_by == rows[0].id
    assert rows[0].correlation_id == rows[1].correlation_id


def test_a_failing_listener_undoes_the_step_and_its_event(database, system):
    def fail(work, event):
        raise RuntimeError("no")

    units = factory(database, *during(Asked, fail))
    with pytest.raises(RuntimeError), units.begin(system) as work:
        mark(work, "step")
        work.publish(asked())
    assert marks(database) == []
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM kernel.event")) == 0


def test_rows_may_cite_an_event_before_it_is_published(database, system):
    units = factory(database)
    with units.begin(system) as work:
        cited = work.reserve_event_id()
        work.publish(asked())
        other = work.reserve_event_id()
    assert other != cited
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT id FROM kernel.event")) == cited


def test_a_later_listener_runs_once_and_effects_commit_with_the_mark(database, system):
    def listen(work, event):
        mark(work, f"told {event.step}")

    units = factory(database, *later(Asked, listen))
    with units.begin(system) as work:
        work.publish(asked())
    (delivery,) = work.deliveries
    assert units.deliver(delivery) == "done"
    assert units.deliver(delivery) == "skipped"
    assert marks(database) == ["told 1"]


def make_due(database):
    with database.owner_engine.begin() as connection:
        connection.execute(text("UPDATE kernel.delivery SET due_at = now() WHERE status IN ('pending', 'running')"))


def test_a_failing_listener_is_retried_until_dead_and_each_error_is_kept(database, system):
    def fail(work, event):
        mark(work, "half done")
        raise ValueError("mail server is down")

    units = factory(database, *later(Asked, fail))
    with units.begin(system) as work:
        work.publish(asked())
    (delivery,) = work.deliveries
    for _ in range(MAX_ATTEMPTS):
        make_due(database)
        assert units.deliver(delivery) == "failed"
    make_due(database)
    assert units.deliver(delivery) == "skipped"
    with database.engine.connect() as connection:
        row = connection.execute(text("SELECT status, attempts, last_error FROM kernel.delivery")).one()
        failures = connection.scalar(text("SELECT count(*) FROM kernel.delivery_failure"))
    assert (row.status, row.attempts, row.last_error) == ("dead", 8, "ValueError: mail server is down")
    assert failures == 8
    assert marks(database) == []


def test_the_second_attempt_waits(database, system):
    def fail(work, event):
        raise ValueError("no")

    units = factory(database, *later(Asked, fail))
    with units.begin(system) as work:
        work.publish(asked())
    (delivery,) = work.deliveries
    assert units.deliver(delivery) == "failed"
    assert units.deliver(delivery) == "skipped"


def test_deliveries_of_one_document_keep_their_order(database, system):
    document = new_id()

    def listen(work, event):
        if event.step == 1 and not told:
            told.append(0)
            raise ValueError("not yet")
        told.append(event.step)

    told = []
    units = factory(database, *later(Asked, listen))
    with units.begin(system) as work:
        work.publish(asked(1, document))
        work.publish(asked(2, document))
    one, two = work.deliveries
    assert units.deliver(one) == "failed"
    assert units.deliver(two) == "skipped"  # the first comes first
    make_due(database)
    assert units.deliver(one) == "done"
    assert units.deliver(two) == "done"
    assert told == [0, 1, 2]


def test_listeners_that_chase_each_other_are_stopped(database, system):
    def again(work, event):
        work.publish(asked(event.step + 1))

    units = factory(database, *during(Asked, again))
    with pytest.raises(RuntimeError, match="more than 50 events"), units.begin(system) as work:
        work.publish(asked())


def test_a_deadlock_is_repeated_from_the_start(database, system):
    units = factory(database)
    tries = []

    def step(work):
        tries.append(1)
        if len(tries) == 1:
            work.execute(text("DO $$ BEGIN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END $$"))
        mark(work, "done")

    units.run(system, step)
    assert len(tries) == 2
    assert marks(database) == ["done"]
