"""The ground the tests stand on: the right role, a database of one's own, and nothing left behind."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from erp.config import APPLICATION_ROLE


def test_services_work_as_the_application_role_which_may_not_change_a_ledger(services, system):
    with services.units.begin(system) as work:
        assert work.session.scalar(text("SELECT current_user")) == APPLICATION_ROLE
        for privilege in ("UPDATE", "DELETE", "TRUNCATE"):
            granted = work.session.scalar(
                text("SELECT has_table_privilege('kernel.event', :privilege)"), {"privilege": privilege}
            )
            assert not granted, privilege


def test_what_a_database_test_commits_is_there_for_another_connection(services, system):
    with services.units.begin(system) as work:
        work.execute(text("INSERT INTO kernel.import_mark (source, key) VALUES ('fixture', 'committed')"))
    with services.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM kernel.import_mark")) == 1


def test_the_next_database_is_fresh(database):
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM kernel.import_mark")) == 0


@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_unit_of_work_is_undone(work, turn):
    assert work.session.scalar(text("SELECT count(*) FROM kernel.import_mark")) == 0
    work.execute(text("INSERT INTO kernel.import_mark (source, key) VALUES ('fixture', :turn)"), {"turn": turn})
    assert work.session.scalar(text("SELECT count(*) FROM kernel.import_mark")) == 1


def test_a_refused_statement_leaves_nothing_to_settle(work):
    with pytest.raises(DBAPIError):
        work.execute(text("SELECT 1 / 0"))
