"""Picks: whole, short, from another lot, twice; what is missing is looked for elsewhere and never invented."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.inventory.fulfilment.allocate import allocate_demand
from erp.inventory.picking.confirm import NotOpen, Pick, WrongLot, confirm_picks
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import a_lot, put_stock
from tests.builders.inventory_dock import (
    a_dock,
    a_wave,
    allocation_faults,
    demand_of,
    held_in,
    stock_of,
    wanted,
)
from tests.builders.inventory_returns import by_status


def status_of(work: UnitOfWork, shipment_id: UUID) -> str:
    status: str = work.execute(
        text("SELECT status FROM inventory.shipment WHERE id = :id"), {"id": shipment_id}
    ).scalar_one()
    return status


def test_a_whole_pick_keeps_holding_its_bin_and_may_be_sent_twice(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 5)
    wave = a_wave(work, dock, wanted(work, dock, [(bolt, 4)]))
    for _ in range(2):
        confirm_picks(work, [Pick(wave.task_ids[0], Decimal(4))])
    assert held_in(work, dock, bolt) == {"A-01": (5, 4)}
    assert allocation_faults(work) == []
    with pytest.raises(NotOpen, match=r"already picked \(4 of 4\)"):
        confirm_picks(work, [Pick(wave.task_ids[0], Decimal(3), "bin empty")])


def test_another_person_is_told_who_was_faster(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work, sku="BOLT")
    put_stock(work, dock.place, bolt, 5)
    wave = a_wave(work, dock, wanted(work, dock, [(bolt, 4)]))
    confirm_picks(work, [Pick(wave.task_ids[0], Decimal(4))])
    work.execute(text("UPDATE inventory.pick_task SET picked_by = 'ana' WHERE id = :id"), {"id": wave.task_ids[0]})
    with pytest.raises(NotOpen, match="already picked by ana"):
        confirm_picks(work, [Pick(wave.task_ids[0], Decimal(4))])


def test_more_than_asked_or_a_short_pick_without_a_reason_is_refused(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work, sku="BOLT")
    put_stock(work, dock.place, bolt, 5)
    wave = a_wave(work, dock, wanted(work, dock, [(bolt, 4)]))
    with pytest.raises(Refused, match="4 of BOLT are asked; 5 cannot be picked"):
        confirm_picks(work, [Pick(wave.task_ids[0], Decimal(5))])
    with pytest.raises(Refused, match="1 of BOLT are missing: say why"):
        confirm_picks(work, [Pick(wave.task_ids[0], Decimal(3))])
    with pytest.raises(NotFound):
        confirm_picks(work, [Pick(new_id(), Decimal(1))])
    assert held_in(work, dock, bolt) == {"A-01": (5, 4)}


def test_a_short_pick_is_fetched_from_another_bin(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 5, bin_code="A-01")
    put_stock(work, dock.place, bolt, 5, bin_code="B-01")
    origin = wanted(work, dock, [(bolt, 5)])
    wave = a_wave(work, dock, origin)
    result = confirm_picks(work, [Pick(wave.task_ids[0], Decimal(2), "bin empty")])
    assert len(result.new_task_ids) == 1
    assert result.backordered == {}
    assert held_in(work, dock, bolt) == {"A-01": (5, 2), "B-01": (5, 3)}
    assert demand_of(work, origin.line_ids[0])["qty_allocated"] == 5
    assert allocation_faults(work) == []


def test_what_is_missing_everywhere_becomes_a_backorder(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 5, bin_code="A-01")
    put_stock(work, dock.place, bolt, 1, bin_code="B-01")
    origin = wanted(work, dock, [(bolt, 5)])
    wave = a_wave(work, dock, origin)
    result = confirm_picks(work, [Pick(wave.task_ids[0], Decimal(2), "bin empty")])
    assert result.backordered == {origin.line_ids[0]: 2}
    assert held_in(work, dock, bolt) == {"A-01": (5, 2), "B-01": (1, 1)}
    assert demand_of(work, origin.line_ids[0])["qty_allocated"] == 3
    assert stock_of(work, dock, bolt) == (6, 3, 3)
    assert allocation_faults(work) == []


def test_what_was_not_found_is_promised_to_nobody_until_it_is(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 5)
    origin = wanted(work, dock, [(bolt, 5)])
    wave = a_wave(work, dock, origin)
    confirm_picks(work, [Pick(wave.task_ids[0], Decimal(1), "bin empty")])
    assert by_status(work, bolt) == {"available": 1, "quarantine": 4}
    assert allocate_demand(work, origin.line_ids) == {}
    assert demand_of(work, wanted(work, dock, [(bolt, 2)]).line_ids[0])["qty_allocated"] == 0
    put_stock(work, dock.place, bolt, 3)
    assert demand_of(work, origin.line_ids[0])["qty_allocated"] == 4
    assert allocation_faults(work) == []


def test_what_was_found_damaged_is_damaged_stock(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 5)
    wave = a_wave(work, dock, wanted(work, dock, [(bolt, 5)]))
    confirm_picks(work, [Pick(wave.task_ids[0], Decimal(3), "damaged")])
    assert by_status(work, bolt) == {"available": 3, "damaged": 2}


def test_a_short_pick_does_not_take_what_is_promised_to_others(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 5, bin_code="A-01")
    put_stock(work, dock.place, bolt, 5, bin_code="B-01")
    mine = wanted(work, dock, [(bolt, 5)])
    others = wanted(work, dock, [(bolt, 4)])
    wave = a_wave(work, dock, mine)
    result = confirm_picks(work, [Pick(wave.task_ids[0], Decimal(0), "not found")])
    assert result.backordered == {mine.line_ids[0]: 4}
    assert held_in(work, dock, bolt) == {"A-01": (5, 0), "B-01": (5, 1)}
    a_wave(work, dock, others)
    assert allocation_faults(work) == []


def test_a_shipment_for_which_nothing_was_found_is_void(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 2)
    origin = wanted(work, dock, [(bolt, 2)])
    wave = a_wave(work, dock, origin)
    confirm_picks(work, [Pick(wave.task_ids[0], Decimal(0), "bin empty")])
    assert status_of(work, wave.shipments[origin.origin_id]) == "void"
    assert demand_of(work, origin.line_ids[0])["qty_allocated"] == 0
    assert allocation_faults(work) == []


def test_another_lot_may_be_taken_if_it_is_free_and_good(work: UnitOfWork) -> None:
    dock = a_dock(work)
    serum = dock.item(work, tracking="lot", expiry_required=True, sku="SERUM")
    today = work.now.date()
    lots = {code: a_lot(work, serum, code, today + timedelta(days=days)) for code, days in (("A", 30), ("B", 60))}
    gone = a_lot(work, serum, "X", today - timedelta(days=1))
    put_stock(work, dock.place, serum, 4, bin_code="A-01", lot_id=lots["A"])
    put_stock(work, dock.place, serum, 3, bin_code="A-02", lot_id=lots["B"])
    put_stock(work, dock.place, serum, 4, bin_code="B-01", lot_id=gone)
    wave = a_wave(work, dock, wanted(work, dock, [(serum, 3)]))
    rows = work.execute(text("SELECT lot_id, id FROM inventory.stock_balance WHERE item_id = :item"), {"item": serum})
    balances = {row.lot_id: row.id for row in rows}
    with pytest.raises(WrongLot, match="That lot of SERUM expired"):
        confirm_picks(work, [Pick(wave.task_ids[0], Decimal(3), stock_balance_id=balances[gone])])
    confirm_picks(work, [Pick(wave.task_ids[0], Decimal(3), stock_balance_id=balances[lots["B"]])])
    assert held_in(work, dock, serum) == {"A-01": (4, 0), "A-02": (3, 3), "B-01": (4, 0)}
    assert allocation_faults(work) == []


def test_another_lot_that_others_hold_cannot_be_taken(work: UnitOfWork) -> None:
    dock = a_dock(work)
    cable = dock.item(work, tracking="lot", sku="CABLE")
    first, second = a_lot(work, cable, "L1"), a_lot(work, cable, "L2")
    put_stock(work, dock.place, cable, 4, bin_code="A-01", lot_id=first)
    put_stock(work, dock.place, cable, 4, bin_code="A-02", lot_id=second)
    mine = a_wave(work, dock, wanted(work, dock, [(cable, 4)]))
    a_wave(work, dock, wanted(work, dock, [(cable, 2)]))
    held = work.execute(
        text("SELECT id FROM inventory.stock_balance WHERE lot_id = :lot"), {"lot": second}
    ).scalar_one()
    with pytest.raises(WrongLot, match="Only 2 of that lot of CABLE in A-02 are free"):
        confirm_picks(work, [Pick(mine.task_ids[0], Decimal(4), stock_balance_id=held)])
