"""Goods come back: at the cost they left with, and credited at the price and tax they were invoiced at."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Row, text

from erp.crm.returns.entry import RmaLineEntry
from erp.finance.consolidated_billing.issue_consolidated_invoice import issue_consolidated_invoice
from erp.finance.receivables.record_cash_receipt import record_cash_receipt
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.settings.change import change_settings
from tests.builders.finance import (
    a_trade,
    books,
    came_back,
    change,
    disposed,
    exposure_of,
    invoice_of,
    open_items_of,
    shipment_line_ids,
    shipped,
    subledger_faults,
)
from tests.builders.inventory import put_stock

TODAY = date(2026, 3, 16)


def _memos(work: UnitOfWork) -> list[Row[tuple[object, ...]]]:
    return list(work.execute(text("SELECT * FROM finance.credit_memo ORDER BY series_number")))


def test_restocked_goods_are_credited_against_their_invoice(work: UnitOfWork) -> None:
    trade = a_trade(work)
    bolts = trade.item(work, "10.00", unit_cost="6.00")
    shipment_id = shipped(work, trade, [(bolts, 5)])
    (line_id,) = shipment_line_ids(work, shipment_id)
    before = books(work, trade.company_id)

    receipt = came_back(work, trade, [RmaLineEntry(Decimal(2), "wrong_item", line_id)])
    assert change(before, books(work, trade.company_id)) == {"inventory": Decimal("12.00"), "cogs": Decimal("-12.00")}
    assert _memos(work) == []
    disposed(work, receipt, 2)

    (memo,) = _memos(work)
    assert (memo.number, memo.net_amount, memo.tax_amount, memo.invoice_numbers) == (
        "CM-MAIN-2026-000001", Decimal("20.00"), Decimal("2.00"), "INV-MAIN-2026-000001",
    )
    assert change(before, books(work, trade.company_id)) == {
        "inventory": Decimal("12.00"), "cogs": Decimal("-12.00"), "sales": Decimal("20.00"), "tax": Decimal("2.00"),
        "receivable": Decimal("-22.00"),
    }
    assert open_items_of(work, invoice_of(work, shipment_id).id)[0].balance_amount == Decimal("33.00")
    assert open_items_of(work, memo.id)[0].balance_amount == Decimal(0)
    assert exposure_of(work, trade.customer_id) == {"receivable": Decimal("33.00")}
    assert subledger_faults(work, trade.company_id) == []


def test_goods_come_back_at_todays_average_where_the_company_says_so(work: UnitOfWork) -> None:
    trade = a_trade(work, tax_percent=None)
    change_settings(work, trade.company_id, {"customer_return_cost": "current"})
    bolts = trade.item(work, "10.00", qty=5, unit_cost="6.00")
    (line_id,) = shipment_line_ids(work, shipped(work, trade, [(bolts, 5)]))
    put_stock(work, trade.shop.place, bolts, 10, "9.00", occurred_on=TODAY)
    work.settle()
    before = books(work, trade.company_id)

    came_back(work, trade, [RmaLineEntry(Decimal(2), "wrong_item", line_id)])

    assert change(before, books(work, trade.company_id)) == {"inventory": Decimal("18.00"), "cogs": Decimal("-18.00")}
    assert subledger_faults(work, trade.company_id) == []


def test_one_memo_when_the_last_line_is_decided(work: UnitOfWork) -> None:
    trade = a_trade(work)
    bolts, nuts = trade.item(work, "10.00"), trade.item(work, "1.00", unit_cost="0.50")
    lines = shipment_line_ids(work, shipped(work, trade, [(bolts, 5), (nuts, 10)]))
    receipt = came_back(
        work, trade,
        [RmaLineEntry(Decimal(2), "wrong_item", lines[0]), RmaLineEntry(Decimal(4), "wrong_item", lines[1])],
    )
    before = books(work, trade.company_id)

    disposed(work, receipt, 1)
    disposed(work, receipt, 4, "scrap", line=1)
    assert _memos(work) == []
    disposed(work, receipt, 1)

    (memo,) = _memos(work)
    assert memo.total_amount == Decimal("26.40")  # 2 x 10.00 + 4 x 1.00, and ten per cent
    assert change(before, books(work, trade.company_id)) == {
        "scrap": Decimal("2.00"), "inventory": Decimal("-2.00"), "sales": Decimal("24.00"), "tax": Decimal("2.40"),
        "receivable": Decimal("-26.40"),
    }


def test_the_restocking_fee_stands_on_a_line_of_its_own(work: UnitOfWork) -> None:
    trade = a_trade(work)
    bolts = trade.item(work, "10.00")
    (line_id,) = shipment_line_ids(work, shipped(work, trade, [(bolts, 5)]))
    before = books(work, trade.company_id)

    receipt = came_back(work, trade, [RmaLineEntry(Decimal(5), "not_needed", line_id)], fee="15")
    disposed(work, receipt, 5)

    (memo,) = _memos(work)
    lines = work.execute(
        text("SELECT kind, amount, tax_amount FROM finance.credit_memo_line WHERE credit_memo_id = :id ORDER BY 1"),
        {"id": memo.id},
    ).all()
    assert [tuple(line) for line in lines] == [
        ("item", Decimal("50.00"), Decimal("5.00")), ("restocking_fee", Decimal("-7.50"), Decimal(0)),
    ]
    assert memo.total_amount == Decimal("47.50")
    assert change(before, books(work, trade.company_id))["restocking"] == Decimal("-7.50")
    assert subledger_faults(work, trade.company_id) == []


def test_parts_of_an_uneven_line_come_back_to_the_cent(work: UnitOfWork) -> None:
    trade = a_trade(work)
    item = trade.item(work, "0.335", unit_cost="0.10")
    shipment_id = shipped(work, trade, [(item, 3)])  # 1.005 -> 1.01 net, tax 0.10
    (line_id,) = shipment_line_ids(work, shipment_id)

    for _ in range(3):
        disposed(work, came_back(work, trade, [RmaLineEntry(Decimal(1), "wrong_item", line_id)]), 1)

    assert [memo.net_amount for memo in _memos(work)] == [Decimal("0.34"), Decimal("0.33"), Decimal("0.34")]
    assert sum(memo.total_amount for memo in _memos(work)) == invoice_of(work, shipment_id).total_amount
    assert exposure_of(work, trade.customer_id) == {}
    assert subledger_faults(work, trade.company_id) == []


def test_the_credit_of_a_paid_invoice_stands_unapplied(work: UnitOfWork) -> None:
    trade = a_trade(work)
    bolts = trade.item(work, "10.00")
    (line_id,) = shipment_line_ids(work, shipped(work, trade, [(bolts, 5)]))
    record_cash_receipt(
        work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
        amount=Decimal("40.00"), received_on=TODAY, oldest_first=True,
    )
    work.settle()

    disposed(work, came_back(work, trade, [RmaLineEntry(Decimal(2), "wrong_item", line_id)]), 2)

    (memo,) = _memos(work)
    assert open_items_of(work, memo.id)[0].balance_amount == Decimal("-7.00")  # 15.00 was still owed of 22.00
    assert exposure_of(work, trade.customer_id) == {"receivable": Decimal("-7.00")}
    assert subledger_faults(work, trade.company_id) == []


def test_goods_returned_before_the_invoice_reduce_the_unbilled(work: UnitOfWork) -> None:
    trade = a_trade(work, billing_mode="weekly")
    bolts = trade.item(work, "10.00", unit_cost="6.00")
    (line_id,) = shipment_line_ids(work, shipped(work, trade, [(bolts, 5)]))
    before = books(work, trade.company_id)

    receipt = came_back(work, trade, [RmaLineEntry(Decimal(2), "not_needed", line_id)], fee="10")
    disposed(work, receipt, 2)

    assert _memos(work) == []
    assert change(before, books(work, trade.company_id)) == {
        "inventory": Decimal("12.00"), "cogs": Decimal("-12.00"), "sales": Decimal("20.00"),
        "restocking": Decimal("-2.00"), "unbilled": Decimal("-18.00"),
    }
    invoice_id = issue_consolidated_invoice(
        work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
        payment_term_id=trade.shop.company.payment_term_id, invoiced_on=TODAY, through=TODAY,
    )
    work.settle()
    invoice = work.execute(text("SELECT * FROM finance.sales_invoice WHERE id = :id"), {"id": invoice_id}).one()
    assert (invoice.net_amount, invoice.tax_amount) == (Decimal("32.00"), Decimal("3.00"))  # the fee bears none
    assert exposure_of(work, trade.customer_id) == {"receivable": Decimal("35.00")}
    assert subledger_faults(work, trade.company_id) == []


def test_goods_without_a_known_sale_are_credited_at_the_authorized_price(work: UnitOfWork) -> None:
    trade = a_trade(work)
    bolts = trade.item(work, "10.00", unit_cost="6.00")
    before = books(work, trade.company_id)

    line = RmaLineEntry(Decimal(3), "wrong_item", item_id=bolts, unit_price=Decimal("9.00"))
    disposed(work, came_back(work, trade, [line]), 3)

    assert change(before, books(work, trade.company_id)) == {
        "inventory": Decimal("18.00"), "cogs": Decimal("-18.00"), "sales": Decimal("27.00"), "tax": Decimal("2.70"),
        "receivable": Decimal("-29.70"),
    }
    assert subledger_faults(work, trade.company_id) == []
