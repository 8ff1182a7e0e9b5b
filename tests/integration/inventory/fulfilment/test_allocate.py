"""Promising stock: never more than there is, by priority and promise date, never an expired lot."""

from datetime import timedelta
from decimal import Decimal

import pytest

from erp.inventory.fulfilment.allocate import allocate_demand
from erp.inventory.fulfilment.cancel import BeingPicked, cancel_demand
from erp.inventory.fulfilment.fill_backorders import fill_backorders
from erp.kernel.errors import NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import a_lot, put_stock
from tests.builders.inventory_dock import a_dock, a_wave, allocation_faults, demand_of, stock_of, wanted


def test_what_is_free_is_promised_and_the_rest_is_a_backorder(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 10)
    first = wanted(work, dock, [(bolt, 7)])
    second = wanted(work, dock, [(bolt, 7)])
    assert demand_of(work, first.line_ids[0])["qty_allocated"] == 7
    assert demand_of(work, second.line_ids[0])["qty_allocated"] == 3
    assert stock_of(work, dock, bolt) == (10, 10, 10)
    assert allocate_demand(work, second.line_ids) == {}
    assert allocation_faults(work) == []


def test_an_item_that_was_never_in_the_warehouse_is_a_backorder(work: UnitOfWork) -> None:
    dock = a_dock(work)
    origin = wanted(work, dock, [(dock.item(work), 2)])
    assert demand_of(work, origin.line_ids[0])["qty_allocated"] == 0


def test_a_quantity_that_is_not_positive_is_refused(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    with pytest.raises(Refused, match="greater than zero"):
        wanted(work, dock, [(bolt, 0)])


def test_goods_that_come_in_go_by_priority_then_promise_date_then_age(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    today = work.now.date()
    late = wanted(work, dock, [(bolt, 4)], promised_on=today + timedelta(days=5))
    soon = wanted(work, dock, [(bolt, 4)], promised_on=today + timedelta(days=1))
    rush = wanted(work, dock, [(bolt, 4)], priority=10, promised_on=today + timedelta(days=9))
    put_stock(work, dock.place, bolt, 6)
    fill_backorders(work, [(bolt, dock.place.id)])
    promised = [demand_of(work, origin.line_ids[0])["qty_allocated"] for origin in (late, soon, rush)]
    assert promised == [0, 2, 4]
    assert allocation_faults(work) == []


def test_expired_lots_are_not_promised(work: UnitOfWork) -> None:
    dock = a_dock(work)
    milk = dock.item(work, tracking="lot", expiry_required=True)
    yesterday = work.now.date() - timedelta(days=1)
    put_stock(work, dock.place, milk, 5, lot_id=a_lot(work, milk, "OLD", yesterday))
    put_stock(work, dock.place, milk, 3, lot_id=a_lot(work, milk, "NEW", yesterday + timedelta(days=30)))
    origin = wanted(work, dock, [(milk, 8)])
    assert demand_of(work, origin.line_ids[0])["qty_allocated"] == 3


def test_cancelled_demand_frees_its_stock_for_whoever_waits(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 10)
    gives_up = wanted(work, dock, [(bolt, 8)])
    waits = wanted(work, dock, [(bolt, 6)])
    assert cancel_demand(work, gives_up.line_ids, qty={gives_up.line_ids[0]: Decimal(3)}) == {
        gives_up.line_ids[0]: Decimal(3)
    }
    assert demand_of(work, waits.line_ids[0])["qty_allocated"] == 5
    cancel_demand(work, gives_up.line_ids)
    assert demand_of(work, waits.line_ids[0])["qty_allocated"] == 6
    assert demand_of(work, gives_up.line_ids[0])["qty_cancelled"] == 8
    assert stock_of(work, dock, bolt) == (10, 10, 6)
    assert allocation_faults(work) == []


def test_the_backordered_part_is_cancelled_first(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 4)
    origin = wanted(work, dock, [(bolt, 10)])
    cancel_demand(work, origin.line_ids, qty={origin.line_ids[0]: Decimal(6)})
    assert demand_of(work, origin.line_ids[0])["qty_allocated"] == 4
    with pytest.raises(Refused, match="1 more would be cancelled than is still open"):
        cancel_demand(work, origin.line_ids, qty={origin.line_ids[0]: Decimal(5)})


def test_demand_on_a_wave_cannot_be_cancelled(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 4)
    origin = wanted(work, dock, [(bolt, 10)])
    a_wave(work, dock, origin)
    with pytest.raises(BeingPicked, match="4 of SO-1 are being picked"):
        cancel_demand(work, origin.line_ids)
    cancel_demand(work, origin.line_ids, qty={origin.line_ids[0]: Decimal(6)})
    assert demand_of(work, origin.line_ids[0])["qty_cancelled"] == 6


def test_cancelling_what_does_not_exist_says_so(work: UnitOfWork) -> None:
    with pytest.raises(NotFound):
        cancel_demand(work, [work.correlation_id])
