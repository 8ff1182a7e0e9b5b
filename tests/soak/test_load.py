"""A branch at work against a started server: nothing fails, and the books are right afterwards. About a minute."""

from __future__ import annotations

import csv
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from erp.identity.api import open_session
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.clock import FixedClock
from erp.runtime.house_programs import web_answers
from tests.builders.inventory import put_stock
from tests.builders.story import Story, tell_story
from tests.conftest import Database
from tests.kit.web_client import user_with_role
from tests.proof import prove

PEOPLE, SECONDS = 8, 30
PLAYED = Path(__file__).with_name("people.py")


@pytest.fixture
def story(services: Services, system: Actor) -> Story:
    told = tell_story(services)
    services.units.run(system, lambda work: put_stock(work, told.trade.shop.place, told.bolts, 10_000, "6.00"))
    return told


@pytest.fixture
def server(database: Database, story: Story, tmp_path: Path) -> Iterator[str]:
    """gunicorn as `erp up` starts it, on this test's own database."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        port = listener.getsockname()[1]
        environ = {
            **os.environ, "DATABASE_URL": database.application_url, "ERP_SECRET_KEY": "soak" * 8,
            "ERP_DATA_DIR": str(tmp_path), "ERP_LISTEN": f"fd://{listener.fileno()}",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "python:erp.runtime.gunicorn_settings"],
            env=environ, pass_fds=[listener.fileno()],
        )
        try:
            for _ in range(600):
                if web_answers("127.0.0.1", port):
                    break
                assert process.poll() is None, "the server ended"
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


@pytest.mark.soak
def test_a_branch_at_work_meets_no_failure(
    server: str, services: Services, system: Actor, story: Story, clock: FixedClock, tmp_path: Path
) -> None:
    clock.at = datetime.now(UTC)  # the server's own day, on which the sessions have to be open
    tokens = [_session(services, system, f"person-{number}") for number in range(PEOPLE)]
    party = {"id": story.trade.customer_id}
    with services.engine.connect() as connection:
        customer = connection.scalar(text("SELECT code FROM crm.customer WHERE id = :id"), party)
        item = connection.scalar(text("SELECT sku FROM inventory.item WHERE id = :id"), {"id": story.bolts})
        before = connection.scalar(text("SELECT count(*) FROM crm.sales_order"))
    played = subprocess.run(
        [sys.executable, "-m", "locust", "--headless", "--only-summary", "-f", str(PLAYED), "-H", server,
         "-u", str(PEOPLE), "-r", str(PEOPLE), "-t", f"{SECONDS}s", "--csv", str(tmp_path / "load")],
        env={**os.environ, "PYTHONPATH": str(PLAYED.parents[2]), "ERP_LOAD_SESSIONS": " ".join(tokens),
             "ERP_LOAD_CUSTOMER": str(customer), "ERP_LOAD_ITEM": str(item)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    print(played.stderr[-6000:])
    assert played.returncode == 0, played.stderr[-6000:]
    with (tmp_path / "load_stats.csv").open() as file:
        rows = {row["Name"]: row for row in csv.DictReader(file)}
    whole = rows["Aggregated"]
    assert int(whole["Failure Count"]) == 0
    assert int(rows["POST /crm/orders"]["Request Count"]) > 0
    assert int(whole["Request Count"]) > 100
    with services.engine.connect() as connection:
        after = connection.scalar(text("SELECT count(*) FROM crm.sales_order"))
    assert after - before == int(rows["POST /crm/orders"]["Request Count"])
    prove(services)


def _session(services: Services, system: Actor, name: str) -> str:
    user_id = user_with_role(services, "administrator", name=name)
    return services.units.run(
        system, lambda work: open_session(work, user_id, address="127.0.0.1", browser="locust")
    )
