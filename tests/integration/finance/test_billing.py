"""A shipment leaves: cost, revenue, receivable and tax stand in the same commit, to the cent."""

from datetime import date
from decimal import Decimal

from sqlalchemy import text

from erp.inventory.shipping.void import void_shipment
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.finance import (
    a_trade,
    books,
    change,
    exposure_of,
    invoice_of,
    open_items_of,
    shipped,
    subledger_faults,
)

TODAY = date(2026, 3, 16)


def test_a_shipment_posts_cost_revenue_and_tax(work: UnitOfWork) -> None:
    trade = a_trade(work)
    bolts, nuts = trade.item(work, "10.00", unit_cost="6.00"), trade.item(work, "0.35", unit_cost="0.20")
    before = books(work, trade.company_id)

    shipment_id = shipped(work, trade, [(bolts, 5), (nuts, 31)])

    # 5 x 10.00 + 31 x 0.35 = 50.00 + 10.85; tax 10 % by line: 5.00 + 1.09 (1.085 half up)
    invoice = invoice_of(work, shipment_id)
    assert (invoice.net_amount, invoice.tax_amount, invoice.total_amount) == (
        Decimal("60.85"), Decimal("6.09"), Decimal("66.94"),
    )
    assert invoice.number == "INV-MAIN-2026-000001"
    assert invoice.due_on == date(2026, 4, 15)
    assert change(before, books(work, trade.company_id)) == {
        "receivable": Decimal("66.94"),
        "sales": Decimal("-60.85"),
        "tax": Decimal("-6.09"),
        "cogs": Decimal("36.20"),  # 5 x 6.00 + 31 x 0.20
        "inventory": Decimal("-36.20"),
    }
    (item,) = open_items_of(work, invoice.id)
    assert (item.original_amount, item.balance_amount, item.due_on) == (
        Decimal("66.94"), Decimal("66.94"), date(2026, 4, 15),
    )
    assert exposure_of(work, trade.customer_id) == {"receivable": Decimal("66.94")}
    assert subledger_faults(work, trade.company_id) == []


def test_invoice_numbers_have_no_gaps(work: UnitOfWork) -> None:
    trade = a_trade(work)
    bolts = trade.item(work, "10.00")

    numbers = [invoice_of(work, shipped(work, trade, [(bolts, 1)])).number for _ in range(3)]

    assert numbers == ["INV-MAIN-2026-000001", "INV-MAIN-2026-000002", "INV-MAIN-2026-000003"]


def test_a_customer_billed_weekly_is_owed_for_unbilled(work: UnitOfWork) -> None:
    trade = a_trade(work, billing_mode="weekly")
    bolts = trade.item(work, "10.00", unit_cost="6.00")
    before = books(work, trade.company_id)

    shipped(work, trade, [(bolts, 5)])

    assert change(before, books(work, trade.company_id)) == {
        "unbilled": Decimal("50.00"),  # net of tax: the tax is owed with the invoice
        "sales": Decimal("-50.00"),
        "cogs": Decimal("30.00"),
        "inventory": Decimal("-30.00"),
    }
    assert exposure_of(work, trade.customer_id) == {"unbilled": Decimal("55.00")}
    assert subledger_faults(work, trade.company_id) == []


def test_voiding_an_invoiced_shipment_credits_its_invoice(work: UnitOfWork) -> None:
    trade = a_trade(work)
    bolts = trade.item(work, "10.00", unit_cost="6.00")
    before = books(work, trade.company_id)
    shipment_id = shipped(work, trade, [(bolts, 5)])

    void_shipment(work, shipment_id, reason="Wrong pallet", occurred_on=TODAY)
    work.settle()

    assert change(before, books(work, trade.company_id)) == {}
    memo = work.execute(text("SELECT * FROM finance.credit_memo")).one()
    assert (memo.number, memo.reason, memo.total_amount) == ("CM-MAIN-2026-000001", "void", Decimal("55.00"))
    assert [item.balance_amount for item in open_items_of(work, invoice_of(work, shipment_id).id)] == [Decimal(0)]
    assert [item.balance_amount for item in open_items_of(work, memo.id)] == [Decimal(0)]
    assert exposure_of(work, trade.customer_id) == {}
    assert subledger_faults(work, trade.company_id) == []


def test_voiding_before_the_invoice_takes_the_unbilled_revenue_back(work: UnitOfWork) -> None:
    trade = a_trade(work, billing_mode="daily")
    bolts = trade.item(work, "10.00", unit_cost="6.00")
    before = books(work, trade.company_id)
    shipment_id = shipped(work, trade, [(bolts, 5)])

    void_shipment(work, shipment_id, reason="Wrong pallet", occurred_on=TODAY)
    work.settle()

    assert change(before, books(work, trade.company_id)) == {}
    assert work.execute(text("SELECT count(*) FROM finance.credit_memo")).scalar_one() == 0
    assert exposure_of(work, trade.customer_id) == {}
    assert subledger_faults(work, trade.company_id) == []
