"""Stock is corrected with a reason, at its cost, and promises give way to facts."""

from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.inventory.adjustments.adjust_stock import AdjustmentLine, adjust_stock
from erp.inventory.adjustments.set_standard_cost import set_standard_cost
from erp.inventory.fulfilment.lock_demand import lock_demand
from erp.inventory.picking.confirm import Pick, confirm_picks
from erp.kernel.errors import Conflict, Refused
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import a_lot, a_warehouse, pool_of, put_stock
from tests.builders.inventory_dock import (
    Dock,
    a_dock,
    a_wave,
    allocation_faults,
    demand_of,
    held_in,
    stock_of,
    wanted,
)

D = Decimal


@pytest.fixture
def dock(work: UnitOfWork) -> Dock:
    return a_dock(work)


def adjust(
    work: UnitOfWork, dock: Dock, item_id: UUID, qty: str, reason: str = "correction", **line: object
) -> Decimal:
    posted = adjust_stock(
        work, warehouse_id=dock.place.id, reason=reason, occurred_on=work.now.date(),
        lines=[AdjustmentLine(item_id, line.pop("bin_id", dock.place.bin_id), D(qty), **line)],  # type: ignore[arg-type]
    )
    work.settle()
    return posted.amounts[0]


def inventory_account(work: UnitOfWork, dock: Dock) -> Decimal:
    return D(
        work.execute(
            text(
                "SELECT coalesce(sum(y.debit - y.credit), 0) FROM finance.journal_line y "
                "JOIN finance.account a ON a.id = y.account_id "
                "WHERE y.company_id = :company AND a.control = 'inventory'"
            ),
            {"company": dock.company_id},
        ).scalar_one()
    )


def test_found_goods_come_in_at_the_cost_given_or_at_the_pools(work: UnitOfWork, dock: Dock) -> None:
    bolt = dock.item(work)
    assert adjust(work, dock, bolt, "8", "opening", unit_cost=D("12.50")) == D("100.00")
    assert adjust(work, dock, bolt, "2", "found") == D("25.00")
    assert adjust(work, dock, bolt, "-4", "write_off") == D("-50.00")
    assert pool_of(work, bolt) == (D(6), D("75.00"))
    assert inventory_account(work, dock) == D("75.00")


def test_moving_a_quantity_from_one_lot_to_another_changes_no_value(work: UnitOfWork, dock: Dock) -> None:
    serum = dock.item(work, tracking="lot")
    wrong, right = a_lot(work, serum, "L1"), a_lot(work, serum, "L2")
    put_stock(work, dock.place, serum, 3, "3.34", lot_id=wrong)
    posted = adjust_stock(
        work, warehouse_id=dock.place.id, reason="correction", occurred_on=work.now.date(),
        lines=[
            AdjustmentLine(serum, dock.place.bin_id, D(-3), lot_id=wrong),
            AdjustmentLine(serum, dock.place.bin_id, D(3), lot_id=right),
        ],
    )
    assert posted.amounts == (D("-10.02"), D("10.02"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reason": "guess"}, "Choose a reason"),
        ({"reason": "write_off", "qty": "1"}, "only takes away"),
        ({"qty": "0"}, "zero changes nothing"),
        ({"qty": "0.5"}, "counted in steps of 1"),
        ({"qty": "-1", "unit_cost": D(1)}, "belongs to goods found"),
        ({"qty": "-11"}, "11 EA asked, 10 EA available in bin A-01"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    work: UnitOfWork, dock: Dock, change: dict[str, object], message: str
) -> None:
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 10, "2.00")
    given: dict[str, object] = {"qty": "1", "reason": "correction", **change}
    with pytest.raises(Refused, match=message), work.session.begin_nested():
        adjust(work, dock, bolt, **given)  # type: ignore[arg-type]
    assert pool_of(work, bolt) == (D(10), D("20.00"))
    assert stock_of(work, dock, bolt) == (D(10), D(10), D(0))


def test_a_bin_of_another_warehouse_and_a_missing_lot_are_refused(work: UnitOfWork, dock: Dock) -> None:
    elsewhere = a_warehouse(work, dock.branch_id)
    bolt, serum = dock.item(work), dock.item(work, tracking="lot")
    with pytest.raises(Refused, match="no such bin"):
        adjust(work, dock, bolt, "1", bin_id=elsewhere.bin_id)
    with pytest.raises(Refused, match="name the lot"):
        adjust(work, dock, serum, "1")


def test_the_latest_promise_gives_way_first(work: UnitOfWork, dock: Dock) -> None:
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 10, "2.00")
    early = wanted(work, dock, [(bolt, 6)], priority=10)
    late = wanted(work, dock, [(bolt, 4)], priority=20)
    adjust(work, dock, bolt, "-3", "write_off")
    assert stock_of(work, dock, bolt) == (D(7), D(7), D(7))
    assert demand_of(work, early.line_ids[0])["qty_allocated"] == D(6)
    assert demand_of(work, late.line_ids[0])["qty_allocated"] == D(1)
    assert allocation_faults(work) == []


