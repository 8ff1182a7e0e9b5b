"""Return authorizations: against the sale, without one, cancelled, received and dispositioned."""

from decimal import Decimal

import pytest
from sqlalchemy import text

from erp.crm.api import (
    LineEntry,
    RmaEntry,
    RmaLineEntry,
    authorize_rma,
    billing_terms,
    cancel_rma,
    place_sales_order,
    return_terms,
    returnable_sales,
)
from erp.inventory.api import void_shipment
from erp.kernel.actor import Actor
from erp.kernel.errors import Conflict, Forbidden, Refused
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.crm import Shop, a_customer, a_shop, an_order, ship_order
from tests.builders.executions import counted_executions
from tests.builders.inventory import put_stock

D = Decimal


def rma_entry(work: UnitOfWork, shop: Shop, customer_id: object, *lines: RmaLineEntry, **settings: object) -> RmaEntry:
    return RmaEntry(
        company_id=shop.company.id, branch_id=shop.company.branch_id, warehouse_id=shop.place.id,
        customer_id=customer_id, authorized_on=work.now.date(), lines=lines, **settings,  # type: ignore[arg-type]
    )  # fmt: skip


def a_sale(work: UnitOfWork, shop: Shop, customer_id: object, qty: int, price: str = "2.50") -> tuple[object, object]:
    """An order shipped in full: its shipment and its only shipment line."""
    bolt = shop.item(work, price)
    put_stock(work, shop.place, bolt, qty)
    order = an_order(work, shop, customer_id, [(bolt, qty)])  # type: ignore[arg-type]
    work.settle()
    shipment_id = ship_order(work, shop, order.id)
    line = billing_terms(work.session, [shipment_id])[shipment_id].lines[0]
    return shipment_id, line.shipment_line_id


def test_a_return_takes_item_and_price_from_its_sale(work: UnitOfWork) -> None:
    shop = a_shop(work)
    customer_id = a_customer(work, shop.company)
    _, line_id = a_sale(work, shop, customer_id, 40)
    rma = authorize_rma(
        work,
        rma_entry(
            work, shop, customer_id,
            RmaLineEntry(qty=D(10), reason="not_needed", original_shipment_line_id=line_id),  # type: ignore[arg-type]
            restocking_fee_percent=D(15),
        ),
    )  # fmt: skip
    terms = return_terms(work.session, [rma.id])[rma.id]
    line = terms.lines[0]
    assert (line.qty, line.net_unit_price, line.amount) == (10, D("2.50"), D("25.00"))
    assert (line.restocking_fee_percent, line.original_shipment_line_id) == (15, line_id)
    expected = work.execute(text("SELECT origin_number, qty FROM inventory.return_expectation")).one()
    assert tuple(expected) == (rma.number, 10)


def test_no_more_comes_back_than_was_shipped(work: UnitOfWork) -> None:
    shop = a_shop(work)
    customer_id = a_customer(work, shop.company)
    _, line_id = a_sale(work, shop, customer_id, 40)

    def back(qty: int) -> RmaLineEntry:
        return RmaLineEntry(qty=D(qty), reason="defective", original_shipment_line_id=line_id)  # type: ignore[arg-type]

    authorize_rma(work, rma_entry(work, shop, customer_id, back(30)))
    assert returnable_sales(work.session, shop.company.id, customer_id)[0].qty_returnable == 10
    with pytest.raises(Refused, match="10 can still come back") as refusal:
        authorize_rma(work, rma_entry(work, shop, customer_id, back(11)))
    assert refusal.value.field == "lines-0-qty"
    with pytest.raises(Refused, match="4 can still come back") as refusal:
        authorize_rma(work, rma_entry(work, shop, customer_id, back(6), back(5)))
    assert refusal.value.field == "lines-1-qty"
    authorize_rma(work, rma_entry(work, shop, customer_id, back(10)))
    assert returnable_sales(work.session, shop.company.id, customer_id) == []


def test_parts_of_a_billed_line_come_back_at_exactly_its_amount(work: UnitOfWork) -> None:
    shop = a_shop(work)
    customer_id = a_customer(work, shop.company)
    bolt = shop.item(work, "3.33")
    put_stock(work, shop.place, bolt, 3)
    order = place_sales_order(
        work, shop.entry(work, customer_id, [LineEntry(qty=D(3), item_id=bolt, discount_percent=D("0.1"))])
    )
    work.settle()
    shipment_id = ship_order(work, shop, order.id)
    line_id = billing_terms(work.session, [shipment_id])[shipment_id].lines[0].shipment_line_id
    amounts = []
    for _ in range(3):
        rma = authorize_rma(
            work,
            rma_entry(
                work, shop, customer_id, RmaLineEntry(qty=D(1), reason="other", original_shipment_line_id=line_id)
            ),
        )
        amounts.append(return_terms(work.session, [rma.id])[rma.id].lines[0].amount)
    assert amounts == [D("3.33"), D("3.32"), D("3.33")]
    assert sum(amounts) == D("9.98")


