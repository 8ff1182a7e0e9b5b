"""Every step of money by hand in a browser: invoices, credit memos, cash, bills and payments."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from tests.builders.finance import Trade, a_trade, invoice_of, open_items_of, shipped, subledger_faults
from tests.builders.inventory_purchasing import a_supplier, received
from tests.kit.web_client import post_form


@pytest.fixture
def sold(services: Services, system: Actor) -> tuple[Trade, object, str]:
    """A trade, an invoice over 55.00 posted in it, and the customer's code."""
    with services.units.begin(system) as work:
        trade = a_trade(work)
        invoice = invoice_of(work, shipped(work, trade, [(trade.item(work, "10.00"), 5)]))
        code = work.execute(
            text("SELECT code FROM crm.customer WHERE id = :id"), {"id": trade.customer_id}
        ).scalar_one()
    return trade, invoice, code


def test_every_page_of_receivables_opens(client: FlaskClient, sold: tuple[Trade, object, str]) -> None:
    trade, invoice, code = sold
    for page, words in (
        ("/finance/invoices", "INV-MAIN-2026-000001"),
        ("/finance/invoices?status=open&customer=" + code, "INV-MAIN-2026-000001"),
        (f"/finance/invoices/{invoice.id}", "55.00"),
        ("/finance/credit-memos", "No credit memos match"),
        (f"/finance/credit-memos/new?invoice={invoice.number}", invoice.number),
        ("/finance/billing", "Nothing is due"),
        ("/finance/cash-receipts", "No receipts match"),
        (f"/finance/cash-receipts/new?customer={code}", "INV-MAIN-2026-000001"),
        ("/finance/receivables", "55.00"),
        ("/finance/receivables?as_of=2026-01-31", "Nothing was owed"),
        (f"/finance/receivables/{trade.customer_id}", f'<a href="/finance/invoices/{invoice.id}">INV-MAIN-2026-000001'),
        (f"/finance/receivables/{trade.customer_id}/statement", "Closing balance"),
        (f"/finance/receivables/document/{invoice.id}", "INV-MAIN-2026-000001"),
        ("/finance/supplier-bills", "No bills match"),
        ("/finance/supplier-bills/new", "Choose the supplier"),
        ("/finance/supplier-payments", "No payments match"),
        ("/finance/supplier-payments/new", "Choose the supplier"),
        ("/finance/payables", "Nothing was owed"),
        ("/finance/payables/received-not-invoiced", "Every receipt was billed"),
    ):
        answer = client.get(page)
        assert answer.status_code == 200, (page, answer.text[:3000])
        assert words in answer.text, page


def test_the_list_of_invoices_goes_to_a_spreadsheet(client: FlaskClient, sold: tuple[Trade, object, str]) -> None:
    answer = client.get("/finance/invoices?format=csv")

    assert answer.mimetype == "text/csv"
    assert "INV-MAIN-2026-000001" in answer.text


def test_an_invoice_is_a_pdf_and_a_statement_too(client: FlaskClient, sold: tuple[Trade, object, str]) -> None:
    trade, invoice, _ = sold
    for page in (f"/finance/invoices/{invoice.id}/pdf", f"/finance/receivables/{trade.customer_id}/statement.pdf"):
        answer = client.get(page)
        assert (answer.status_code, answer.mimetype, answer.data[:5]) == (200, "application/pdf", b"%PDF-"), page


