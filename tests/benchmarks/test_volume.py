"""What benchmarks measure on is right: copied trade passes every invariant, and reports equal the bare sums."""

from datetime import timedelta

from sqlalchemy import text

from erp.finance.api import seal_ledger
from erp.kernel.db import new_session
from erp.overview.bench.crew import orders_per_second
from erp.overview.bench.floor import make_floor, run_floor
from erp.overview.bench.order_to_cash import Meter, run_cycle, run_in_one_commit
from erp.overview.bench.past import Past
from erp.overview.bench.reports import measure, reports_on
from erp.overview.bench.volume import traded_sample
from erp.overview.bench.world import make_world
from tests.proof import prove

COPIES = 30
ROWS = (
    "inventory.stock_movement", "finance.journal_entry", "finance.cash_application", "crm.sales_order",
    "finance.sales_invoice", "finance.sales_invoice_line", "inventory.shipment",
)


def _count(services, table):
    with new_session(services.engine) as session:
        return session.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608  names of the list above


def test_copied_trade_is_right_and_reports_of_it_equal_the_bare_sums(database, services):
    world = make_world(services, items=12, customers=2, families=2)
    meter = Meter(services)

    def trade():
        for number in range(2):
            run_cycle(meter, world, number, 3, paid=number == 0)

    trade()
    before = {table: _count(services, table) for table in ROWS}
    with traded_sample(database.owner_url, world.today, trade) as copier:
        added = {table: copier.sample.count(table) for table in ROWS}
        copier.write(COPIES, days=60)
    meter.close()
    assert added["inventory.stock_movement"] == 6
    assert added["finance.cash_application"] == 1
    assert {table: _count(services, table) for table in ROWS} == {
        table: before[table] + (COPIES + 1) * added[table] for table in ROWS
    }
    seal_ledger(services)
    with new_session(services.engine) as session:
        first = session.scalar(text("SELECT min(invoiced_on) FROM finance.sales_invoice"))
    assert first == world.today - timedelta(days=COPIES - 1)
    prove(services)
    past = Past(world, 0, 0, 0.0, [])
    wrong = [report.name for report in reports_on(past) if not measure(services, past, report)["equals_raw_sum"]]
    assert wrong == []


def test_an_order_in_one_commit_two_processes_and_the_floor_come_to_the_same_books(database, services):
    world = make_world(services, items=20, customers=4)
    run_in_one_commit(services, world, 0, 2)
    assert orders_per_second(services, world, workers=2, orders=4, lines=2) > 0
    assert _count(services, "crm.sales_order") == _count(services, "finance.cash_application") == 1 + 2 * (3 + 2)
    floor = make_floor(services, database.owner_url, items=10)
    assert run_floor(services, floor, 2, 3, world.today) > 0
    tables = ("stock_movement", "journal_line", "cash_application")
    written = {table: _count(services, f"floor.{table}") for table in tables}
    assert written == {"stock_movement": 6, "journal_line": 14, "cash_application": 2}
    prove(services)
