"""Ship confirm: goods leave once, at their cost; void brings them back to the cent."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.inventory.packing.pack import NotPickedYet, PackedCarton, pack_shipment
from erp.inventory.picking.confirm import Pick, confirm_picks
from erp.inventory.shipping.confirm import NotPacked, confirm_shipment
from erp.inventory.shipping.hand_over import hand_over_shipment
from erp.inventory.shipping.void import CannotBeVoided, void_shipment
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import a_lot, pool_of, put_stock
from tests.builders.inventory_dock import (
    Dock,
    a_dock,
    a_wave,
    allocation_faults,
    demand_of,
    pick_all,
    ship,
    stock_of,
    wanted,
)

DAY = date(2026, 3, 16)


def lines_of(work: UnitOfWork, shipment_id: UUID) -> list[tuple[Decimal, Decimal]]:
    """Quantity and cost of the shipment's lines."""
    return [
        tuple(row)
        for row in work.execute(
            text("SELECT qty, cost_amount FROM inventory.shipment_line WHERE shipment_id = :id ORDER BY position"),
            {"id": shipment_id},
        )
    ]


def movements_of(work: UnitOfWork, dock: Dock, kind: str) -> list[tuple[Decimal, date, bool]]:
    """Quantity, day and whether it reverses another, of the movements of a kind."""
    return [
        tuple(row)
        for row in work.execute(
            text("""SELECT qty, occurred_on, reverses_id IS NOT NULL FROM inventory.stock_movement
                    WHERE company_id = :company AND kind = :kind ORDER BY id"""),
            {"company": dock.company_id, "kind": kind},
        )
    ]


def test_goods_leave_at_moving_average_cost_and_their_promise_is_kept(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 10, "1.00")
    put_stock(work, dock.place, bolt, 5, "1.60", bin_code="A-02")  # 18.00 for 15
    origin = wanted(work, dock, [(bolt, 12)])
    shipment_id, confirmed = ship(work, dock, origin, on=DAY)
    assert confirmed.cost_amount == Decimal("14.40")
    assert lines_of(work, shipment_id) == [(10, Decimal("12.00")), (2, Decimal("2.40"))]
    assert pool_of(work, bolt) == (3, Decimal("3.60"))
    assert stock_of(work, dock, bolt) == (3, 3, 0)
    assert dict(demand_of(work, origin.line_ids[0])) == {
        "qty": 12, "qty_allocated": 0, "qty_released": 0, "qty_shipped": 12, "qty_cancelled": 0,
    }
    assert movements_of(work, dock, "shipment") == [(-10, DAY, False), (-2, DAY, False)]
    assert allocation_faults(work) == []


def test_confirming_twice_ships_once(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 10, "2.50")
    shipment_id, first = ship(work, dock, wanted(work, dock, [(bolt, 4)]), on=DAY)
    again = confirm_shipment(work, shipment_id, occurred_on=date(2026, 3, 17))
    assert again == first
    assert len(movements_of(work, dock, "shipment")) == 1
    assert pool_of(work, bolt) == (6, Decimal("15.00"))


def test_only_a_packed_shipment_leaves_and_only_a_picked_one_is_packed(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 10)
    origin = wanted(work, dock, [(bolt, 4)])
    wave = a_wave(work, dock, origin)
    shipment_id = wave.shipments[origin.origin_id]
    with pytest.raises(NotPacked, match="Pack it before confirming it"):
        confirm_shipment(work, shipment_id, occurred_on=DAY)
    with pytest.raises(NotPickedYet, match="1 picks of SH-"):
        pack_shipment(work, shipment_id)
    pick_all(work, wave)
    with pytest.raises(Refused, match="at least one carton"):
        pack_shipment(work, shipment_id, [])
    packed = pack_shipment(work, shipment_id, [PackedCarton(Decimal("4.2")), PackedCarton()])
    assert pack_shipment(work, shipment_id) == packed
    with pytest.raises(NotFound):
        confirm_shipment(work, new_id(), occurred_on=DAY)
    confirm_shipment(work, shipment_id, occurred_on=DAY)
    with pytest.raises(Conflict, match="is shipped; it cannot be packed"):
        pack_shipment(work, shipment_id)


