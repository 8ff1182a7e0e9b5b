"""A file becomes a company's books: what comes out is what the file says, whatever was cut off on the way."""

import csv
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.kernel.unit_of_work import UnitOfWorkFactory
from erp.organization.api import company_by_code
from erp.overview.replay.compare import compare, differences
from erp.overview.replay.crew import Assignment, OneWorker
from erp.overview.replay.figures import compute_figures
from erp.overview.replay.run import Replay, source_of
from tests.conftest import Database
from tests.flows.replay.trade_file import write_trade_file
from tests.kit.database_server import TestServer
from tests.proof import prove

REAL_FILE = Path(__file__).parents[4] / "shared/data/online_retail/online_retail_2010-12_2011-12.csv.gz"
ROOT = Path(__file__).parents[3]


def replay(services: Services, path: Path, folder: Path, *, last: date = date.max) -> list[str]:
    """Replay the file with one worker; what was told on the way."""
    told: list[str] = []
    Replay(
        services=services,
        crew=lambda assignment: OneWorker(services, assignment),
        assignment=Assignment(source_of(path, "RETAIL"), "RETAIL"),
        path=path,
        first=date.min,
        last=last,
        refusals=folder / "refused.csv",
        told=told.append,
    ).run()
    return told


def assert_books_equal_file(services: Services, path: Path, first: date, last: date) -> None:
    figures = compute_figures(str(path), first, last)
    with new_session(services.engine) as session:
        found = compare(session, company_by_code(session, "RETAIL").id, figures, first, last)
    assert differences(found) == []
    prove(services)


def scalar(services: Services, sql: str) -> object:
    with new_session(services.engine) as session:
        return session.scalar(text(sql))


def test_every_kind_of_line_becomes_what_it_is(services: Services, tmp_path: Path) -> None:
    path = write_trade_file(tmp_path)
    told = replay(services, path, tmp_path)
    assert not (tmp_path / "refused.csv").exists()
    assert_books_equal_file(services, path, date(2011, 1, 26), date(2011, 3, 1))
    assert any(line.startswith("January 2011 is closed; memory ") for line in told)
    assert any(line.startswith("February 2011 is closed; memory ") for line in told)
    # 25.50 goods and 18.00 postage; 25.50 and three for nothing; 2.50; 109.50 (0.001 rounds away); 62.06; 255; 16.67
    invoiced = "SELECT sum(net_amount) FROM finance.sales_invoice"
    assert scalar(services, invoiced) == Decimal("514.73")
    # 12 hearts 30.60 and 18.00 postage; fee 135.41; discount 27.50; bad debt 62.06; a cakestand 12.75
    assert scalar(services, "SELECT sum(net_amount) FROM finance.credit_memo") == Decimal("286.32")
    # of the 12 hearts that came back, 10 are from the sale and 2 from no sale that is known
    sales = "SELECT sum(qty) FROM crm.rma_line WHERE net_unit_price = 2.55 AND original_shipment_line_id IS {} NULL"
    assert scalar(services, sales.format("NOT")) == 10
    assert scalar(services, sales.format("")) == 2
    assert scalar(services, "SELECT count(*) FROM inventory.item WHERE sku = '85123A'") == 1
    # both roads of bad debt lead to the same account
    reasons = "SELECT string_agg(reason, ' ' ORDER BY reason) FROM finance.credit_memo WHERE origin_id IS NULL"
    assert scalar(services, reasons) == "bad_debt fee_deduction price_adjustment price_adjustment"
    # 17850 has paid what was due by 1 March: the sale of 26 January less what came back; 13952 its sale less discount
    owed = "SELECT sum(balance_amount) FROM finance.open_item WHERE side = 'receivable'"
    assert scalar(services, owed) == compute_figures(str(path), date.min, date.max).receivables


def test_going_on_doubles_nothing(services: Services, tmp_path: Path) -> None:
    path = write_trade_file(tmp_path)
    replay(services, path, tmp_path, last=date(2011, 1, 28))
    replay(services, path, tmp_path)
    before = scalar(services, "SELECT count(*) FROM kernel.event")
    replay(services, path, tmp_path)
    assert scalar(services, "SELECT count(*) FROM kernel.event") == before
    assert_books_equal_file(services, path, date(2011, 1, 26), date(2011, 3, 1))


