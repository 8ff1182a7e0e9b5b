"""The accountant's desk in a real browser: an invoice paid, a credit applied, a bill held and approved."""

from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page, expect
from sqlalchemy import text

from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from tests.browser.conftest import Desk
from tests.builders.crm import a_customer
from tests.builders.finance import a_trade, invoice_of, shipped
from tests.builders.inventory_purchasing import a_supplier, received


def _confirm(page: Page) -> None:
    """Say yes to the dialog that tells what will happen."""
    page.get_by_role("dialog").get_by_role("button").last.click()


def test_an_invoice_is_paid_and_the_rest_stays_on_account(
    services: Services, system: Actor, desk: Callable[..., Desk], accessible: Callable[[Page], None],
    proof: Callable[[Services], None],
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work, name="Northern Supply")
        invoice = invoice_of(work, shipped(work, trade, [(trade.item(work, "10.00"), 5)]))
        code = work.execute(
            text("SELECT code FROM crm.customer WHERE id = :id"), {"id": trade.customer_id}
        ).scalar_one()
    seat = desk("accountant")

    page = seat.open(f"/finance/invoices/{invoice.id}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(invoice.number))
    expect(page.get_by_role("heading", name="Journal entries")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Record payment").click()
    page.get_by_label("Amount received").fill("60.00")
    page.get_by_label("Amount, line 1").fill("55.00")
    expect(page.get_by_label("Amount, line 2")).to_have_count(0)  # there is only one invoice to settle
    accessible(page)
    page.get_by_role("button", name="Record receipt").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("CR-")
    expect(page.get_by_text("5.00").first).to_be_visible()
    accessible(page)
    page = seat.open(f"/finance/receivables/{trade.customer_id}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(code))
    accessible(page)
    page.get_by_role("button", name="Pay back").click()
    _confirm(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Refund")
    page = seat.open("/finance/receivables")
    expect(page.get_by_text("Matched")).to_be_visible()
    proof(services)


def test_a_credit_memo_by_hand_and_a_statement(
    services: Services, system: Actor, desk: Callable[..., Desk], accessible: Callable[[Page], None],
    proof: Callable[[Services], None],
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work, name="Northern Supply")
        invoice = invoice_of(work, shipped(work, trade, [(trade.item(work, "10.00"), 5)]))
    seat = desk("accountant")

    page = seat.open(f"/finance/invoices/{invoice.id}")
    page.get_by_role("link", name="Credit memo", exact=True).click()
    page.get_by_label("Explanation").fill("Price agreed by phone")
    page.get_by_label("What for, line 1").fill("Lower price")
    page.get_by_label("Amount, line 1").fill("4.00")
    accessible(page)
    page.get_by_role("button", name="Issue credit memo").click()
    _confirm(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("CM-MAIN-2026-000001")
    accessible(page)
    page = seat.open(f"/finance/receivables/{trade.customer_id}/statement")
    expect(page.get_by_text("50.60").first).to_be_visible()
    accessible(page)
    proof(services)


def test_a_bill_is_held_and_somebody_else_approves_it(
    services: Services, system: Actor, desk: Callable[..., Desk], accessible: Callable[[Page], None],
    proof: Callable[[Services], None],
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work, name="Northern Supply")
        supplier_id = a_supplier(work, [trade.company_id], code="NORDIC")
        received(work, trade.shop.place, supplier_id, trade.shop.item(work, "10.00"), 10, "6.00", on=date(2026, 3, 2))
    page = desk("accountant").open("/finance/supplier-bills/new?supplier=NORDIC")

    page.get_by_label("Their invoice number").fill("R-4711")
    page.get_by_label("Total of the bill").fill("66.00")
    page.get_by_label("Billed quantity, line 1").fill("10")
    page.get_by_label("Billed amount, line 1").fill("66.00")
    accessible(page)
    page.get_by_role("button", name="Enter bill").click()
    expect(page.get_by_text("Nothing is posted until somebody other than")).to_be_visible()
    accessible(page)
    address = page.url
    other = desk("controller")
    page = other.open("/finance/supplier-bills?status=held")
    page.goto(address)
    page.get_by_label("Why it is owed as billed").fill("New price list")
    page.get_by_role("button", name="Approve and post").click()
    expect(page.get_by_text("approved and posted")).to_be_visible()
    accessible(page)
    for path in (
        "/finance/payables", f"/finance/payables/{supplier_id}",
        "/finance/payables/received-not-invoiced?as_of=2026-03-05",
    ):
        page = other.open(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        accessible(page)
    proof(services)


def test_a_week_is_invoiced_from_the_billing_page(
    services: Services, system: Actor, desk: Callable[..., Desk], accessible: Callable[[Page], None],
    proof: Callable[[Services], None],
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work, name="Northern Supply")
        weekly = a_customer(work, trade.shop.company, name="Weekly Works", billing_mode="weekly")
        bolts = trade.item(work, "10.00")
        shipped(work, trade, [(bolts, 5)], on=date(2026, 3, 12), customer_id=weekly)
    seat = desk("accountant")

    page = seat.open("/finance/billing")
    expect(page.get_by_text("Weekly Works")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Invoice now").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("INV-MAIN-2026-000001")
    proof(services)
