"""Statements in flight: they act in order, fail as if each had been waited for, and leave the connection usable."""

import threading
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from erp.kernel.db import new_session
from erp.kernel.errors import Conflict
from erp.kernel.request_key import RequestKey

CLAIM = text("INSERT INTO kernel.request_key (key, actor, body_hash) VALUES (:key, 'a', 'h')")
COUNT = text("SELECT count(*) FROM kernel.request_key WHERE key LIKE :like")


def kept(services, like="k%"):
    with new_session(services.engine) as session:
        return session.scalar(COUNT, {"like": like})


def test_writes_in_flight_are_there_for_the_next_read_and_after_the_commit(services, system):
    with services.units.begin(system) as work:
        for number in range(3):
            work.execute(CLAIM, {"key": f"k{number}"})
        assert work.session.scalar(COUNT, {"like": "k%"}) == 3
        work.execute(CLAIM, {"key": "k3"})
    assert kept(services) == 4


def test_a_refused_write_names_itself_and_nothing_sent_after_it_acts(services, system):
    with pytest.raises(DBAPIError) as caught, new_session(services.engine) as session:
        session.execute(CLAIM, {"key": "k1"})
        session.execute(text("INSERT INTO kernel.delivery_failure (id) VALUES (:id)"), {"id": uuid4()})
        session.execute(CLAIM, {"key": "k2"})
        session.commit()
    assert "delivery_failure" in str(caught.value)
    assert caught.value.orig.sqlstate == "23502"
    assert kept(services) == 0


def test_what_the_database_refuses_in_flight_is_refused_in_words(services, system):
    with pytest.raises(Conflict, match="already exists"), services.units.begin(system) as work:
        work.execute(CLAIM, {"key": "k1"})
        work.execute(CLAIM, {"key": "k1"})
    assert kept(services) == 0
    with services.units.begin(system) as work:  # the same connection serves the next step
        work.execute(CLAIM, {"key": "k1"})
    assert kept(services) == 1


def test_a_guard_that_waits_for_the_commit_undoes_everything(services, system):
    deferred = text("SET CONSTRAINTS ALL DEFERRED")
    bad_entry = text("""
        INSERT INTO kernel.delivery_failure (id, delivery_id, attempt, error) VALUES (:id, :id, 1, 'e')
    """)
    with pytest.raises(DBAPIError), new_session(services.engine) as session:
        session.execute(deferred)
        session.execute(CLAIM, {"key": "k1"})
        session.execute(bad_entry, {"id": uuid4()})
        session.commit()
    assert kept(services) == 0


def test_a_savepoint_undoes_what_was_in_flight_in_it(services, system):
    with services.units.begin(system) as work:
        work.execute(CLAIM, {"key": "k1"})
        with pytest.raises(DBAPIError), work.session.begin_nested():
            work.execute(CLAIM, {"key": "k2"})
            work.execute(CLAIM, {"key": "k2"})
        work.execute(CLAIM, {"key": "k3"})
    assert kept(services) == 2


def test_mapped_objects_and_text_see_each_other(services, system):
    with services.units.begin(system) as work:
        work.session.add(RequestKey(key="k1", actor="a", body_hash="h"))
        assert work.session.scalar(COUNT, {"like": "k%"}) == 1
        work.execute(CLAIM, {"key": "k2"})
        assert work.session.get(RequestKey, "k2").actor == "a"


def test_how_many_rows_a_write_changed_is_known_when_asked(services, system):
    with services.units.begin(system) as work:
        for number in range(3):
            work.execute(CLAIM, {"key": f"k{number}"})
        changed = work.execute(text("UPDATE kernel.request_key SET actor = 'b' WHERE key LIKE :like"), {"like": "k%"})
        work.execute(CLAIM, {"key": "k9"})
        assert changed.rowcount == 3
        gone = work.execute(text("DELETE FROM kernel.request_key WHERE key = :key"), {"key": "nobody"})
        assert gone.rowcount == 0


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("uuid", UUID("0190a3b4-0000-7000-8000-000000000001")), ("numeric", Decimal("-12.340000")),
        ("numeric", Decimal("1E+3")), ("integer", 2**31 - 1), ("bigint", -(2**40)), ("boolean", True),
        ("date", date(2026, 2, 28)), ("timestamptz", datetime(2026, 3, 1, 12, 30, 1, 5, tzinfo=UTC)),
        ("text", "Grüße, \\ \" ' {} % NULL"), ("text", ""), ("text", None), ("jsonb", None),
        ("uuid[]", [UUID(int=1), None]), ("numeric[]", [Decimal("0.10"), Decimal(2)]), ("integer[]", [1, 70000]),
        ("text[]", ["a,b", '"', "\\", "", "NULL", None, "{}"]), ("text[]", []), ("boolean[]", [True, None, False]),
        ("date[]", [date(2026, 1, 1), None]), ("text[]", [None, None]),
        ("timestamptz[]", [datetime(2026, 3, 1, tzinfo=UTC)]), ("numeric[]", [1, Decimal("2.5")]),
    ],
)  # fmt: skip
def test_values_arrive_as_they_were_sent(services, kind, value):
    with new_session(services.engine) as session:
        for _ in range(3):  # sent in full, then prepared
            assert session.scalar(text(f"SELECT CAST(:value AS {kind})"), {"value": value}) == value


def test_a_text_that_the_database_cannot_hold_is_refused(services):
    with new_session(services.engine) as session, pytest.raises(DBAPIError, match="NUL"):
        session.scalar(text("SELECT CAST(:value AS text)"), {"value": "a\0b"})


def test_a_lost_connection_is_replaced(services, system):
    def end_connections(session: Session, pid: int) -> None:
        session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        session.commit()

    with pytest.raises(OperationalError), services.units.begin(system) as work:
        pid = work.session.scalar(text("SELECT pg_backend_pid()"))
        with new_session(services.engine) as other:
            end_connections(other, pid)
        work.execute(CLAIM, {"key": "k1"})
        work.session.scalar(COUNT, {"like": "k%"})
    with services.units.begin(system) as work:
        work.execute(CLAIM, {"key": "k1"})
    assert kept(services) == 1


def test_threads_do_not_share_a_lane(services, system):
    def claim(number: int) -> None:
        with services.units.begin(system) as work:
            for n in range(20):
                work.execute(CLAIM, {"key": f"k{number}-{n}"})

    threads = [threading.Thread(target=claim, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert kept(services) == 80
