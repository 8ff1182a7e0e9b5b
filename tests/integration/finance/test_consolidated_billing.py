"""Shipments of a week on one invoice: unbilled receivable becomes receivable, and the tax is owed."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from erp.finance.consolidated_billing.issue_consolidated_invoice import issue_consolidated_invoice
from erp.inventory.shipping.void import void_shipment
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import change_settings
from tests.builders.finance import Trade, a_trade, books, change, exposure_of, shipped, subledger_faults

MONDAY, TUESDAY, SUNDAY = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 15)


def _issue(work: UnitOfWork, trade: Trade, through: date = SUNDAY) -> object:
    invoice_id = issue_consolidated_invoice(
        work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
        payment_term_id=trade.shop.company.payment_term_id, invoiced_on=SUNDAY, through=through,
    )
    work.settle()
    return work.execute(text("SELECT * FROM finance.sales_invoice WHERE id = :id"), {"id": invoice_id}).one()


def test_one_invoice_takes_up_every_shipment_of_the_week(work: UnitOfWork) -> None:
    trade = a_trade(work, billing_mode="weekly")
    bolts = trade.item(work, "10.00")
    shipped(work, trade, [(bolts, 5)], on=MONDAY)
    shipped(work, trade, [(bolts, 2)], on=TUESDAY)
    before = books(work, trade.company_id)

    invoice = _issue(work, trade)

    assert (invoice.kind, invoice.net_amount, invoice.tax_amount) == (
        "consolidated", Decimal("70.00"), Decimal("7.00"),
    )
    assert change(before, books(work, trade.company_id)) == {
        "receivable": Decimal("77.00"), "unbilled": Decimal("-70.00"), "tax": Decimal("-7.00"),
    }
    points = work.execute(
        text("SELECT tax_point_on FROM finance.sales_invoice_line WHERE invoice_id = :id ORDER BY position"),
        {"id": invoice.id},
    ).scalars()
    assert list(points) == [MONDAY, TUESDAY]
    assert exposure_of(work, trade.customer_id) == {"receivable": Decimal("77.00")}
    assert subledger_faults(work, trade.company_id) == []


def test_shipments_after_the_cut_off_wait_for_the_next_invoice(work: UnitOfWork) -> None:
    trade = a_trade(work, billing_mode="weekly")
    bolts = trade.item(work, "10.00")
    shipped(work, trade, [(bolts, 5)], on=MONDAY)
    shipped(work, trade, [(bolts, 2)], on=TUESDAY)

    assert _issue(work, trade, through=MONDAY).net_amount == Decimal("50.00")
    assert books(work, trade.company_id)["unbilled"] == Decimal("20.00")
    assert _issue(work, trade).net_amount == Decimal("20.00")


def test_tax_is_rounded_over_the_whole_invoice_where_the_company_chose_so(work: UnitOfWork) -> None:
    trade = a_trade(work, billing_mode="weekly")
    change_settings(work, trade.company_id, {"tax_rounding": "document"})
    cheap = trade.item(work, "0.24")
    for day in (MONDAY, TUESDAY, SUNDAY):
        shipped(work, trade, [(cheap, 1)], on=day)

    invoice = _issue(work, trade)

    # Three shipments of 0.24 bear 0.02 each when rounded one by one; 0.72 together bear 0.07.
    assert (invoice.net_amount, invoice.tax_amount) == (Decimal("0.72"), Decimal("0.07"))
    assert exposure_of(work, trade.customer_id) == {"receivable": Decimal("0.79")}
    assert subledger_faults(work, trade.company_id) == []


def test_a_voided_shipment_is_not_on_the_invoice(work: UnitOfWork) -> None:
    trade = a_trade(work, billing_mode="weekly")
    bolts = trade.item(work, "10.00")
    shipped(work, trade, [(bolts, 5)], on=MONDAY)
    voided = shipped(work, trade, [(bolts, 2)], on=TUESDAY)
    void_shipment(work, voided, reason="Wrong pallet", occurred_on=TUESDAY)
    work.settle()

    assert _issue(work, trade).total_amount == Decimal("55.00")
    assert subledger_faults(work, trade.company_id) == []


def test_voiding_after_the_consolidated_invoice_credits_that_shipment_only(work: UnitOfWork) -> None:
    trade = a_trade(work, billing_mode="weekly")
    bolts = trade.item(work, "10.00")
    shipped(work, trade, [(bolts, 5)], on=MONDAY)
    second = shipped(work, trade, [(bolts, 2)], on=TUESDAY)
    invoice = _issue(work, trade)

    void_shipment(work, second, reason="Wrong pallet", occurred_on=SUNDAY)
    work.settle()

    memo = work.execute(text("SELECT total_amount, invoice_numbers FROM finance.credit_memo")).one()
    assert tuple(memo) == (Decimal("22.00"), invoice.number)
    assert exposure_of(work, trade.customer_id) == {"receivable": Decimal("55.00")}
    assert subledger_faults(work, trade.company_id) == []


def test_nothing_to_invoice_is_said(work: UnitOfWork) -> None:
    trade = a_trade(work, billing_mode="weekly")

    with pytest.raises(Refused, match="Nothing is left to invoice"):
        _issue(work, trade)
