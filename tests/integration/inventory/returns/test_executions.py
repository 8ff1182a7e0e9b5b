"""Returns run the same number of statements for one line as for five hundred."""

from uuid import UUID

from sqlalchemy import text

from erp.inventory.adjustments.adjust_stock import AdjustmentLine, adjust_stock
from erp.inventory.returns.cancel import cancel_expected_return
from erp.inventory.returns.dispose import Disposal, dispose_return
from erp.inventory.returns.expect import ReturnRequest, expect_return
from erp.inventory.returns.inspect import Finding, inspect_return
from erp.inventory.returns.receive import ReturnedGoods, receive_return
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.executions import counted_executions
from tests.builders.inventory_dock import Dock, a_dock, ship, wanted

MOST = {"expect": 4, "receive": 20, "inspect": 3, "dispose": 27, "cancel": 5}


def counts_of(work: UnitOfWork, dock: Dock, size: int) -> dict[str, int]:
    """Statements of each step of a return with so many lines of different items."""
    items = [dock.item(work) for _ in range(size)]
    today = work.now.date()
    adjust_stock(
        work, warehouse_id=dock.place.id, reason="opening", occurred_on=today,
        lines=[AdjustmentLine(item_id=item, bin_id=dock.place.bin_id, qty=10 + ZERO, unit_cost=2 + ZERO)
               for item in items],
    )
    shipment_id, _ = ship(work, dock, wanted(work, dock, [(item, 4) for item in items]))
    lines = work.execute(
        text("SELECT id, item_id FROM inventory.shipment_line WHERE shipment_id = :s"), {"s": shipment_id}
    ).all()
    rma = new_id()
    requests = [_request(dock, rma, line.item_id, line.id) for line in lines]
    counts: dict[str, int] = {}
    with counted_executions(work.session) as seen:
        expect_return(work, requests)
        counts["expect"] = len(seen)
    with counted_executions(work.session) as seen:
        receipt = receive_return(work, [ReturnedGoods(each.id, 2 + ZERO) for each in requests], occurred_on=today)
        counts["receive"] = len(seen)
    with counted_executions(work.session) as seen:
        inspect_return(work, receipt.id, [Finding(line_id, "opened") for line_id in receipt.line_ids])
        counts["inspect"] = len(seen)
    decided = [Disposal(line_id, kind, 1 + ZERO, "bent")
               for line_id in receipt.line_ids for kind in ("restock", "scrap")]
    with counted_executions(work.session) as seen:
        dispose_return(work, receipt.id, decided, occurred_on=today)
        counts["dispose"] = len(seen)
    with counted_executions(work.session) as seen:
        cancel_expected_return(work, [each.origin_line_id for each in requests])
        counts["cancel"] = len(seen)
    return counts


def test_statements_do_not_grow_with_lines(work: UnitOfWork) -> None:
    dock = a_dock(work)
    by_size = {size: counts_of(work, dock, size) for size in (1, 5, 50, 500)}
    assert {frozenset(counts.items()) for counts in by_size.values()} == {frozenset(by_size[1].items())}
    assert {step: count for step, count in by_size[500].items() if count > MOST[step]} == {}


def _request(dock: Dock, rma: UUID, item_id: UUID, shipment_line_id: UUID) -> ReturnRequest:
    return ReturnRequest(
        id=new_id(), company_id=dock.company_id, warehouse_id=dock.place.id, item_id=item_id, qty=3 + ZERO,
        origin_kind="sample", origin_id=rma, origin_number="RMA-1", origin_line_id=new_id(),
        original_shipment_line_id=shipment_line_id,
    )
