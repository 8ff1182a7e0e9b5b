"""Moving goods within a warehouse changes where and how they stand, never how many there are or what they cost."""

from decimal import Decimal

import pytest

from erp.inventory.adjustments.move_stock import StockMove, move_stock
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import pool_of, put_stock
from tests.builders.inventory_dock import Dock, a_dock, a_wave, allocation_faults, demand_of, held_in, stock_of, wanted

D = Decimal


@pytest.fixture
def dock(work: UnitOfWork) -> Dock:
    return a_dock(work)


def move(work: UnitOfWork, dock: Dock, *moves: StockMove) -> None:
    move_stock(work, warehouse_id=dock.place.id, moves=moves, occurred_on=work.now.date())


def test_to_another_bin(work: UnitOfWork, dock: Dock) -> None:
    bolt, away = dock.item(work), dock.place.bins["A-02"]
    put_stock(work, dock.place, bolt, 10, "2.00")
    move(work, dock, StockMove(bolt, dock.place.bin_id, away, D(4)))
    assert {code: qty for code, (qty, _) in held_in(work, dock, bolt).items()} == {"A-01": D(6), "A-02": D(4)}
    assert stock_of(work, dock, bolt) == (D(10), D(10), D(0))
    assert pool_of(work, bolt) == (D(10), D("20.00"))


def test_quarantine_takes_goods_from_the_latest_promise_and_gives_them_back(work: UnitOfWork, dock: Dock) -> None:
    bolt, here = dock.item(work), dock.place.bin_id
    put_stock(work, dock.place, bolt, 10, "2.00")
    first, second = wanted(work, dock, [(bolt, 6)], priority=10), wanted(work, dock, [(bolt, 4)], priority=20)
    a_wave(work, dock, second)
    move(work, dock, StockMove(bolt, here, here, D(5), to_status="quarantine"))
    assert stock_of(work, dock, bolt) == (D(10), D(5), D(5))
    assert demand_of(work, first.line_ids[0])["qty_allocated"] == D(5)
    assert demand_of(work, second.line_ids[0])["qty_allocated"] == D(0)
    assert allocation_faults(work) == []
    move(work, dock, StockMove(bolt, here, here, D(5), from_status="quarantine", to_status="available"))
    assert stock_of(work, dock, bolt) == (D(10), D(10), D(10))
    assert demand_of(work, second.line_ids[0])["qty_allocated"] == D(4)


def test_goods_a_picker_is_sent_for_do_not_wander(work: UnitOfWork, dock: Dock) -> None:
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 10, "2.00")
    a_wave(work, dock, wanted(work, dock, [(bolt, 8)]))
    with pytest.raises(Refused, match="8 of it held by open pick tasks"), work.session.begin_nested():
        move(work, dock, StockMove(bolt, dock.place.bin_id, dock.place.bins["A-02"], D(4)))
    with pytest.raises(Refused, match="there already"):
        move(work, dock, StockMove(bolt, dock.place.bin_id, dock.place.bin_id, D(1)))