def test_a_receipt_is_recorded_applied_and_undone(
    client: FlaskClient, sold: tuple[Trade, object, str], services: Services, system: Actor
) -> None:
    trade, invoice, code = sold
    page = f"/finance/cash-receipts/new?customer={code}"

    refused = post_form(
        client, "/finance/cash-receipts", {"amount": "20.00", "method": "cheque", "lines-0-amount": "55.00"}, page=page
    )
    assert refused.status_code == 422
    assert "More is applied than was received" in refused.text
    done = post_form(
        client, "/finance/cash-receipts", {"amount": "60.00", "method": "cheque", "lines-0-amount": "50.00"},
        page=page, follow=True,
    )
    assert done.status_code == 200, done.text[:2000]
    assert "10.00" in done.text  # unapplied
    account = f"/finance/receivables/{trade.customer_id}"
    with services.units.begin(system) as work:
        (credit,) = work.execute(
            text("SELECT id FROM finance.open_item WHERE kind = 'cash_receipt'")
        ).scalars()
    applied = post_form(
        client, f"{account}/apply", {"from_item_id": str(credit), "lines-0-amount": "5.00"}, page=account, follow=True
    )
    assert applied.status_code == 200, applied.text[:2000]
    with services.units.begin(system) as work:
        assert open_items_of(work, invoice.id)[0].balance_amount == Decimal(0)
        receipt_id = work.execute(text("SELECT id FROM finance.cash_receipt")).scalar_one()
        application_id = work.execute(
            text("SELECT id FROM finance.cash_application ORDER BY id LIMIT 1")
        ).scalar_one()
    undone = post_form(
        client, f"/finance/receivables/applications/{application_id}/undo", {"reason": "Wrong invoice"}, page=account,
        follow=True,
    )
    assert undone.status_code == 200, undone.text[:2000]
    receipt = f"/finance/cash-receipts/{receipt_id}"
    reversed_ = post_form(client, f"{receipt}/reverse", {"reason": "Bounced"}, page=receipt, follow=True)
    assert reversed_.status_code == 200, reversed_.text[:2000]
    with services.units.begin(system) as work:
        assert open_items_of(work, invoice.id)[0].balance_amount == Decimal("55.00")
        assert subledger_faults(work, trade.company_id) == []


def test_a_credit_memo_is_written_and_paid_back(
    client: FlaskClient, sold: tuple[Trade, object, str], services: Services, system: Actor
) -> None:
    trade, _, code = sold
    done = post_form(
        client, "/finance/credit-memos",
        {"customer": code, "reason": "goodwill", "explanation": "Late delivery", "lines-0-description": "Goodwill",
         "lines-0-amount": "15.00"},
        page="/finance/credit-memos/new", follow=True,
    )
    assert "CM-MAIN-2026-000001" in done.text
    account = f"/finance/receivables/{trade.customer_id}"
    with services.units.begin(system) as work:
        (credit,) = work.execute(text("SELECT id FROM finance.open_item WHERE kind = 'credit_memo'")).scalars()
    paid = post_form(client, f"/finance/receivables/items/{credit}/refund", {}, page=account, follow=True)
    assert "Refund" in paid.text
    with services.units.begin(system) as work:
        assert subledger_faults(work, trade.company_id) == []


def test_a_bill_is_entered_held_approved_and_paid(
    client_as: Callable[..., FlaskClient], services: Services, system: Actor
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work)
        supplier_id = a_supplier(work, [trade.company_id], code="NORDIC")
        received(work, trade.shop.place, supplier_id, trade.shop.item(work, "10.00"), 10, "6.00", on=date(2026, 3, 2))
    accountant, controller = client_as("accountant"), client_as("controller")

    held = post_form(
        accountant, "/finance/supplier-bills",
        {"supplier_number": "R-1", "billed_on": "2026-03-10", "total_amount": "72.50", "tax_amount": "2.50",
         "goods-0-qty": "10", "goods-0-amount": "66.00", "lines-0-account": "6200",
         "lines-0-description": "Freight", "lines-0-amount": "4.00"},
        page="/finance/supplier-bills/new?supplier=NORDIC", follow=True,
    )
    assert "is held" in held.text, held.text[:3000]
    with services.units.begin(system) as work:
        bill_id = work.execute(text("SELECT id FROM finance.supplier_bill")).scalar_one()
    bill = f"/finance/supplier-bills/{bill_id}"
    approved = post_form(controller, f"{bill}/approve", {"reason": "Price list changed"}, page=bill, follow=True)
    assert "approved and posted" in approved.text, approved.text[:3000]
    paid = post_form(
        accountant, "/finance/supplier-payments",
        {"amount": "72.50", "method": "bank_transfer", "lines-0-amount": "72.50"},
        page="/finance/supplier-payments/new?supplier=NORDIC", follow=True,
    )
    assert "SP-" in paid.text
    for page in (f"/finance/payables/{supplier_id}", "/finance/payables/received-not-invoiced?as_of=2026-03-05"):
        assert accountant.get(page).status_code == 200, page
    assert "60.00" in accountant.get("/finance/payables/received-not-invoiced?as_of=2026-03-05").text
    with services.units.begin(system) as work:
        assert subledger_faults(work, trade.company_id) == []


def test_who_may_not_is_told_so(client_as: Callable[..., FlaskClient], sold: tuple[Trade, object, str]) -> None:
    warehouse = client_as("warehouse")

    for page in ("/finance/invoices", "/finance/receivables", "/finance/supplier-bills", "/finance/cash-receipts/new"):
        assert warehouse.get(page).status_code == 403, page
