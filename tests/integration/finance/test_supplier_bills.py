"""Goods come, their bill follows: goods received not invoiced comes to zero, whatever the bill says."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.finance.close.close_period import close_period
from erp.finance.payables.approve_supplier_bill import approve_supplier_bill
from erp.finance.payables.enter_supplier_bill import BillLine, EnteredBill, enter_supplier_bill
from erp.finance.payables.reject_supplier_bill import reject_supplier_bill
from erp.finance.supplier_payments.pay_supplier import PaidItem, pay_supplier
from erp.finance.supplier_payments.reverse_supplier_payment import reverse_supplier_payment
from erp.kernel.errors import Conflict, Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import period_of
from erp.organization.settings.change import change_settings
from tests.builders.finance import Trade, a_trade, books, change, open_items_of, shipped, subledger_faults
from tests.builders.inventory_purchasing import a_supplier, received

MARCH_2, MARCH_16 = date(2026, 3, 2), date(2026, 3, 16)


def _goods(work: UnitOfWork, trade: Trade, supplier_id: UUID, qty: int = 10, unit_cost: str = "6.00") -> UUID:
    """The GRNI item of a receipt of one item."""
    item_id = trade.shop.item(work, "10.00")
    receipt_id = received(work, trade.shop.place, supplier_id, item_id, qty, unit_cost, on=MARCH_2)
    work.settle()
    return work.execute(
        text("SELECT id FROM finance.grni_item WHERE goods_receipt_id = :id"), {"id": receipt_id}
    ).scalar_one()


def _bill(
    work: UnitOfWork, trade: Trade, supplier_id: UUID, lines: list[BillLine], number: str = "R-0815",
    tax: str = "0", **settings: object,
) -> EnteredBill:
    tax_amount = Decimal(tax)
    bill = enter_supplier_bill(
        work, company_id=trade.company_id, branch_id=trade.branch_id, supplier_id=supplier_id,
        supplier_number=number, billed_on=MARCH_16, tax_amount=tax_amount,
        total_amount=sum((line.amount for line in lines), tax_amount), lines=lines, **settings,  # type: ignore[arg-type]
    )
    work.settle()
    return bill


def _line(grni_item_id: UUID, qty: int, amount: str) -> BillLine:
    return BillLine("goods", Decimal(qty), Decimal(amount), grni_item_id)


def test_a_receipt_and_its_bill_clear_each_other(work: UnitOfWork) -> None:
    trade = a_trade(work)
    supplier_id = a_supplier(work, [trade.company_id])
    start = books(work, trade.company_id)
    goods = _goods(work, trade, supplier_id)
    assert change(start, books(work, trade.company_id)) == {"inventory": Decimal("60.00"), "grni": Decimal("-60.00")}

    bill = _bill(work, trade, supplier_id, [_line(goods, 10, "60.00")], tax="6.00")

    assert bill.status == "posted"
    assert change(start, books(work, trade.company_id)) == {
        "inventory": Decimal("60.00"), "tax_receivable": Decimal("6.00"), "payable": Decimal("-66.00"),
    }
    assert subledger_faults(work, trade.company_id) == []


def test_a_price_difference_follows_the_goods(work: UnitOfWork) -> None:
    trade = a_trade(work, tax_percent=None)
    supplier_id = a_supplier(work, [trade.company_id])
    goods = _goods(work, trade, supplier_id, qty=10, unit_cost="6.00")
    item_id = work.execute(text("SELECT item_id FROM finance.grni_item WHERE id = :id"), {"id": goods}).scalar_one()
    shipped(work, trade, [(item_id, 4)])
    before = books(work, trade.company_id)

    _bill(work, trade, supplier_id, [_line(goods, 10, "61.00")])

    # 1.00 more for ten: six on hand, four sold.
    assert change(before, books(work, trade.company_id)) == {
        "inventory": Decimal("0.60"), "cogs": Decimal("0.40"), "grni": Decimal("60.00"),
        "payable": Decimal("-61.00"),
    }
    assert subledger_faults(work, trade.company_id) == []


def test_a_price_difference_is_variance_where_the_company_says_so(work: UnitOfWork) -> None:
    trade = a_trade(work, tax_percent=None)
    change_settings(work, trade.company_id, {"bill_price_difference": "variance"})
    supplier_id = a_supplier(work, [trade.company_id])
    goods = _goods(work, trade, supplier_id, qty=10, unit_cost="6.00")
    before = books(work, trade.company_id)

    _bill(work, trade, supplier_id, [_line(goods, 10, "61.00")])

    assert change(before, books(work, trade.company_id)) == {
        "grni": Decimal("60.00"), "variance": Decimal("1.00"), "payable": Decimal("-61.00"),
    }
    assert subledger_faults(work, trade.company_id) == []


def test_tax_that_may_not_be_deducted_is_a_cost_of_what_was_bought(work: UnitOfWork) -> None:
    trade = a_trade(work, tax_percent=None)
    supplier_id = a_supplier(work, [trade.company_id])
    office = work.execute(text("SELECT id FROM finance.account WHERE code = '6300'")).scalar_one()
    before = books(work, trade.company_id)

    line = BillLine("Company car", Decimal(1), Decimal("500.00"), account_id=office)
    _bill(work, trade, supplier_id, [line], tax="50.01", deductible_percent=Decimal(50))

    bill = work.execute(text("SELECT net_amount, tax_amount, total_amount FROM finance.supplier_bill")).one()
    assert tuple(bill) == (Decimal("525.00"), Decimal("25.01"), Decimal("550.01"))  # 25.005 half up
    moved = change(before, books(work, trade.company_id))
    assert (moved["tax_receivable"], moved["payable"]) == (Decimal("25.01"), Decimal("-550.01"))
    assert subledger_faults(work, trade.company_id) == []


def test_partial_bills_take_their_share_and_the_last_one_the_rest(work: UnitOfWork) -> None:
    trade = a_trade(work)
    supplier_id = a_supplier(work, [trade.company_id])
    goods = _goods(work, trade, supplier_id, qty=3, unit_cost="3.33")  # 9.99

    _bill(work, trade, supplier_id, [_line(goods, 2, "6.66")], number="A-1")
    _bill(work, trade, supplier_id, [_line(goods, 1, "3.33")], number="A-2")

    assert "grni" not in books(work, trade.company_id)
    assert subledger_faults(work, trade.company_id) == []


def test_a_price_beyond_the_tolerance_is_held_until_somebody_decides(work: UnitOfWork) -> None:
    trade = a_trade(work)
    supplier_id = a_supplier(work, [trade.company_id])
    goods = _goods(work, trade, supplier_id)
    before = books(work, trade.company_id)

    bill = _bill(work, trade, supplier_id, [_line(goods, 10, "66.00")])  # ten per cent more

    assert bill.status == "held"
    assert "billed 66.00, ordered at 60.00" in bill.held_because
    assert change(before, books(work, trade.company_id)) == {}
    approve_supplier_bill(work, bill.id, reason="New price list agreed by phone")
    work.settle()
    assert change(before, books(work, trade.company_id)) == {
        "grni": Decimal("60.00"), "inventory": Decimal("6.00"), "payable": Decimal("-66.00"),
    }
    with pytest.raises(Conflict, match="is posted already"):
        reject_supplier_bill(work, bill.id, reason="Changed my mind")
    assert subledger_faults(work, trade.company_id) == []


def test_more_than_came_is_refused(work: UnitOfWork) -> None:
    trade = a_trade(work)
    supplier_id = a_supplier(work, [trade.company_id])
    goods = _goods(work, trade, supplier_id)

    with pytest.raises(Refused, match="11 billed, but only 10 received"), work.session.begin_nested():
        _bill(work, trade, supplier_id, [_line(goods, 11, "66.00")])
    assert work.execute(text("SELECT count(*) FROM finance.supplier_bill")).scalar_one() == 0


def test_the_same_invoice_number_is_refused_however_it_is_typed(work: UnitOfWork) -> None:
    trade = a_trade(work)
    supplier_id = a_supplier(work, [trade.company_id])
    first, second = _goods(work, trade, supplier_id), _goods(work, trade, supplier_id)
    _bill(work, trade, supplier_id, [_line(first, 10, "60.00")], number="RE-0815/26")

    with pytest.raises(Conflict, match="was entered before"), work.session.begin_nested():
        _bill(work, trade, supplier_id, [_line(second, 10, "60.00")], number="re 0815 26")
    with pytest.raises(Conflict, match="has the same total"), work.session.begin_nested():
        _bill(work, trade, supplier_id, [_line(second, 10, "60.00")], number="RE-0816/26")
    assert _bill(
        work, trade, supplier_id, [_line(second, 10, "60.00")], number="RE-0816/26", is_no_duplicate=True
    ).status == "posted"


def test_a_bill_that_does_not_add_up_is_refused(work: UnitOfWork) -> None:
    trade = a_trade(work)
    supplier_id = a_supplier(work, [trade.company_id])
    goods = _goods(work, trade, supplier_id)

    with pytest.raises(Refused, match=r"come to 60.00, the bill says 61.00: 1.00 is missing"):
        enter_supplier_bill(
            work, company_id=trade.company_id, branch_id=trade.branch_id, supplier_id=supplier_id,
            supplier_number="X1", billed_on=MARCH_16, total_amount=Decimal("61.00"),
            lines=[_line(goods, 10, "60.00")],
        )


def test_paying_and_undoing_the_payment(work: UnitOfWork) -> None:
    trade = a_trade(work)
    supplier_id = a_supplier(work, [trade.company_id])
    goods = _goods(work, trade, supplier_id)
    bill = _bill(work, trade, supplier_id, [_line(goods, 10, "60.00")])
    (item,) = open_items_of(work, bill.id)
    before = books(work, trade.company_id)

    payment = pay_supplier(
        work, company_id=trade.company_id, branch_id=trade.branch_id, supplier_id=supplier_id,
        amount=Decimal("60.00"), paid_on=MARCH_16, items=[PaidItem(item.id, Decimal("60.00"))],
    )
    work.settle()
    assert change(before, books(work, trade.company_id)) == {"payable": Decimal("60.00"), "cash": Decimal("-60.00")}
    assert open_items_of(work, bill.id)[0].balance_amount == Decimal(0)

    reverse_supplier_payment(work, payment.id, reason="Returned by the bank", reversed_on=MARCH_16)
    work.settle()
    assert change(before, books(work, trade.company_id)) == {}
    assert open_items_of(work, bill.id)[0].balance_amount == Decimal("60.00")
    assert open_items_of(work, payment.id)[0].balance_amount == Decimal(0)
    assert subledger_faults(work, trade.company_id) == []


def test_a_bill_of_a_closed_month_is_posted_on_the_first_open_day(work: UnitOfWork) -> None:
    trade = a_trade(work)
    supplier_id = a_supplier(work, [trade.company_id])
    goods = _goods(work, trade, supplier_id)
    work.settle()
    close_period(work, period_of(work.session, trade.company_id, date(2026, 2, 20)).id)
    bill = enter_supplier_bill(
        work, company_id=trade.company_id, branch_id=trade.branch_id, supplier_id=supplier_id,
        supplier_number="R-0219", billed_on=date(2026, 2, 19), total_amount=Decimal("60.00"),
        lines=[_line(goods, 10, "60.00")],
    )
    work.settle()
    dates = text("SELECT billed_on, posted_on FROM finance.supplier_bill WHERE id = :id")
    assert tuple(work.execute(dates, {"id": bill.id}).one()) == (date(2026, 2, 19), date(2026, 3, 1))
