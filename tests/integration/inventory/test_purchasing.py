"""Purchase orders and receipts, with figures: what is on order, on hand, owed and worth."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, text

from erp.inventory.catalog.new_item import NewUnit
from erp.inventory.purchasing.cancel_purchase_order import cancel_purchase_order
from erp.inventory.purchasing.change_purchase_order import change_purchase_order
from erp.inventory.purchasing.close_purchase_order import close_purchase_order
from erp.inventory.purchasing.cost_lines import OrderedLine
from erp.inventory.purchasing.create_purchase_order import create_purchase_order
from erp.inventory.purchasing.queries import purchase_order
from erp.inventory.purchasing.submit_purchase_order import submit_purchase_order
from erp.inventory.put_away.put_away import PutAwayLine, put_away
from erp.inventory.put_away.queries import unplaced_stock
from erp.inventory.receiving.check_delivery import DeliveredLine
from erp.inventory.receiving.queries import goods_receipt
from erp.inventory.receiving.receive_goods import receive_goods
from erp.inventory.suppliers.set_item_suppliers import SuppliedItem, set_item_suppliers
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import BuiltWarehouse, a_family, a_warehouse, an_item, pool_of
from tests.builders.inventory_purchasing import a_purchase_order, a_supplier, lines_of
from tests.builders.organization import a_company

D = Decimal
STATEMENTS_OF_A_RECEIPT = 23
TODAY = date(2026, 3, 16)


class Desk:
    """A company with a warehouse, a supplier and an item that comes in cases of 12."""

    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        company = a_company(work)
        self.company_id = company.id
        self.place: BuiltWarehouse = a_warehouse(work, company.branch_id)
        self.family_id = a_family(work, [company.id])
        self.supplier_id = a_supplier(work, [company.id], over_percent=D(10), under_percent=D(5))
        self.item_id = an_item(work, self.family_id, [company.id], units=[NewUnit("CS", 12)])

    def order(self, *lines: OrderedLine) -> UUID:
        return a_purchase_order(self.work, self.place, self.supplier_id, lines or [self.cases(10)])

    def cases(self, qty: int, cost: str = "10.00") -> OrderedLine:
        return OrderedLine(self.item_id, D(qty), "CS", D(cost))

    def receive(self, order_id: UUID, qty: str, **more: object) -> UUID:
        line = DeliveredLine(lines_of(self.work, order_id)[0], D(qty), **more)  # type: ignore[arg-type]
        return receive_goods(self.work, order_id, [line], received_on=TODAY)

    def stock(self, item_id: UUID | None = None) -> tuple[Decimal, Decimal]:
        """(on hand, on order)"""
        row = self.work.execute(
            text("SELECT qty_on_hand, qty_on_order FROM inventory.item_warehouse WHERE item_id = :item"),
            {"item": item_id or self.item_id},
        ).one()
        return row.qty_on_hand, row.qty_on_order


@contextmanager
def statements_of(work: UnitOfWork) -> Iterator[list[str]]:
    """What is sent to the database meanwhile; an executemany counts once for each of its rows."""
    sent: list[str] = []

    def listen(_c: Any, _k: Any, statement: str, parameters: Any, _x: Any, executemany: bool) -> None:
        sent.extend([statement] * (len(parameters) if executemany else 1))

    connection = work.session.connection()
    event.listen(connection, "before_cursor_execute", listen)
    yield sent
    event.remove(connection, "before_cursor_execute", listen)


@pytest.fixture
def desk(work: UnitOfWork) -> Desk:
    return Desk(work)


def test_a_submitted_order_is_on_order_in_base_units_and_a_draft_is_not(desk: Desk) -> None:
    draft = create_purchase_order(
        desk.work, supplier_id=desk.supplier_id, warehouse_id=desk.place.id, lines=[desk.cases(10)], ordered_on=TODAY
    )
    facts = purchase_order(desk.work.session, draft)
    assert (facts.lines[0].qty, facts.total_amount) == (D(120), D("100.00"))
    submit_purchase_order(desk.work, draft)
    submit_purchase_order(desk.work, draft)
    assert desk.stock() == (0, 120)


def test_what_came_is_on_hand_at_its_cost_and_no_longer_on_order(desk: Desk) -> None:
    order_id = desk.order()
    receipt_id = desk.receive(order_id, "4")
    assert desk.stock() == (48, 72)
    assert pool_of(desk.work, desk.item_id) == (48, D("40.00"))
    receipt = goods_receipt(desk.work.session, receipt_id)
    assert (receipt.lines[0].qty, receipt.lines[0].amount, receipt.lines[0].bin_code) == (48, D("40.00"), "RECEIVING")
    assert purchase_order(desk.work.session, order_id).progress == "partly_received"


def test_the_receipts_of_a_line_add_up_to_its_cost_to_the_cent(desk: Desk) -> None:
    order_id = desk.order(OrderedLine(desk.item_id, D(3), "EA", D("0.335")))
    for _ in range(3):
        desk.receive(order_id, "1")
    amounts = list(desk.work.session.scalars(text("SELECT amount FROM inventory.goods_receipt_line")))
    assert sum(amounts) == D("1.01")
    assert sorted(amounts) == [D("0.33"), D("0.34"), D("0.34")]


def test_beyond_the_tolerance_nothing_is_received_at_all(desk: Desk) -> None:
    order_id = desk.order()
    with pytest.raises(Refused, match="at most 132 may be taken"), desk.work.session.begin_nested():
        desk.receive(order_id, "12")
    assert desk.stock() == (0, 120)
    desk.receive(order_id, "11")
    assert desk.stock() == (132, 0)


def test_short_within_the_tolerance_completes_the_line(desk: Desk) -> None:
    order_id = desk.order(OrderedLine(desk.item_id, D(100), "EA", D(1)))
    desk.receive(order_id, "96")
    assert desk.stock() == (96, 0)
    assert purchase_order(desk.work.session, order_id).progress == "received"


def test_an_inexact_quantity_is_refused_naming_the_nearest_two(desk: Desk) -> None:
    with pytest.raises(Refused, match="nearest") as refusal:
        desk.order(OrderedLine(desk.item_id, D("0.3"), "CS", D(1)))
    assert refusal.value.field == "lines-0-qty"


def test_the_supplier_s_cost_carries_over_to_another_unit(desk: Desk) -> None:
    set_item_suppliers(
        desk.work, desk.supplier_id, [SuppliedItem(desk.item_id, D("9.00"), "USD", "CS", is_preferred=True)]
    )
    order_id = desk.order(OrderedLine(desk.item_id, D(2)), OrderedLine(desk.item_id, D(8), "EA"))
    lines = purchase_order(desk.work.session, order_id).lines
    assert [(line.unit, line.entered_unit_cost, line.amount) for line in lines] == [
        ("CS", D("9.00"), D("18.00")),
        ("EA", D("0.75"), D("6.00")),
    ]


def test_closing_and_cancelling_take_the_rest_off_order(desk: Desk) -> None:
    partly, untouched = desk.order(), desk.order()
    desk.receive(partly, "4")
    with pytest.raises(Conflict, match="Close it instead"):
        cancel_purchase_order(desk.work, partly, reason="late")
    with pytest.raises(Refused, match="Say why"):
        close_purchase_order(desk.work, partly)
    close_purchase_order(desk.work, partly, reason="supplier out of stock")
    cancel_purchase_order(desk.work, untouched, reason="ordered twice")
    assert desk.stock() == (48, 0)
    with pytest.raises(Conflict, match="closed"):
        desk.receive(partly, "1")


def test_a_draft_changed_by_two_people_keeps_the_first_change(desk: Desk) -> None:
    draft = create_purchase_order(
        desk.work, supplier_id=desk.supplier_id, warehouse_id=desk.place.id, lines=[desk.cases(1)], ordered_on=TODAY
    )
    change_purchase_order(desk.work, draft, version=1, lines=[desk.cases(2)], expected_on=None)
    with pytest.raises(Conflict, match="Somebody else changed"):
        change_purchase_order(desk.work, draft, version=1, lines=[desk.cases(3)], expected_on=None)
    assert purchase_order(desk.work.session, draft).total_amount == D("20.00")


def test_no_order_goes_to_a_supplier_without_terms(desk: Desk) -> None:
    stranger = a_supplier(desk.work, [])
    with pytest.raises(Refused, match="no terms with supplier"):
        a_purchase_order(desk.work, desk.place, stranger, [desk.cases(1)])


def test_lots_are_captured_with_their_expiry_and_must_agree(desk: Desk) -> None:
    item_id = an_item(desk.work, desk.family_id, [desk.company_id], tracking="lot", expiry_required=True)
    order_id = desk.order(OrderedLine(item_id, D(30), "EA", D(2)))
    with pytest.raises(Refused, match="enter the lot") as refusal:
        desk.receive(order_id, "10")
    assert refusal.value.field == "lines-0-lot_code"
    with pytest.raises(Refused, match="enter the expiry date"), desk.work.session.begin_nested():
        desk.receive(order_id, "10", lot_code="L1")
    with pytest.raises(Refused, match="expired on"), desk.work.session.begin_nested():
        desk.receive(order_id, "10", lot_code="L1", expires_on=date(2026, 3, 1))
    desk.receive(order_id, "10", lot_code="L1", expires_on=date(2026, 9, 1))
    with pytest.raises(Refused, match="is known to expire on 2026-09-01"), desk.work.session.begin_nested():
        desk.receive(order_id, "10", lot_code="L1", expires_on=date(2026, 9, 2))
    desk.receive(order_id, "10", lot_code="L1")
    assert desk.stock(item_id) == (20, 10)


def test_a_serial_number_is_one_piece_and_comes_once(desk: Desk) -> None:
    item_id = an_item(desk.work, desk.family_id, [desk.company_id], tracking="serial")
    order_id = desk.order(OrderedLine(item_id, D(3), "EA", D(50)))
    with pytest.raises(Refused, match="each piece on a line of its own"):
        desk.receive(order_id, "2", lot_code="S1")
    desk.receive(order_id, "1", lot_code="S1")
    with pytest.raises(Refused, match="in stock already"), desk.work.session.begin_nested():
        desk.receive(order_id, "1", lot_code="S1")


def test_put_away_moves_goods_but_not_their_value(desk: Desk) -> None:
    desk.receive(desk.order(), "10")
    [waiting] = unplaced_stock(desk.work.session, desk.place.id)
    assert waiting.qty_free == 120
    target = desk.place.bins["A-02"]
    put_away(desk.work, desk.place.id, [PutAwayLine(waiting.stock_balance_id, target, D(100))], occurred_on=TODAY)
    [left] = unplaced_stock(desk.work.session, desk.place.id)
    assert (left.qty_free, left.suggested_bin) == (20, "A-02")
    assert pool_of(desk.work, desk.item_id) == (120, D("100.00"))
    with pytest.raises(Refused), desk.work.session.begin_nested():
        put_away(desk.work, desk.place.id, [PutAwayLine(waiting.stock_balance_id, target, D(21))], occurred_on=TODAY)
    with pytest.raises(Refused, match="not for storage"):
        wrong = desk.place.bins["RECEIVING"]
        put_away(desk.work, desk.place.id, [PutAwayLine(waiting.stock_balance_id, wrong, D(1))], occurred_on=TODAY)


def test_a_line_of_another_order_is_not_found(desk: Desk) -> None:
    first, second = desk.order(), desk.order()
    line = DeliveredLine(lines_of(desk.work, first)[0], D(1))
    with pytest.raises(NotFound, match="Line 1 is not of"):
        receive_goods(desk.work, second, [line], received_on=TODAY)


def test_a_receipt_is_final(desk: Desk) -> None:
    desk.receive(desk.order(), "1")
    with pytest.raises(Exception, match=r"final|permission denied"), desk.work.session.begin_nested():
        desk.work.execute(text("UPDATE inventory.goods_receipt_line SET qty = 99"))


@pytest.mark.parametrize("count", [1, 50])
def test_the_number_of_statements_does_not_grow_with_the_lines(desk: Desk, count: int) -> None:
    items = [an_item(desk.work, desk.family_id, [desk.company_id]) for _ in range(count)]
    order_id = desk.order(*(OrderedLine(item_id, D(2), "EA", D(1)) for item_id in items))
    came = [DeliveredLine(line_id, D(2)) for line_id in lines_of(desk.work, order_id)]
    with statements_of(desk.work) as statements:
        receive_goods(desk.work, order_id, came, received_on=TODAY)
    assert len(statements) == STATEMENTS_OF_A_RECEIPT, "\n".join(statements)
    assert desk.work.session.scalar(text("SELECT count(*) FROM inventory.goods_receipt_line")) == count
