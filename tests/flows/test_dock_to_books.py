"""What the dock does is in the books in the same commit: short picks, backorders, voids and returns, to the cent."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.crm.returns.authorize_rma import authorize_rma
from erp.crm.returns.entry import RmaEntry, RmaLineEntry
from erp.inventory.packing.pack import pack_shipment
from erp.inventory.picking.confirm import Pick, confirm_picks
from erp.inventory.picking.release import release_wave
from erp.inventory.returns.dispose import Disposal, dispose_return
from erp.inventory.returns.inspect import Finding, inspect_return
from erp.inventory.returns.receive import ReturnedGoods, receive_return
from erp.inventory.shipping.confirm import confirm_shipment
from erp.inventory.shipping.void import void_shipment
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import period_of, set_period_state
from tests.builders.crm import an_order, ship_order
from tests.builders.finance import a_trade, books, change
from tests.builders.inventory import put_stock
from tests.builders.inventory_dock import allocation_faults
from tests.builders.inventory_purchasing import a_supplier, received
from tests.proof import prove

DAY = date(2026, 3, 16)
Step = Callable[[Callable[[UnitOfWork], Any]], Any]


@pytest.fixture
def step(services: Services, system: Actor) -> Step:
    """Run one use case and commit it."""
    return lambda use_case: services.units.run(system, use_case)


def tasks_of(work: UnitOfWork, wave_id: UUID) -> list[UUID]:
    rows = work.execute(
        text("SELECT id FROM inventory.pick_task WHERE wave_id = :w AND status = 'open' ORDER BY sequence"),
        {"w": wave_id},
    )
    return list(rows.scalars())


def test_a_short_pick_ships_what_is_there_and_the_receipt_fills_the_rest(services: Services, step: Step) -> None:
    trade = step(lambda work: a_trade(work))
    bolt = step(lambda work: trade.shop.item(work, "10.00"))
    step(lambda work: put_stock(work, trade.shop.place, bolt, 10, "6.00", occurred_on=DAY))
    order = step(lambda work: an_order(work, trade.shop, trade.customer_id, [(bolt, 10)]))
    start = step(lambda work: books(work, trade.company_id))
    wave = step(lambda work: release_wave(work, trade.shop.place.id, origin_ids=[order.id]))
    result = step(lambda work: confirm_picks(work, [Pick(wave.task_ids[0], Decimal(7), "bin empty")]))
    assert list(result.backordered.values()) == [Decimal(3)]
    shipment_id = wave.shipments[order.id]
    step(lambda work: pack_shipment(work, shipment_id))
    step(lambda work: confirm_shipment(work, shipment_id, occurred_on=DAY))
    after_first = step(lambda work: books(work, trade.company_id))
    assert change(start, after_first) == {
        "receivable": Decimal("77.00"),
        "sales": Decimal("-70.00"),
        "tax": Decimal("-7.00"),
        "cogs": Decimal("42.00"),
        "inventory": Decimal("-42.00"),
    }
    supplier = step(lambda work: a_supplier(work, [trade.company_id]))
    step(lambda work: received(work, trade.shop.place, supplier, bolt, 20, "6.60", on=DAY))
    promised = step(lambda work: work.session.scalar(text("SELECT sum(qty_allocated) FROM inventory.demand_line")))
    assert promised == 3
    before_second = step(lambda work: books(work, trade.company_id))
    step(lambda work: ship_order(work, trade.shop, order.id, on=DAY))
    # 23 pieces at 3 x 6.00 + 20 x 6.60 = 150.00; three leave at 3/23 of it
    assert change(before_second, step(lambda work: books(work, trade.company_id))) == {
        "receivable": Decimal("33.00"),
        "sales": Decimal("-30.00"),
        "tax": Decimal("-3.00"),
        "cogs": Decimal("19.57"),
        "inventory": Decimal("-19.57"),
    }
    assert step(allocation_faults) == []
    prove(services)


def test_a_void_leaves_the_books_as_they_were_and_the_order_can_leave_again(services: Services, step: Step) -> None:
    trade = step(lambda work: a_trade(work))
    bolt = step(lambda work: trade.shop.item(work, "10.00", costing_method="fifo"))
    step(lambda work: put_stock(work, trade.shop.place, bolt, 3, "1.00", occurred_on=DAY))
    step(lambda work: put_stock(work, trade.shop.place, bolt, 3, "1.01", bin_code="A-02", occurred_on=DAY))
    order = step(lambda work: an_order(work, trade.shop, trade.customer_id, [(bolt, 4)]))
    start = step(lambda work: books(work, trade.company_id))
    shipment_id = step(lambda work: ship_order(work, trade.shop, order.id, on=DAY))
    step(lambda work: void_shipment(work, shipment_id, reason="wrong truck", occurred_on=DAY))
    assert step(lambda work: books(work, trade.company_id)) == start
    again = step(lambda work: ship_order(work, trade.shop, order.id, on=DAY))
    assert again != shipment_id
    assert change(start, step(lambda work: books(work, trade.company_id))) == {
        "receivable": Decimal("44.00"),
        "sales": Decimal("-40.00"),
        "tax": Decimal("-4.00"),
        "cogs": Decimal("4.01"),
        "inventory": Decimal("-4.01"),
    }
    prove(services)


def test_a_return_in_parts_with_every_disposition_is_credited_once(services: Services, step: Step) -> None:
    trade = step(lambda work: a_trade(work))
    bolt = step(lambda work: trade.shop.item(work, "10.00"))
    step(lambda work: put_stock(work, trade.shop.place, bolt, 20, "6.00", occurred_on=DAY))
    order = step(lambda work: an_order(work, trade.shop, trade.customer_id, [(bolt, 10)]))
    shipment_id = step(lambda work: ship_order(work, trade.shop, order.id, on=DAY))
    line = step(lambda work: work.session.scalar(text("SELECT id FROM inventory.shipment_line")))
    reason = step(lambda work: work.session.scalar(text("SELECT code FROM crm.return_reason ORDER BY code LIMIT 1")))
    entry = RmaEntry(
        company_id=trade.company_id,
        branch_id=trade.branch_id,
        warehouse_id=trade.shop.place.id,
        customer_id=trade.customer_id,
        authorized_on=DAY,
        lines=(RmaLineEntry(Decimal(6), reason, original_shipment_line_id=line),),
    )
    step(lambda work: authorize_rma(work, entry))
    with pytest.raises(Refused):
        step(lambda work: void_shipment(work, shipment_id, reason="too late", occurred_on=DAY))
    expectation = step(lambda work: work.session.scalar(text("SELECT id FROM inventory.return_expectation")))
    start = step(lambda work: books(work, trade.company_id))
    came = step(lambda work: receive_return(work, [ReturnedGoods(expectation, Decimal(6))], occurred_on=DAY))
    received_back = step(lambda work: books(work, trade.company_id))
    assert change(start, received_back) == {"inventory": Decimal("36.00"), "cogs": Decimal("-36.00")}
    (line_id,) = came.line_ids
    step(lambda work: inspect_return(work, came.id, [Finding(line_id, "opened")]))
    stays = [Disposal(line_id, "restock", Decimal(2)), Disposal(line_id, "refurbish", Decimal(1))]
    assert step(lambda work: dispose_return(work, came.id, stays, occurred_on=DAY)) is False
    assert step(lambda work: books(work, trade.company_id)) == received_back
    leaves = [Disposal(line_id, "scrap", Decimal(2), "bent"), Disposal(line_id, "return_to_supplier", Decimal(1))]
    assert step(lambda work: dispose_return(work, came.id, leaves, occurred_on=DAY)) is True
    moved = change(received_back, step(lambda work: books(work, trade.company_id)))
    assert {name: moved[name] for name in ("inventory", "scrap", "returns_clearing", "receivable", "tax")} == {
        "inventory": Decimal("-18.00"),
        "scrap": Decimal("12.00"),
        "returns_clearing": Decimal("6.00"),
        "receivable": Decimal("-66.00"),
        "tax": Decimal("6.00"),
    }
    assert step(lambda work: work.session.scalar(text("SELECT count(*) FROM finance.credit_memo"))) == 1
    assert step(allocation_faults) == []
    prove(services)


def test_nothing_leaves_into_a_closed_period(services: Services, step: Step) -> None:
    trade = step(lambda work: a_trade(work))
    bolt = step(lambda work: trade.shop.item(work, "10.00"))
    step(lambda work: put_stock(work, trade.shop.place, bolt, 5, "6.00", occurred_on=DAY))
    order = step(lambda work: an_order(work, trade.shop, trade.customer_id, [(bolt, 5)]))
    wave = step(lambda work: release_wave(work, trade.shop.place.id, origin_ids=[order.id]))
    step(lambda work: confirm_picks(work, [Pick(task, Decimal(5)) for task in tasks_of(work, wave.id)]))
    shipment_id = wave.shipments[order.id]
    step(lambda work: pack_shipment(work, shipment_id))
    period = step(lambda work: period_of(work.session, trade.company_id, DAY))
    step(lambda work: set_period_state(work, period.id, "closed", ["inventory"]))
    before = step(lambda work: books(work, trade.company_id))
    with pytest.raises(Refused, match="closed"):
        step(lambda work: confirm_shipment(work, shipment_id, occurred_on=DAY))
    assert step(lambda work: books(work, trade.company_id)) == before
    status = step(lambda work: work.session.scalar(text("SELECT status FROM inventory.shipment")))
    assert status == "packed"
    assert step(allocation_faults) == []
    prove(services)
