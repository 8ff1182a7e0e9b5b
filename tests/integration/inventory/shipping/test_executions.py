"""From promise to void, every step runs the same number of statements for one line as for five hundred."""

from sqlalchemy import text

from erp.inventory.adjustments.adjust_stock import AdjustmentLine, adjust_stock
from erp.inventory.fulfilment.allocate import allocate_demand
from erp.inventory.packing.pack import pack_shipment
from erp.inventory.picking.confirm import Pick, confirm_picks
from erp.inventory.shipping.confirm import confirm_shipment
from erp.inventory.shipping.void import void_shipment
from erp.kernel.money import ZERO
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.executions import counted_executions
from tests.builders.inventory_dock import Dock, a_dock, a_wave, wanted

SIZES = (1, 5, 50, 500)
MOST = {"create": 1, "allocate": 4, "release": 10, "pick": 5, "pack": 6, "confirm": 18, "void": 24}


def counts_of(work: UnitOfWork, dock: Dock, size: int) -> dict[str, int]:
    """Statements of each step for an origin with so many lines of different items."""
    items = [dock.item(work) for _ in range(size)]
    adjust_stock(
        work, warehouse_id=dock.place.id, reason="opening", occurred_on=work.now.date(),
        lines=[AdjustmentLine(item_id=item, bin_id=dock.place.bin_id, qty=10 + ZERO, unit_cost=2 + ZERO)
               for item in items],
    )
    counts: dict[str, int] = {}
    today = work.now.date()
    with counted_executions(work.session) as seen:
        origin = wanted(work, dock, [(item, 3) for item in items], allocate=False)
        counts["create"] = len(seen)
    with counted_executions(work.session) as seen:
        allocate_demand(work, origin.line_ids)
        counts["allocate"] = len(seen)
    with counted_executions(work.session) as seen:
        wave = a_wave(work, dock, origin)
        counts["release"] = len(seen)
    shipment_id = wave.shipments[origin.origin_id]
    tasks = work.execute(text("SELECT id, qty FROM inventory.pick_task WHERE wave_id = :w"), {"w": wave.id}).all()
    with counted_executions(work.session) as seen:
        confirm_picks(work, [Pick(task.id, task.qty) for task in tasks])
        counts["pick"] = len(seen)
    with counted_executions(work.session) as seen:
        pack_shipment(work, shipment_id)
        counts["pack"] = len(seen)
    with counted_executions(work.session) as seen:
        confirm_shipment(work, shipment_id, occurred_on=today)
        counts["confirm"] = len(seen)
    with counted_executions(work.session) as seen:
        void_shipment(work, shipment_id, reason="counted", occurred_on=today)
        counts["void"] = len(seen)
    return counts


def test_statements_do_not_grow_with_lines(work: UnitOfWork) -> None:
    dock = a_dock(work)
    by_size = {size: counts_of(work, dock, size) for size in SIZES}
    assert {frozenset(counts.items()) for counts in by_size.values()} == {frozenset(by_size[1].items())}
    assert {step: count for step, count in by_size[500].items() if count > MOST[step]} == {}


def test_short_picks_do_not_cost_more_statements_when_there_are_many(work: UnitOfWork) -> None:
    dock = a_dock(work)
    counts = []
    for size in (1, 50):
        items = [dock.item(work) for _ in range(size)]
        adjust_stock(
            work, warehouse_id=dock.place.id, reason="opening", occurred_on=work.now.date(),
            lines=[AdjustmentLine(item_id=item, bin_id=bin_id, qty=5 + ZERO, unit_cost=2 + ZERO)
                   for item in items for bin_id in (dock.place.bins["A-01"], dock.place.bins["A-02"])],
        )
        wave = a_wave(work, dock, wanted(work, dock, [(item, 5) for item in items]))
        with counted_executions(work.session) as seen:
            result = confirm_picks(work, [Pick(task_id, 2 + ZERO, "bin empty") for task_id in wave.task_ids])
            counts.append(len(seen))
        assert len(result.new_task_ids) == size
    assert counts[0] == counts[1] <= 20