def test_our_own_fault_bears_no_fee(work: UnitOfWork) -> None:
    shop = a_shop(work)
    customer_id = a_customer(work, shop.company)
    _, line_id = a_sale(work, shop, customer_id, 4)
    rma = authorize_rma(
        work,
        rma_entry(
            work, shop, customer_id,
            RmaLineEntry(qty=D(1), reason="wrong_item", original_shipment_line_id=line_id),  # type: ignore[arg-type]
            RmaLineEntry(qty=D(1), reason="not_needed", original_shipment_line_id=line_id),  # type: ignore[arg-type]
            restocking_fee_percent=D(20),
        ),
    )  # fmt: skip
    assert [line.restocking_fee_percent for line in return_terms(work.session, [rma.id])[rma.id].lines] == [0, 20]


def test_another_customer_s_sale_is_refused(work: UnitOfWork) -> None:
    shop = a_shop(work)
    _, line_id = a_sale(work, shop, a_customer(work, shop.company), 4)
    stranger = a_customer(work, shop.company)
    with pytest.raises(Refused, match="another customer"):
        authorize_rma(
            work,
            rma_entry(
                work, shop, stranger,
                RmaLineEntry(qty=D(1), reason="other", original_shipment_line_id=line_id),  # type: ignore[arg-type]
            ),
        )  # fmt: skip


def test_a_return_without_its_sale_needs_a_price_and_the_right(work: UnitOfWork) -> None:
    shop = a_shop(work)
    customer_id = a_customer(work, shop.company)
    bolt = shop.item(work, "2.00")
    line = RmaLineEntry(qty=D(3), reason="other", item_id=bolt)
    with pytest.raises(Refused, match="needs the price"):
        authorize_rma(work, rma_entry(work, shop, customer_id, line))
    priced = RmaLineEntry(qty=D(3), reason="other", item_id=bolt, unit_price=D("1.80"))
    rma = authorize_rma(work, rma_entry(work, shop, customer_id, priced))
    terms = return_terms(work.session, [rma.id])[rma.id]
    assert (terms.lines[0].amount, terms.lines[0].original_shipment_line_id) == (D("5.40"), None)
    work.actor = Actor("Bea Branch", permissions=frozenset({"crm.rma.authorize"}))
    with pytest.raises(Forbidden):
        authorize_rma(work, rma_entry(work, shop, customer_id, priced))


def test_a_cancelled_return_can_be_authorized_again(work: UnitOfWork) -> None:
    shop = a_shop(work)
    customer_id = a_customer(work, shop.company)
    _, line_id = a_sale(work, shop, customer_id, 4)
    entry = rma_entry(
        work, shop, customer_id,
        RmaLineEntry(qty=D(4), reason="other", original_shipment_line_id=line_id),  # type: ignore[arg-type]
    )  # fmt: skip
    rma = authorize_rma(work, entry)
    with pytest.raises(Refused, match="Say why"):
        cancel_rma(work, rma.id, reason="")
    assert cancel_rma(work, rma.id, reason="Keeps the goods").decision == "cancelled"
    with pytest.raises(Conflict, match="Nothing of"):
        cancel_rma(work, rma.id, reason="Again")
    assert authorize_rma(work, entry).decision == "authorized"


def test_a_voided_shipment_offers_nothing_to_return(work: UnitOfWork) -> None:
    shop = a_shop(work)
    customer_id = a_customer(work, shop.company)
    shipment_id, _ = a_sale(work, shop, customer_id, 4)
    void_shipment(work, shipment_id, reason="Not loaded", occurred_on=work.now.date())  # type: ignore[arg-type]
    work.settle()
    assert returnable_sales(work.session, shop.company.id, customer_id) == []


def test_an_unknown_reason_is_refused(work: UnitOfWork) -> None:
    shop = a_shop(work)
    customer_id = a_customer(work, shop.company)
    _, line_id = a_sale(work, shop, customer_id, 4)
    with pytest.raises(Refused, match="Choose a reason"):
        authorize_rma(
            work,
            rma_entry(
                work, shop, customer_id,
                RmaLineEntry(qty=D(1), reason="bored", original_shipment_line_id=line_id),  # type: ignore[arg-type]
            ),
        )  # fmt: skip


def test_authorizing_takes_as_many_executions_for_500_lines_as_for_one(work: UnitOfWork) -> None:
    shop = a_shop(work)
    customer_id = a_customer(work, shop.company)
    items = [shop.item(work, "1.00") for _ in range(50)]
    counts = {}
    for size in (1, 50, 500):
        lines = [
            RmaLineEntry(qty=D(1), reason="other", item_id=items[n % 50], unit_price=D(1)) for n in range(size)
        ]
        with counted_executions(work.session) as statements:
            authorize_rma(work, rma_entry(work, shop, customer_id, *lines))
        counts[size] = len(statements)
    assert counts[1] == counts[50] == counts[500] <= 12
