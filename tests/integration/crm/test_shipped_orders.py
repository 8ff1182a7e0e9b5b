"""What shipping, voiding and rendering do to an order, and what finance may bill."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from erp.crm.api import (
    LineEntry,
    billing_terms,
    cancel_sales_order,
    complete_charges,
    place_sales_order,
)
from erp.crm.orders.record_shipment import record_shipment
from erp.inventory.api import fill_backorders, void_shipment
from erp.inventory.events import ShipmentConfirmed, ShippedLine
from erp.kernel.errors import Conflict
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.crm import a_customer, a_shop, an_order, order_lines, order_row, ship_order, standing_of
from tests.builders.executions import counted_executions
from tests.builders.inventory import put_stock

D = Decimal


def test_a_shipment_makes_its_lines_billable_at_the_order_s_price(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.50")
    put_stock(work, shop.place, bolt, 100)
    customer_id = a_customer(work, shop.company, details={"invoice_email": "ap@harbor.example"})
    order = place_sales_order(
        work,
        shop.entry(
            work, customer_id, [LineEntry(qty=D(40), item_id=bolt, discount_percent=D(10))],
            customer_reference="PO 4711",
        ),
    )  # fmt: skip
    work.settle()
    shipment_id = ship_order(work, shop, order.id)
    terms = billing_terms(work.session, [shipment_id])[shipment_id]
    assert (terms.order_number, terms.customer_reference, terms.invoice_email) == (
        order.number, "PO 4711", "ap@harbor.example",
    )  # fmt: skip
    assert [(line.qty, line.net_unit_price, line.amount) for line in terms.lines] == [(40, D("2.25"), D("90.00"))]
    line = order_lines(work, order.id)[0]
    assert (line.qty_shipped, line.amount_billed) == (40, D("90.00"))
    assert order_row(work, order.id).open_amount == 0


def test_a_backorder_ships_later_and_the_parts_add_up(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "3.33")
    put_stock(work, shop.place, bolt, 1)
    customer_id = a_customer(work, shop.company, limit=1000)
    order = place_sales_order(
        work,
        shop.entry(
            work,
            customer_id,
            [
                LineEntry(qty=D(3), item_id=bolt, discount_percent=D("0.1")),
                LineEntry(charge_kind="freight", description="Freight", unit_price=D("12.00")),
            ],
        ),
    )
    work.settle()
    first = ship_order(work, shop, order.id)
    assert order_row(work, order.id).open_amount == D("6.65")  # two thirds of 9.98, the freight is billed
    put_stock(work, shop.place, bolt, 5)
    fill_backorders(work, [(bolt, shop.place.id)])
    second = ship_order(work, shop, order.id)
    billed = billing_terms(work.session, [first, second])
    assert [line.amount for line in billed[first].lines] == [D("3.33"), D("12.00")]
    assert [line.amount for line in billed[second].lines] == [D("6.65")]
    assert sum(line.amount for terms in billed.values() for line in terms.lines) == D("21.98")


def test_a_void_opens_the_order_and_its_charges_again(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.00")
    put_stock(work, shop.place, bolt, 100)
    customer_id = a_customer(work, shop.company, limit=1000)
    order = place_sales_order(
        work,
        shop.entry(
            work,
            customer_id,
            [
                LineEntry(qty=D(10), item_id=bolt),
                LineEntry(qty=D(2), charge_kind="handling", description="Pallets", unit_price=D("5.00")),
            ],
        ),
    )
    work.settle()
    shipment_id = ship_order(work, shop, order.id)
    void_shipment(work, shipment_id, reason="Wrong carrier", occurred_on=work.now.date())
    work.settle()
    assert [(line.qty_shipped, line.amount_billed) for line in order_lines(work, order.id)] == [(0, 0), (0, 0)]
    assert order_row(work, order.id).open_amount == D("30.00")
    again = ship_order(work, shop, order.id)
    assert [line.amount for line in billing_terms(work.session, [again])[again].lines] == [D("20.00"), D("10.00")]


def test_shipping_moves_exposure_from_open_order_to_receivable(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.00")
    put_stock(work, shop.place, bolt, 100)
    customer_id = a_customer(work, shop.company, limit=1000)
    order = an_order(work, shop, customer_id, [(bolt, 100)])
    work.settle()
    before = standing_of(work, shop, customer_id)
    assert (before.open_order_amount, before.exposure_amount) == (200, 200)
    ship_order(work, shop, order.id)
    after = standing_of(work, shop, customer_id)
    assert (after.open_order_amount, after.receivable_amount, after.exposure_amount) == (0, 200, 200)


def test_daily_billing_counts_as_unbilled_exposure(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.00")
    put_stock(work, shop.place, bolt, 100)
    customer_id = a_customer(work, shop.company, limit=1000, billing_mode="daily")
    order = an_order(work, shop, customer_id, [(bolt, 100)])
    work.settle()
    ship_order(work, shop, order.id)
    after = standing_of(work, shop, customer_id)
    assert (after.open_order_amount, after.unbilled_amount, after.receivable_amount) == (0, 200, 0)


def test_an_order_of_services_is_billed_when_they_are_rendered(work: UnitOfWork) -> None:
    shop = a_shop(work)
    service = shop.item(work, "80.00", kind="service", description="Cutting to length")
    customer_id = a_customer(work, shop.company)
    order = place_sales_order(
        work,
        shop.entry(
            work,
            customer_id,
            [
                LineEntry(qty=D(2), item_id=service),
                LineEntry(charge_kind="fee", description="Small order fee", unit_price=D("15.00")),
            ],
        ),
    )
    assert work.session.scalar(text("SELECT count(*) FROM inventory.demand_line")) == 0
    complete_charges(work, order.id, occurred_on=work.now.date())
    work.settle()
    rows = work.execute(
        text("SELECT qty, amount FROM crm.billing_line WHERE order_id = :order ORDER BY position"), {"order": order.id}
    ).all()
    assert [tuple(row) for row in rows] == [(2, D("160.00")), (1, D("15.00"))]
    assert order_row(work, order.id).open_amount == 0
    with pytest.raises(Conflict, match="billed already"):
        complete_charges(work, order.id, occurred_on=work.now.date())


def test_charges_wait_for_the_goods_they_go_with(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.00")
    order = place_sales_order(
        work,
        shop.entry(
            work,
            a_customer(work, shop.company),
            [
                LineEntry(qty=D(1), item_id=bolt),
                LineEntry(charge_kind="freight", description="Freight", unit_price=D("9.00")),
            ],
        ),
    )
    with pytest.raises(Conflict, match="still has goods to ship"):
        complete_charges(work, order.id, occurred_on=work.now.date())


def test_a_billing_line_is_final(work: UnitOfWork) -> None:
    assert work.session.scalar(
        text("SELECT count(*) FROM kernel.append_only WHERE table_name = 'crm.billing_line'")
    )
    assert not work.session.scalar(text("SELECT has_table_privilege('crm.billing_line', 'UPDATE')"))


def test_what_was_shipped_is_never_cancelled(work: UnitOfWork) -> None:
    shop = a_shop(work)
    bolt = shop.item(work, "2.00")
    put_stock(work, shop.place, bolt, 60)
    order = an_order(work, shop, a_customer(work, shop.company), [(bolt, 100)])
    work.settle()
    ship_order(work, shop, order.id)
    outcome = cancel_sales_order(work, order.id, reason="Rest not needed")
    assert outcome.decision == "released"
    line = order_lines(work, order.id)[0]
    assert (line.qty_shipped, line.qty_cancelled) == (60, 40)
    assert order_row(work, order.id).open_amount == 0


def test_recording_a_shipment_takes_as_many_executions_for_500_lines_as_for_one(work: UnitOfWork) -> None:
    shop = a_shop(work)
    items = [shop.item(work, "1.00") for _ in range(50)]
    customer_id = a_customer(work, shop.company)
    counts = {}
    for size in (1, 50, 500):
        order = place_sales_order(
            work,
            shop.entry(work, customer_id, [LineEntry(qty=D(1), item_id=items[n % 50]) for n in range(size)]),
        )
        shipped = tuple(
            ShippedLine(None, None, line.id, line.item_id, shop.family_id, D(1), D(0))  # type: ignore[arg-type]
            for line in order_lines(work, order.id)
        )
        event = ShipmentConfirmed(
            company_id=shop.company.id, occurred_on=date(2026, 3, 16), shipment_id=new_id(), number="SH-1",
            origin_kind="sales_order", origin_id=order.id, branch_id=shop.company.branch_id,
            warehouse_id=shop.place.id, lines=shipped,
        )  # fmt: skip
        with counted_executions(work.session) as statements:
            record_shipment(work, event)
        counts[size] = len(statements)
        assert order_row(work, order.id).open_amount == 0
    assert counts[1] == counts[50] == counts[500] <= 6