def test_a_replay_may_begin_in_the_middle(services: Services, tmp_path: Path) -> None:
    path = write_trade_file(tmp_path)
    Replay(
        services=services,
        crew=lambda assignment: OneWorker(services, assignment),
        assignment=Assignment(source_of(path, "RETAIL"), "RETAIL"),
        path=path,
        first=date(2011, 1, 28),
        last=date(2011, 1, 31),
        refusals=tmp_path / "refused.csv",
        told=lambda _text: None,
    ).run()
    assert not (tmp_path / "refused.csv").exists()
    assert_books_equal_file(services, path, date(2011, 1, 28), date(2011, 1, 31))


def test_what_is_refused_is_told_with_its_lines_and_is_not_half_done(services: Services, tmp_path: Path) -> None:
    path = write_trade_file(tmp_path)
    replay(services, path, tmp_path, last=date(2011, 1, 27))
    with new_session(services.engine) as session:
        session.execute(text("UPDATE inventory.item SET status = 'retired' WHERE sku = 'PADS'"))
        session.commit()
    replay(services, path, tmp_path, last=date(2011, 1, 28))
    with (tmp_path / "refused.csv").open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["day"], row["document"], row["lines"]) == ("2011-01-28", "sale 900007", "12 13")
    assert "no such item for sale" in row["reason"]
    assert scalar(services, "SELECT count(*) FROM crm.sales_order WHERE customer_reference = '900007'") == 0
    prove(services)


def test_one_worker_repeats_every_figure(
    services: Services, database_template: tuple[TestServer, str], tmp_path: Path
) -> None:
    path = write_trade_file(tmp_path)
    replay(services, path, tmp_path)
    server, template = database_template
    other = Database(server.clone(template), server)
    again = replace(services, engine=other.engine, units=UnitOfWorkFactory(other.engine, services.bus))
    replay(again, path, tmp_path)
    by_account = """SELECT string_agg(a.code || ' ' || t.amount, ', ' ORDER BY a.code)
        FROM (SELECT account_id, sum(debit - credit) AS amount FROM finance.journal_line GROUP BY 1) t
        JOIN finance.account a ON a.id = t.account_id"""
    assert scalar(again, by_account) == scalar(services, by_account)
    other.close()
    server.drop(other.name)


def command(path: Path, folder: Path, *options: str) -> list[str]:
    refused = str(folder / "refused.csv")
    return [sys.executable, "-m", "erp.cli", "replay", "online-retail", str(path), "--refused", refused, *options]


def environment(database: Database, folder: Path) -> dict[str, str]:
    return {
        **os.environ, "DATABASE_URL": database.application_url, "ERP_DATA_DIR": str(folder),
        "ERP_SECRET_KEY": "only for tests", "PYTHONPATH": str(ROOT),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("workers", "victim"), [("1", "the command"), ("2", "the command"), ("2", "a worker")]
)
def test_killed_in_the_middle_it_goes_on_where_it_was(
    services: Services, database: Database, tmp_path: Path, workers: str, victim: str
) -> None:
    path = write_trade_file(tmp_path)
    with subprocess.Popen(
        command(path, tmp_path, "--workers", workers), cwd=ROOT, env=environment(database, tmp_path),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    ) as first:  # fmt: skip
        assert first.stdout is not None
        for line in first.stdout:
            if line.startswith("2011-01-26"):
                os.kill(first.pid if victim == "the command" else child_of(first.pid), signal.SIGKILL)
                break
        rest = first.stdout.read()
        assert first.wait(timeout=60) != 0
    if victim == "a worker":
        assert "A worker of the replay has ended. Run the same command again." in rest
    done = subprocess.run(
        command(path, tmp_path, "--workers", workers, "--json"), cwd=ROOT, env=environment(database, tmp_path),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"different": 0' in done.stdout.splitlines()[-1]
    assert_books_equal_file(services, path, date(2011, 1, 26), date(2011, 3, 1))


def child_of(pid: int) -> int:
    """One worker of the command."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=True)
    return int(listed.stdout.split()[0])


@pytest.mark.skipif(not REAL_FILE.exists(), reason="the Online Retail file is not here")
def test_the_first_day_of_the_real_file(services: Services, tmp_path: Path) -> None:
    day = date(2010, 12, 1)
    replay(services, REAL_FILE, tmp_path, last=day)
    assert not (tmp_path / "refused.csv").exists()
    assert_books_equal_file(services, REAL_FILE, day, day)
    assert scalar(services, "SELECT count(*) FROM finance.sales_invoice") == 136
    assert scalar(services, "SELECT sum(net_amount) FROM finance.sales_invoice") == Decimal("58960.79")
