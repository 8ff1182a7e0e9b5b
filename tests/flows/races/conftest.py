"""The product with as many connections as a crowd needs, and places at which a session can be stopped."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from erp.kernel.assembly import Services
from erp.kernel.db import make_engine
from erp.kernel.unit_of_work import UnitOfWorkFactory
from tests.conftest import Database, _settings
from tests.kit.sessions import StoppingPlaces

CROWD = 64


@pytest.fixture
def crowd(services: Services, database: Database) -> Iterator[Services]:
    """The services of the test with a connection for each of 64 sessions."""
    engine = make_engine(database.application_url, pool_size=CROWD + 1, max_overflow=0, pool_timeout=120)
    units = UnitOfWorkFactory(engine, services.bus, adapters=services.adapters, clock=services.clock)
    yield replace(services, engine=engine, units=units)
    engine.dispose()


@pytest.fixture
def crowded_app(services: Services, database: Database) -> Flask:
    """The pages on the pool of connections that a web process has: a crowd has to queue for them."""
    from erp.app import create_app

    return create_app(_settings(database), services)


@pytest.fixture
def places(services: Services) -> Iterator[StoppingPlaces]:
    made = StoppingPlaces(services.engine)
    yield made
    made.close()
