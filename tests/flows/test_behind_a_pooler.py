"""The whole cycle through PgBouncer, which gives each transaction whichever server process is free."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import URL, make_url

from erp.kernel.assembly import Services
from erp.kernel.db import make_engine
from erp.kernel.unit_of_work import UnitOfWorkFactory
from erp.overview.bench.order_to_cash import Meter, run_cycle
from erp.overview.bench.world import make_world
from tests.conftest import Database

PGBOUNCER = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
SERVER_CONNECTIONS = 2
PEOPLE = 5

pytestmark = pytest.mark.skipif(PGBOUNCER is None, reason="PgBouncer is not installed (apt-get install pgbouncer)")


@pytest.fixture
def pooler(database: Database, tmp_path: Path) -> Iterator[URL]:
    """The address of the test's database through a PgBouncer with two server connections."""
    server = make_url(database.application_url)
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
    settings = tmp_path / "pgbouncer.ini"
    settings.write_text(
        f"[databases]\nbooks = {_keywords(server)}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n"
        f"pool_mode = transaction\ndefault_pool_size = {SERVER_CONNECTIONS}\nmax_client_conn = 100\n"
    )
    # PgBouncer refuses to be root; it becomes whoever owns the server's socket.
    account = ["-u", Path(str(server.query["host"])).owner()] if os.geteuid() == 0 else []
    program = subprocess.Popen(
        [str(PGBOUNCER), *account, str(settings)], stderr=subprocess.PIPE, text=True,
    )
    assert program.stderr is not None
    said = ""
    while "process up" not in said:
        said = program.stderr.readline()
        assert said, f"PgBouncer ended with {program.wait()}"
    program.stderr.close()
    yield URL.create("postgresql+psycopg", server.username, "any", "127.0.0.1", port, "books")
    program.terminate()
    program.wait(10)


@pytest.fixture
def pooled(services: Services, pooler: URL) -> Iterator[Services]:
    """The product as `DATABASE_POOLER=transaction` puts it together."""
    engine = make_engine(pooler.render_as_string(hide_password=False), prepare=False, pool_size=PEOPLE + 1)
    units = UnitOfWorkFactory(engine, services.bus, adapters=services.adapters, clock=services.clock)
    yield replace(services, engine=engine, units=units)
    engine.dispose()


def test_a_connection_is_not_one_server_process(pooled):
    with pooled.engine.connect() as mine, pooled.engine.connect() as other:
        first = mine.execute(text("SELECT pg_backend_pid()")).scalar_one()
        second = other.execute(text("SELECT pg_backend_pid()")).scalar_one()
        mine.commit()
        other.commit()
        now = mine.execute(text("SELECT pg_backend_pid()")).scalar_one()
    assert first != second
    assert now == second


def test_people_at_work_behind_the_pooler(pooled, proof):
    world = make_world(pooled, items=40, customers=PEOPLE)

    def work(person: int) -> None:
        meter = Meter(pooled)
        for turn in range(4):
            run_cycle(meter, world, person * 10 + turn, 5)
        meter.close()

    with ThreadPoolExecutor(PEOPLE) as people:
        list(people.map(work, range(PEOPLE)))
    with pooled.engine.connect() as connection:
        shipped = connection.execute(
            text("SELECT count(*) FROM inventory.shipment WHERE status = 'shipped'")
        ).scalar_one()
        prepared = connection.execute(text("SELECT count(*) FROM pg_prepared_statements")).scalar_one()
    assert shipped == PEOPLE * 4
    assert prepared == 0
    proof(pooled)


def _keywords(server: URL) -> str:
    """PgBouncer's own way of naming a database."""
    named = {"host": server.query["host"], "port": server.query["port"], "dbname": server.database,
             "user": server.username, "password": server.password}
    return " ".join(f"{name}={value}" for name, value in named.items())
