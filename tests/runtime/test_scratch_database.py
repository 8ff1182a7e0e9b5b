"""A scratch database: migrated, used as the application's role, and gone afterwards, wherever it stands."""

import pytest
from sqlalchemy import create_engine, text

from erp.config import APPLICATION_ROLE, ConfigurationError
from erp.runtime.child_process import working_in
from erp.runtime.direct_connection import connect
from erp.runtime.migrate import newest_revision
from erp.runtime.scratch_database import scratch_database

VARIABLES = ("DATABASE_URL", "DATABASE_ADMIN_URL", "REDIS_URL")


@pytest.fixture
def environment(monkeypatch, data_root):
    """Nothing configured but a data folder of the test's own."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ERP_DATA_DIR", str(data_root))
    return monkeypatch


def look(settings):
    engine = create_engine(settings.database_url)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT current_user, version_num FROM kernel.alembic_version")).one()
    engine.dispose()
    return tuple(found)


def databases(url):
    with connect(url, "postgres") as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database").fetchall()}


def test_where_nothing_is_configured_servers_start_for_as_long_as_it_takes(environment, data_root):
    with scratch_database("trial") as settings:
        assert look(settings) == (APPLICATION_ROLE, newest_revision())
        assert settings.redis_url.startswith("unix://")
        (cluster,) = data_root.glob("scratch-*/postgres/cluster")
        assert working_in(cluster)
    assert not list(data_root.glob("scratch-*"))
    assert not working_in(cluster)


def test_on_a_server_of_ones_own_it_is_made_by_the_owner_and_dropped(environment, make_own_servers):
    urls = make_own_servers()
    with connect(urls.superuser) as connection:
        connection.execute("ALTER ROLE erp_owner CREATEDB")
    environment.setenv("DATABASE_URL", urls.application)
    environment.setenv("DATABASE_ADMIN_URL", urls.owner)
    environment.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    before = databases(urls.owner)
    with scratch_database("trial") as settings:
        assert look(settings) == (APPLICATION_ROLE, newest_revision())
        (made,) = databases(urls.owner) - before
        assert made.startswith("erp_trial_")
    assert databases(urls.owner) == before


def test_an_owner_who_may_make_no_database_is_told_what_to_do(environment, make_own_servers):
    urls = make_own_servers()
    environment.setenv("DATABASE_URL", urls.application)
    environment.setenv("DATABASE_ADMIN_URL", urls.owner)
    with pytest.raises(ConfigurationError, match="ALTER ROLE erp_owner CREATEDB"), scratch_database("trial"):
        pass
