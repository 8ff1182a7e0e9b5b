"""Every way in which stock or its value changes without a sale is in the books in the same commit, to the cent."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.inventory.adjustments.adjust_stock import AdjustmentLine, adjust_stock
from erp.inventory.adjustments.set_standard_cost import set_standard_cost
from erp.inventory.counting.enter_counts import CountedQuantity, enter_counts
from erp.inventory.counting.open_count import open_count
from erp.inventory.counting.post_count import post_count
from erp.inventory.transfers.create_transfer import TransferRequest, create_transfer
from erp.inventory.transfers.receive_transfer import ArrivedLine, receive_transfer
from erp.inventory.transfers.ship_transfer import ship_transfer
from erp.inventory.valuation.add_receipt_cost import LateCost, add_receipt_cost
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.finance import books, change
from tests.builders.inventory import a_warehouse, put_stock
from tests.builders.inventory_dock import a_dock, wanted
from tests.builders.inventory_purchasing import a_supplier, received
from tests.proof import prove

D = Decimal
Step = Callable[[Callable[[UnitOfWork], Any]], Any]


@pytest.fixture
def step(services: Services, system: Actor) -> Step:
    """Run one use case and commit it."""
    return lambda use_case: services.units.run(system, use_case)


def receipt_line(work: UnitOfWork, receipt_id: UUID) -> UUID:
    found: UUID = work.execute(
        text("SELECT id FROM inventory.goods_receipt_line WHERE goods_receipt_id = :id"), {"id": receipt_id}
    ).scalar_one()
    return found


def test_losses_counts_and_transfers(services: Services, step: Step) -> None:
    dock = step(lambda work: a_dock(work))
    other = step(lambda work: a_warehouse(work, dock.branch_id))
    today = services.clock.now().date()
    bolt = step(lambda work: dock.item(work, costing_method="fifo", cost_pool_scope="warehouse"))
    step(lambda work: put_stock(work, dock.place, bolt, 10, "2.00"))
    step(lambda work: put_stock(work, dock.place, bolt, 10, "3.00"))
    start = step(lambda work: books(work, dock.company_id))
    assert start["inventory"] == D("50.00")

    order_id = step(
        lambda work: create_transfer(
            work, from_warehouse_id=dock.place.id, to_warehouse_id=other.id, requested_on=today,
            lines=[TransferRequest(bolt, dock.place.bin_id, D(12))],
        )
    )
    step(lambda work: ship_transfer(work, order_id, occurred_on=today))
    assert change(start, step(lambda work: books(work, dock.company_id))) == {}  # the value is in another warehouse now
    line_id = step(
        lambda work: work.execute(
            text("SELECT id FROM inventory.transfer_line WHERE transfer_order_id = :id"), {"id": order_id}
        ).scalar_one()
    )
    step(lambda work: receive_transfer(work, order_id, [ArrivedLine(line_id, D(11))], occurred_on=today))
    after = step(lambda work: books(work, dock.company_id))
    assert change(start, after)["inventory"] == D("-2.00")  # the oldest of the twelve is missing

    count_id = step(lambda work: open_count(work, warehouse_id=dock.place.id))
    step(lambda work: enter_counts(work, count_id, [CountedQuantity(dock.place.bin_id, bolt, D(9))]))
    step(lambda work: post_count(work, count_id, occurred_on=today))
    counted = step(lambda work: books(work, dock.company_id))
    assert change(after, counted)["inventory"] == D("3.00")  # nine, not eight: one more
    prove(services)


def test_freight_that_comes_late_follows_the_goods(services: Services, step: Step) -> None:
    dock = step(lambda work: a_dock(work))
    today = services.clock.now().date()
    supplier = step(lambda work: a_supplier(work, [dock.company_id]))
    bolt = step(lambda work: dock.item(work))
    receipt_id = step(lambda work: received(work, dock.place, supplier, bolt, 10, "4.00"))
    step(
        lambda work: adjust_stock(
            work, warehouse_id=dock.place.id, reason="sample", occurred_on=today,
            lines=[AdjustmentLine(bolt, dock.place.bin_id, D(-1))],
        )
    )
    before = step(lambda work: books(work, dock.company_id))
    step(
        lambda work: add_receipt_cost(
            work, [LateCost(receipt_line(work, receipt_id), D("5.00"))], occurred_on=today, cause="landed_cost",
            origin_kind="supplier_bill", origin_id=new_id(),
        )
    )
    moved = change(before, step(lambda work: books(work, dock.company_id)))
    assert moved["inventory"] == D("4.50")
    assert sum(moved.values()) == 0
    prove(services)


def test_a_new_standard_is_booked(services: Services, step: Step) -> None:
    dock = step(lambda work: a_dock(work))
    today = services.clock.now().date()
    supplier = step(lambda work: a_supplier(work, [dock.company_id]))
    bolt = step(lambda work: dock.item(work, costing_method="standard", standard_unit_cost=D("4.00")))
    step(lambda work: received(work, dock.place, supplier, bolt, 10, "4.15"))
    start = step(lambda work: books(work, dock.company_id))
    assert start["inventory"] == D("40.00")  # at standard; the 1.50 above it is variance
    step(
        lambda work: set_standard_cost(
            work, bolt, dock.company_id, D("4.10"), occurred_on=today, reason="The supplier's new list"
        )
    )
    assert change(start, step(lambda work: books(work, dock.company_id)))["inventory"] == D("1.00")
    prove(services)


def test_a_refused_adjustment_leaves_nothing_behind(services: Services, step: Step) -> None:
    dock = step(lambda work: a_dock(work))
    today = services.clock.now().date()
    bolt, nut = step(lambda work: dock.item(work)), step(lambda work: dock.item(work))
    step(lambda work: put_stock(work, dock.place, bolt, 5, "2.00"))
    step(lambda work: put_stock(work, dock.place, nut, 1, "2.00"))
    before = step(lambda work: books(work, dock.company_id))
    with pytest.raises(Refused, match="1 EA available"):
        step(
            lambda work: adjust_stock(
                work, warehouse_id=dock.place.id, reason="write_off", occurred_on=today,
                lines=[AdjustmentLine(item, dock.place.bin_id, D(-2)) for item in (bolt, nut)],
            )
        )
    assert step(lambda work: books(work, dock.company_id)) == before
    prove(services)


def test_a_promise_gives_way_to_damage(services: Services, step: Step) -> None:
    dock = step(lambda work: a_dock(work))
    today = services.clock.now().date()
    bolt = step(lambda work: dock.item(work))
    step(lambda work: put_stock(work, dock.place, bolt, 10, "2.00"))
    order = step(lambda work: wanted(work, dock, [(bolt, 8)]))
    step(
        lambda work: adjust_stock(
            work, warehouse_id=dock.place.id, reason="damaged", occurred_on=today,
            lines=[AdjustmentLine(bolt, dock.place.bin_id, D(-4))],
        )
    )
    left = step(
        lambda work: work.execute(
            text("SELECT qty_allocated FROM inventory.demand_line WHERE id = :id"), {"id": order.line_ids[0]}
        ).scalar_one()
    )
    assert left == D(6)
    prove(services)
