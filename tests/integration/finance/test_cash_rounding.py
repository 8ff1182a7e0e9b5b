"""A company rounds what is to be paid to five cents: the paper, the books and what is owed agree."""

from datetime import date
from decimal import Decimal

from sqlalchemy import text

from erp.crm.returns.entry import RmaLineEntry
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.settings.change import change_settings
from tests.builders.finance import (
    a_trade,
    books,
    came_back,
    change,
    disposed,
    invoice_of,
    open_items_of,
    shipment_line_ids,
    shipped,
    subledger_faults,
)

ROUNDED = {"cash_rounding_step_amount": "0.05"}


def _rounding_account(work: UnitOfWork) -> Decimal:
    return work.execute(text(
        "SELECT coalesce(sum(l.debit - l.credit), 0) FROM finance.journal_line l "
        "JOIN finance.account a ON a.id = l.account_id WHERE a.code = '6900'"
    )).scalar_one()


def test_an_invoice_ends_on_five_cents_and_says_so(work: UnitOfWork) -> None:
    trade = a_trade(work, tax_percent="7")
    change_settings(work, trade.company_id, ROUNDED)
    bolts = trade.item(work, "13.11", unit_cost="6.00")
    before = books(work, trade.company_id)

    invoice = invoice_of(work, shipped(work, trade, [(bolts, 3)]))

    # 39.33 and 7 % (2.7531) come to 42.08, of which 42.10 is asked
    assert (invoice.net_amount, invoice.tax_amount, invoice.rounding_amount, invoice.total_amount) == (
        Decimal("39.33"), Decimal("2.75"), Decimal("0.02"), Decimal("42.10"),
    )
    moved = change(before, books(work, trade.company_id))
    assert (moved["receivable"], moved["sales"], moved["tax"]) == (
        Decimal("42.10"), Decimal("-39.33"), Decimal("-2.75"),
    )
    assert _rounding_account(work) == Decimal("-0.02")
    assert [item.original_amount for item in open_items_of(work, invoice.id)] == [Decimal("42.10")]
    assert subledger_faults(work, trade.company_id) == []


def test_goods_that_all_come_back_leave_nothing_owed(work: UnitOfWork) -> None:
    trade = a_trade(work, tax_percent="7")
    change_settings(work, trade.company_id, ROUNDED)
    bolts = trade.item(work, "13.11", unit_cost="6.00")
    shipment_id = shipped(work, trade, [(bolts, 3)])
    (line_id,) = shipment_line_ids(work, shipment_id)

    disposed(work, came_back(work, trade, [RmaLineEntry(Decimal(3), "wrong_item", line_id)]), 3)

    memo = work.execute(text("SELECT * FROM finance.credit_memo")).one()
    assert (memo.rounding_amount, memo.total_amount) == (Decimal("0.02"), Decimal("42.10"))
    assert open_items_of(work, invoice_of(work, shipment_id).id)[0].balance_amount == 0
    assert open_items_of(work, memo.id)[0].balance_amount == 0
    assert _rounding_account(work) == 0
    assert subledger_faults(work, trade.company_id) == []


def test_up_is_in_the_companys_favour(work: UnitOfWork) -> None:
    trade = a_trade(work, tax_percent=None)
    change_settings(work, trade.company_id, {**ROUNDED, "cash_rounding_direction": "up"})
    bolts = trade.item(work, "42.01", unit_cost="6.00")

    invoice = invoice_of(work, shipped(work, trade, [(bolts, 1)], on=date(2026, 3, 16)))

    assert invoice.total_amount == Decimal("42.05")