def test_an_open_pick_task_gives_its_bin_back(work: UnitOfWork, dock: Dock) -> None:
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 10, "2.00")
    put_stock(work, dock.place, bolt, 5, "2.00", bin_code="A-02")
    order = wanted(work, dock, [(bolt, 10)])
    a_wave(work, dock, order)
    assert held_in(work, dock, bolt)["A-01"] == (D(10), D(10))
    adjust(work, dock, bolt, "-2", "damaged")
    assert held_in(work, dock, bolt)["A-01"] == (D(8), D(0))
    line = demand_of(work, order.line_ids[0])
    assert (line["qty_allocated"], line["qty_released"]) == (D(10), D(0))  # promised still: 13 are there
    assert allocation_faults(work) == []


def test_promises_on_pick_tasks_give_way_when_nothing_else_is_left(work: UnitOfWork, dock: Dock) -> None:
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 6, "2.00")
    put_stock(work, dock.place, bolt, 4, "2.00", bin_code="A-02")
    first, second = wanted(work, dock, [(bolt, 6)], priority=10), wanted(work, dock, [(bolt, 4)], priority=20)
    a_wave(work, dock, first, second)
    adjust(work, dock, bolt, "-5", "write_off")
    assert stock_of(work, dock, bolt) == (D(5), D(5), D(5))
    assert demand_of(work, first.line_ids[0])["qty_allocated"] == D(5)
    assert demand_of(work, second.line_ids[0])["qty_allocated"] == D(0)
    assert allocation_faults(work) == []


def test_goods_in_a_carton_are_not_adjusted_away(work: UnitOfWork, dock: Dock) -> None:
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 10, "2.00")
    wave = a_wave(work, dock, wanted(work, dock, [(bolt, 10)]))
    confirm_picks(work, [Pick(wave.task_ids[0], D(10))])
    with pytest.raises(Conflict, match="already picked"), work.session.begin_nested():
        adjust(work, dock, bolt, "-1", "write_off")
    assert stock_of(work, dock, bolt) == (D(10), D(10), D(10))


def test_found_goods_go_to_whoever_waits(work: UnitOfWork, dock: Dock) -> None:
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 1, "2.00")
    order = wanted(work, dock, [(bolt, 3)])
    adjust(work, dock, bolt, "5", "found")
    assert [line.qty_allocated for line in lock_demand(work, line_ids=order.line_ids)] == [D(3)]


def test_a_new_standard_revalues_what_is_on_hand(work: UnitOfWork, dock: Dock) -> None:
    elsewhere = a_warehouse(work, dock.branch_id)
    bolt = dock.item(work, costing_method="standard", standard_unit_cost=D("2.50"))
    put_stock(work, dock.place, bolt, 3, None)
    put_stock(work, elsewhere, bolt, 1, None)
    made = set_standard_cost(
        work, bolt, dock.company_id, D("2.675"), occurred_on=work.now.date(), reason="New year's prices"
    )
    work.settle()
    assert pool_of(work, bolt) == (D(4), D("10.70"))
    amounts = work.execute(
        text("SELECT amount FROM inventory.stock_adjustment_line WHERE adjustment_id = ANY(:ids) ORDER BY amount"),
        {"ids": made},
    )
    assert list(amounts.scalars()) == [D("0.17"), D("0.53")]  # 0.70 by three to one: 0.525 and 0.175
    assert inventory_account(work, dock) == D("10.70")
    with pytest.raises(Refused, match="Say why"):
        set_standard_cost(work, bolt, dock.company_id, D(3), occurred_on=work.now.date(), reason=" ")
