"""The disk of the database fills up in the middle of the day: it is said, nothing is half done, and work goes on."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from erp.finance.receivables.record_cash_receipt import record_cash_receipt
from erp.kernel.actor import Actor
from erp.kernel.clock import FixedClock
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.finance import Trade, a_trade
from tests.conftest import TEST_INSTANT, Database, _build, _settings
from tests.kit.database_server import database_server
from tests.kit.memory_space import drop_memory_space
from tests.kit.web_client import form_on, signed_in, user_with_role

SIZE = "700m"
PAGE = "/finance/cash-receipts"
MOST = 20_000  # receipts that can never fit


@pytest.fixture
def small_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file system of a few hundred megabytes that holds the test's database server."""
    folder = Path(tempfile.mkdtemp(prefix="erp-disk-"))
    folder.chmod(0o711)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=711", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        folder.rmdir()
        pytest.skip("a small file system cannot be mounted here")
    monkeypatch.setenv("ERP_DATA_DIR", str(folder / "data"))
    monkeypatch.delenv("ERP_TEST_DATABASE_URL", raising=False)
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


def fill(disk: Path) -> Path:
    """Take what is left, but for a megabyte."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - 2**20)
    return filler


def test_a_full_disk_is_said_and_nothing_is_half_done(small_disk, proof):
    with ExitStack() as stack:
        server, _ = stack.enter_context(database_server())
        with server.connect() as connection:
            drop_memory_space(connection)  # the books must lie on the disk that fills up
        database = Database(server.clone(server.template(drop_older=True)), server)
        stack.callback(database.close)
        services = _build(database, database.engine, FixedClock(TEST_INSTANT))
        system = Actor.system("test")
        trade = services.units.run(system, a_trade)
        client, form = _a_form(services, database, trade)
        filler = fill(small_disk)
        kept = 0
        with pytest.raises(OperationalError):
            for _ in range(MOST):
                services.units.run(system, lambda work: _receive(work, trade))
                kept += 1

        refused = client.post(PAGE, data=form)
        assert refused.status_code == 503
        assert "disk is full" in refused.text
        filler.unlink()
        assert _receipts(services) == kept
        assert client.post(PAGE, data=form).status_code == 303
        assert _receipts(services) == kept + 1
        proof(services)


def _a_form(services, database, trade):
    from erp.app import create_app

    app = create_app(_settings(database), services)
    client = signed_in(app, services, user_with_role(services, "administrator"))
    with services.engine.connect() as connection:
        code = connection.scalar(text("SELECT code FROM crm.customer WHERE id = :id"), {"id": trade.customer_id})
    return client, {**form_on(client, f"{PAGE}/new?customer={code}", PAGE), "amount": "12.50",
                    "method": "bank_transfer"}


def _receive(work: UnitOfWork, trade: Trade) -> object:
    return record_cash_receipt(
        work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
        amount=Decimal("12.50"), received_on=date(2026, 3, 16),
    )


def _receipts(services) -> int:
    with services.engine.connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM finance.cash_receipt")) or 0)
