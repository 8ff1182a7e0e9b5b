"""The fixtures every test may ask for, from a bare database to a signed-in browser client.

`database` is a clone of the migrated template, with real commits as the application's role; `services` is the
product put together on such a clone; `work` is a unit of work on a savepoint, undone at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.pool import NullPool

from erp.config import Settings, data_dir
from erp.identity import passwords
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.clock import FixedClock
from erp.kernel.db import make_engine
from erp.kernel.unit_of_work import UnitOfWork
from tests.kit.database_server import TestServer, database_server
from tests.kit.mail_server import Mailbox, mail_server

# The same random examples on every run and machine, and no clock; `--hypothesis-profile soak` draws new and more ones.
settings.register_profile("fixed", deadline=None, derandomize=True, database=None)
settings.register_profile("few", settings.get_profile("fixed"), max_examples=20)  # for each change of a mutation run
settings.register_profile("soak", deadline=None, derandomize=False, database=None, max_examples=2000, print_blob=True)
settings.load_profile("fixed")

TEST_INSTANT = datetime(2026, 3, 16, 10, 0, tzinfo=UTC)  # a Monday


@dataclass(frozen=True)
class Database:
    """One database of a test: `engine` connects as the application's role, `owner_engine` as the tables' owner."""

    name: str
    server: TestServer

    @property
    def application_url(self) -> str:
        return self.server.application_url(self.name)

    @property
    def owner_url(self) -> str:
        return self.server.owner_url(self.name)

    @property
    def superuser_url(self) -> str:
        return self.server.superuser_url(self.name)

    @cached_property
    def engine(self) -> Engine:
        return make_engine(self.application_url, pool_size=5)

    @cached_property
    def owner_engine(self) -> Engine:
        return create_engine(self.owner_url, poolclass=NullPool)

    def close(self) -> None:
        for name in ("engine", "owner_engine"):
            if name in self.__dict__:
                self.__dict__[name].dispose()


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Passwords of tests are hashed the same way, only with less work: nobody guesses them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64))
        yield


@pytest.fixture(scope="session")
def database_template() -> Iterator[tuple[TestServer, str]]:
    """The session's server and the name of its migrated template."""
    with database_server() as (server, is_ours):
        yield server, server.template(drop_older=is_ours)


@pytest.fixture
def database(database_template: tuple[TestServer, str]) -> Iterator[Database]:
    """A fresh migrated database of this test's own; what it commits is really committed."""
    server, template = database_template
    made = Database(server.clone(template), server)
    yield made
    made.close()
    server.drop(made.name)


@pytest.fixture(scope="session")
def shared_database(database_template: tuple[TestServer, str]) -> Iterator[Database]:
    """One migrated database for the whole session, for tests that undo everything they do."""
    server, template = database_template
    made = Database(server.clone(template), server)
    yield made
    made.close()
    server.drop(made.name)


@pytest.fixture
def clock() -> FixedClock:
    """The tests' own day: Monday 16 March 2026, ten o'clock UTC; a test may set `clock.at`."""
    return FixedClock(TEST_INSTANT)


@pytest.fixture(scope="session")
def system() -> Actor:
    """An actor that may do everything, named in the records as the tests' own."""
    return Actor.system("test")


@pytest.fixture
def services(database: Database, clock: FixedClock) -> Services:
    """The product put together on a fresh database: real commits, as pages and workers make them."""
    return _build(database, database.engine, clock)


@pytest.fixture
def savepoint_services(shared_database: Database, clock: FixedClock) -> Iterator[Services]:
    """The product on one connection whose outer transaction is undone at the end: each "commit" is a savepoint.

    Deferred guards, which a savepoint does not fire, are fired before the undoing.
    """
    with shared_database.engine.connect() as connection:
        outer = connection.begin()
        yield _build(shared_database, connection, clock)
        driver = connection.connection.driver_connection
        if driver is not None and driver.info.transaction_status == TransactionStatus.INTRANS:
            connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        outer.rollback()


@pytest.fixture
def work(savepoint_services: Services, system: Actor) -> Iterator[UnitOfWork]:
    """One unit of work that is settled, checked by the deferred guards and then undone.

    Handlers of published events run at the end of the test, or when it calls `work.settle()`. A statement that is
    expected to fail goes inside `with work.session.begin_nested():`, or else nothing is left to settle.
    """
    opened = savepoint_services.units.begin(system)
    unit = opened.__enter__()
    yield unit
    driver = unit.session.connection().connection.driver_connection if unit.session.is_active else None
    if driver is not None and driver.info.transaction_status == TransactionStatus.INTRANS:
        opened.__exit__(None, None, None)
    else:
        unit.session.close()


@pytest.fixture
def app(services: Services, database: Database) -> Flask:
    """The web application on this test's own database; its pages commit for real."""
    return an_app(_settings(database), services)


@pytest.fixture
def client_as(app: Flask, services: Services) -> Callable[..., FlaskClient]:
    """Make a client signed in with one role: `client_as("warehouse")`, or in one branch only."""
    from tests.kit.web_client import signed_in, user_with_role

    return lambda role, branch_id=None: signed_in(app, services, user_with_role(services, role, branch_id))


@pytest.fixture
def client(client_as: Callable[..., FlaskClient]) -> FlaskClient:
    """A client signed in as administrator."""
    return client_as("administrator")


def _build(database: Database, bind: Engine | Connection, clock: FixedClock) -> Services:
    from erp.app import build_services  # here, so that a test of one part does not import every other

    return build_services(_settings(database), bind=bind, clock=clock)


def an_app(settings: Settings, services: Services) -> Flask:
    """The session's one web application, put on this test's services; what it counted for earlier tests is forgotten.

    A test that changes the application itself makes one of its own.
    """
    from erp.app import MODULES, create_app
    from erp.identity.api import IdentityGate, sync_permissions

    if not _APPLICATION:
        _APPLICATION.append(create_app(settings, services))
        return _APPLICATION[0]
    application = _APPLICATION[0]
    services.units.run(Actor.system("start"), lambda work: sync_permissions(work, MODULES))
    house = application.extensions["erp"]
    application.extensions["erp"] = replace(
        house, settings=settings, services=services, gate=IdentityGate(services.engine)
    )
    for limiter in application.extensions["limiter"]:
        limiter.reset()
    return application


_APPLICATION: list[Flask] = []


def _settings(database: Database) -> Settings:
    return Settings(data_dir=data_dir(), database_url=database.application_url, secret_key="only for tests")


@pytest.fixture
def proof() -> Callable[[Services], None]:
    """Check every invariant of the books; each flow ends with it."""
    from tests.proof import prove

    return prove


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, str]]:
    """A real SMTP server on this machine, and its address."""
    with mail_server() as server:
        yield server
