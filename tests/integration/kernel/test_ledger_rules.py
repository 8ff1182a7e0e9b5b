"""Ledgers take new rows only, from the application and from the owner alike."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from erp.kernel.identifiers import new_id


def store_event(services, system):
    with services.engine.begin() as connection:
        connection.execute(
            text("""INSERT INTO kernel.event VALUES (:id, 'test.Happened', 1, :id, :id, '2026-03-16', now(), 'test',
                    NULL, :id, NULL, '{}')"""), {"id": new_id()})


@pytest.mark.parametrize("statement", [
    "UPDATE kernel.event SET name = 'other'", "DELETE FROM kernel.event", "TRUNCATE kernel.event"])
def test_the_application_lacks_the_privilege(services, system, statement):
    store_event(services, system)
    with pytest.raises(ProgrammingError, match="permission denied"), services.engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("statement", [
    "UPDATE kernel.event SET name = 'other'", "DELETE FROM kernel.event", "TRUNCATE kernel.event"])
def test_a_trigger_stops_even_the_owner(services, system, database, statement):
    store_event(services, system)
    with pytest.raises(DBAPIError, match="are final"), database.owner_engine.begin() as connection:
        connection.execute(text(statement))


def test_new_rows_land_in_the_partition_of_their_month(services, system):
    store_event(services, system)
    with services.engine.connect() as connection:
        part = connection.scalar(text("SELECT tableoid::regclass::text FROM kernel.event"))
    assert part != "kernel.event_default"


def test_the_application_may_extend_partitions_but_not_make_tables(services):
    with services.engine.begin() as connection:
        connection.execute(text("SELECT kernel.extend_partitions()"))
    with pytest.raises(ProgrammingError), services.engine.begin() as connection:
        connection.execute(text("CREATE TABLE kernel.mine (id int)"))
