"""Sessions that fight for the same goods: one wins, nobody deadlocks, and the figures stay true."""

import random
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Engine, text

from erp.inventory.adjustments.adjust_stock import AdjustmentLine, adjust_stock
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from tests.builders.inventory_dock import Dock, a_dock

D = Decimal


def a_committed_dock(services: Services, system: Actor, items: int, qty: int) -> tuple[Dock, list[UUID]]:
    with services.units.begin(system) as work:
        dock = a_dock(work)
        item_ids = [dock.item(work) for _ in range(items)]
        adjust_stock(
            work, warehouse_id=dock.place.id, reason="opening", occurred_on=work.now.date(),
            lines=[AdjustmentLine(item_id, dock.place.bin_id, D(qty), unit_cost=D(2)) for item_id in item_ids],
        )
    return dock, item_ids


def write_off(services: Services, system: Actor, dock: Dock, item_ids: list[UUID]) -> str:
    """Write one of each off, in the order given, without a second try."""
    try:
        with services.units.begin(system) as work:
            adjust_stock(
                work, warehouse_id=dock.place.id, reason="write_off", occurred_on=work.now.date(),
                lines=[AdjustmentLine(item_id, dock.place.bin_id, D(-1)) for item_id in item_ids],
            )
    except Refused as refusal:
        return refusal.message
    return "done"


def somebody_waits(engine: Engine) -> bool:
    with engine.connect() as connection:
        waiting = connection.execute(
            text("SELECT count(*) FROM pg_locks WHERE NOT granted AND database = "
                 "(SELECT oid FROM pg_database WHERE datname = current_database()) OR NOT granted "
                 "AND locktype = 'transactionid'")
        ).scalar_one()
    return bool(waiting)


def test_the_last_unit_leaves_once(services: Services, system: Actor) -> None:
    dock, (bolt,) = a_committed_dock(services, system, items=1, qty=1)
    with ThreadPoolExecutor(1) as pool:
        with services.units.begin(system) as first:
            adjust_stock(
                first, warehouse_id=dock.place.id, reason="write_off", occurred_on=first.now.date(),
                lines=[AdjustmentLine(bolt, dock.place.bin_id, D(-1))],
            )
            second: Future[str] = pool.submit(write_off, services, system, dock, [bolt])
            while not somebody_waits(services.engine):
                assert not second.done(), second.result()
        answer = second.result(timeout=30)
    assert "1 EA asked, 0 EA available" in answer


def test_lines_in_any_order_never_deadlock(services: Services, system: Actor) -> None:
    dock, item_ids = a_committed_dock(services, system, items=6, qty=20)
    start = threading.Barrier(4)

    def loses(seed: int) -> list[str]:
        shuffled = random.Random(seed)
        start.wait()
        return [
            write_off(services, system, dock, shuffled.sample(item_ids, len(item_ids))) for _ in range(6)
        ]

    with ThreadPoolExecutor(4) as pool:
        answers = [answer for found in pool.map(loses, range(4)) for answer in found]
    assert answers.count("done") == 20  # twenty of each were there; a deadlock would have been raised
    assert all("0 EA available" in answer for answer in answers if answer != "done")
    with services.units.begin(system) as work:
        left = work.execute(
            text("SELECT sum(b.qty_on_hand), sum(p.qty), sum(p.value) FROM inventory.stock_balance b "
                 "JOIN inventory.cost_pool p USING (item_id)")
        ).one()
    assert tuple(left) == (D(0), D(0), D(0))