def test_a_partial_shipment_leaves_the_rest_open(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 10)
    origin = wanted(work, dock, [(bolt, 6)])
    wave = a_wave(work, dock, origin)
    confirm_picks(work, [Pick(wave.task_ids[0], Decimal(4), "bin empty")])
    shipment_id = wave.shipments[origin.origin_id]
    pack_shipment(work, shipment_id)
    confirm_shipment(work, shipment_id, occurred_on=DAY)
    after = demand_of(work, origin.line_ids[0])
    assert (after["qty_shipped"], after["qty_allocated"]) == (4, 0)
    assert allocation_faults(work) == []


def test_a_void_restores_stock_cost_and_demand_exactly(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work, costing_method="fifo")
    put_stock(work, dock.place, bolt, 3, "1.00")
    put_stock(work, dock.place, bolt, 3, "1.01", bin_code="A-02")
    before = pool_of(work, bolt)
    origin = wanted(work, dock, [(bolt, 4)])
    shipment_id, confirmed = ship(work, dock, origin, on=DAY)
    assert confirmed.cost_amount == Decimal("4.01")
    void_shipment(work, shipment_id, reason="loaded on the wrong truck", occurred_on=DAY)
    void_shipment(work, shipment_id, reason="pressed twice", occurred_on=DAY)
    assert pool_of(work, bolt) == before
    assert stock_of(work, dock, bolt) == (6, 6, 4)
    assert movements_of(work, dock, "shipment_void") == [(3, DAY, True), (1, DAY, True)]
    after = demand_of(work, origin.line_ids[0])
    assert (after["qty_shipped"], after["qty_allocated"], after["qty_released"]) == (0, 4, 0)
    assert allocation_faults(work) == []
    _, again = ship(work, dock, origin, on=DAY)
    assert again.cost_amount == Decimal("4.01")


def test_what_the_carrier_has_cannot_be_voided(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 5)
    origin = wanted(work, dock, [(bolt, 2)])
    wave = a_wave(work, dock, origin)
    shipment_id = wave.shipments[origin.origin_id]
    with pytest.raises(CannotBeVoided, match="Cancel its picking instead"):
        void_shipment(work, shipment_id, reason="wrong", occurred_on=DAY)
    with pytest.raises(Conflict, match="Confirm it before"):
        hand_over_shipment(work, shipment_id, carrier="Rail")
    pick_all(work, wave)
    pack_shipment(work, shipment_id)
    confirm_shipment(work, shipment_id, occurred_on=DAY)
    with pytest.raises(Refused, match="Say why"):
        void_shipment(work, shipment_id, reason="  ", occurred_on=DAY)
    hand_over_shipment(work, shipment_id, carrier="Rail", tracking="R-7")
    with pytest.raises(CannotBeVoided, match="The carrier has SH-"):
        void_shipment(work, shipment_id, reason="wrong", occurred_on=DAY)


def test_the_shipped_lot_is_the_picked_lot(work: UnitOfWork) -> None:
    dock = a_dock(work)
    drill = dock.item(work, tracking="serial")
    for serial in ("S-1", "S-2", "S-3"):
        put_stock(work, dock.place, drill, 1, "80.00", lot_id=a_lot(work, drill, serial))
    shipment_id, _ = ship(work, dock, wanted(work, dock, [(drill, 2)]), on=DAY)
    lots = work.execute(
        text("""SELECT l.code FROM inventory.shipment_line s JOIN inventory.lot l ON l.id = s.lot_id
                WHERE s.shipment_id = :id ORDER BY l.code"""),
        {"id": shipment_id},
    ).scalars()
    assert list(lots) == ["S-1", "S-2"]
