"""A wave reserves the right bins and lots, opens a shipment for each origin, and reserves nothing twice."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from erp.inventory.picking.cancel import AlreadyShipped, cancel_picking
from erp.inventory.picking.release import NothingToRelease, release_wave
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import a_lot, put_stock
from tests.builders.inventory_dock import (
    Dock,
    a_dock,
    a_wave,
    allocation_faults,
    demand_of,
    held_in,
    ship,
    stock_of,
    wanted,
)


def walk_of(work: UnitOfWork, dock: Dock) -> list[tuple[str, str | None, Decimal]]:
    """Bin, lot and quantity of every pick task in walking order."""
    return [
        tuple(row)
        for row in work.execute(
            text("""SELECT bin.code, l.code, t.qty FROM inventory.pick_task t
                    JOIN inventory.bin bin ON bin.id = t.bin_id LEFT JOIN inventory.lot l ON l.id = t.lot_id
                    WHERE t.company_id = :company ORDER BY t.wave_id, t.sequence"""),
            {"company": dock.company_id},
        )
    ]


def test_bins_are_taken_along_the_walk_and_held(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt, nut = dock.item(work), dock.item(work)
    put_stock(work, dock.place, bolt, 5, bin_code="B-01")
    put_stock(work, dock.place, bolt, 3, bin_code="A-01")
    put_stock(work, dock.place, nut, 9, bin_code="A-02")
    origin = wanted(work, dock, [(bolt, 6), (nut, 2)])
    wave = a_wave(work, dock, origin)
    assert walk_of(work, dock) == [("A-01", None, 3), ("A-02", None, 2), ("B-01", None, 3)]
    assert list(wave.shipments) == [origin.origin_id]
    assert held_in(work, dock, bolt) == {"A-01": (3, 3), "B-01": (5, 3)}
    assert demand_of(work, origin.line_ids[0])["qty_released"] == 6
    assert stock_of(work, dock, bolt) == (8, 8, 6)
    assert allocation_faults(work) == []


def test_each_origin_gets_its_own_shipment_with_the_consignee_as_of_today(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 10)
    one, two = wanted(work, dock, [(bolt, 2)], number="SO-1"), wanted(work, dock, [(bolt, 3)], number="SO-2")
    wave = a_wave(work, dock, one, two)
    rows = work.execute(
        text("""SELECT id, origin_number, consignee_name, consignee_address, status FROM inventory.shipment
                WHERE id = ANY(CAST(:ids AS uuid[])) ORDER BY origin_number"""),
        {"ids": list(wave.shipments.values())},
    ).all()
    assert [tuple(row) for row in rows] == [
        (wave.shipments[one.origin_id], "SO-1", "Harbor Electric", "1 Quay Street\n20457 Hamburg", "picking"),
        (wave.shipments[two.origin_id], "SO-2", "Harbor Electric", "1 Quay Street\n20457 Hamburg", "picking"),
    ]


def test_the_lot_that_expires_first_goes_first_wherever_it_lies(work: UnitOfWork) -> None:
    dock = a_dock(work)
    milk = dock.item(work, tracking="lot", expiry_required=True)
    today = work.now.date()
    put_stock(work, dock.place, milk, 4, bin_code="A-01", lot_id=a_lot(work, milk, "JUNE", today + timedelta(days=90)))
    put_stock(work, dock.place, milk, 4, bin_code="B-01", lot_id=a_lot(work, milk, "MAY", today + timedelta(days=60)))
    put_stock(work, dock.place, milk, 4, bin_code="A-02", lot_id=a_lot(work, milk, "GONE", today - timedelta(days=1)))
    a_wave(work, dock, wanted(work, dock, [(milk, 6)]))
    assert walk_of(work, dock) == [("A-01", "JUNE", 2), ("B-01", "MAY", 4)]


def test_of_lots_without_expiry_the_oldest_in_the_nearest_bin_goes_first(work: UnitOfWork) -> None:
    dock = a_dock(work)
    cable = dock.item(work, tracking="lot")
    old, young = a_lot(work, cable, "L1"), a_lot(work, cable, "L2")
    put_stock(work, dock.place, cable, 4, bin_code="A-01", lot_id=young)
    put_stock(work, dock.place, cable, 4, bin_code="A-01", lot_id=old)
    a_wave(work, dock, wanted(work, dock, [(cable, 5)]))
    assert sorted(walk_of(work, dock)) == [("A-01", "L1", 4), ("A-01", "L2", 1)]


def test_a_promise_that_only_an_expired_lot_could_keep_goes_back_to_backorder(work: UnitOfWork) -> None:
    dock = a_dock(work)
    milk = dock.item(work, tracking="lot", expiry_required=True)
    today = work.now.date()
    put_stock(work, dock.place, milk, 4, lot_id=a_lot(work, milk, "A", today))
    put_stock(work, dock.place, milk, 3, lot_id=a_lot(work, milk, "B", today + timedelta(days=9)))
    origin = wanted(work, dock, [(milk, 7)])
    work.now += timedelta(days=1)
    wave = a_wave(work, dock, origin)
    assert wave.missing == {origin.line_ids[0]: 4}
    assert demand_of(work, origin.line_ids[0])["qty_allocated"] == 3
    assert stock_of(work, dock, milk) == (7, 7, 3)
    assert allocation_faults(work) == []


def test_nothing_is_released_twice(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 5)
    origin = wanted(work, dock, [(bolt, 5)])
    a_wave(work, dock, origin)
    with pytest.raises(NothingToRelease, match="Allocate it first"):
        a_wave(work, dock, origin)


def test_what_is_not_promised_is_not_released(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 5)
    origin = wanted(work, dock, [(bolt, 5)], allocate=False)
    with pytest.raises(NothingToRelease):
        release_wave(work, dock.place.id, demand_line_ids=origin.line_ids)


def test_cancelled_picking_frees_the_bins_and_keeps_the_promise(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 5)
    origin = wanted(work, dock, [(bolt, 4)])
    shipment_id = a_wave(work, dock, origin).shipments[origin.origin_id]
    with pytest.raises(Refused, match="Say why"):
        cancel_picking(work, shipment_id, " ")
    cancel_picking(work, shipment_id, "customer collects tomorrow")
    cancel_picking(work, shipment_id, "pressed twice")
    assert held_in(work, dock, bolt) == {"A-01": (5, 0)}
    assert demand_of(work, origin.line_ids[0])["qty_allocated"] == 4
    assert demand_of(work, origin.line_ids[0])["qty_released"] == 0
    assert allocation_faults(work) == []
    a_wave(work, dock, origin)
    assert held_in(work, dock, bolt) == {"A-01": (5, 4)}


def test_the_picking_of_what_has_left_cannot_be_cancelled(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 5)
    shipment_id, _ = ship(work, dock, wanted(work, dock, [(bolt, 5)]))
    with pytest.raises(AlreadyShipped):
        cancel_picking(work, shipment_id, "too late")
    with pytest.raises(NotFound):
        cancel_picking(work, new_id(), "no such thing")
