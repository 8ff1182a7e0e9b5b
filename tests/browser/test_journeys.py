"""A day's work of four people, page by page: the branch's, the warehouse's, the accountant's, the administrator's.

At each stop the page is checked with axe in both themes and photographed wide and in a hand's width; the pictures
stay in `build/pictures/journeys` (or below ERP_PICTURES).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from erp.crm.returns.authorize_rma import authorize_rma
from erp.crm.returns.entry import RmaEntry, RmaLineEntry
from erp.inventory.purchasing.cost_lines import OrderedLine
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork
from tests.browser.conftest import Desk
from tests.browser.test_four_widths import FOLDER
from tests.builders.crm import an_order
from tests.builders.finance import Trade, a_trade, invoice_of, shipment_line_ids, shipped
from tests.builders.inventory import put_stock
from tests.builders.inventory_purchasing import a_purchase_order, a_supplier, received
from tests.kit.web_client import PASSWORD

Look = Callable[[str], None]
WIDTHS = {1440: 900, 360: 640}


@pytest.fixture
def trade(services: Services, system: Actor) -> Trade:
    """A shop that sells bolts at 2.50 to a customer with a limit."""

    def build(work: UnitOfWork) -> Trade:
        built = a_trade(work, name="Northern Supply")
        bolt = built.shop.item(work, "2.50", sku="BOLT-M8", description="Hex bolt M8")
        put_stock(work, built.shop.place, bolt, 100, "1.00", occurred_on=date(2026, 1, 2))
        return built

    return services.units.run(system, build)


@pytest.fixture
def look(watched: Page, accessible: Callable[[Page], None]) -> Look:
    """Check the page that is open with axe and photograph it at both widths; nothing may stick out."""

    def at(stop: str) -> None:
        watched.wait_for_load_state("networkidle")
        accessible(watched)
        watched.evaluate("document.documentElement.dataset.bsTheme = 'light'")
        FOLDER.joinpath("journeys").mkdir(parents=True, exist_ok=True)
        for width, height in reversed(WIDTHS.items()):
            watched.set_viewport_size({"width": width, "height": height})
            wide = watched.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{stop} is {wide} wide at {width}"
            watched.screenshot(path=FOLDER / "journeys" / f"{stop}-{width}.png", full_page=True)

    return at


def test_branch_staff_take_a_quote_to_a_shipment(
    trade: Trade, desk: Callable[..., Desk], look: Look, services: Services, proof: Callable[[Services], None]
) -> None:
    branch = desk("branch_staff")
    page = branch.open("/")
    look("branch-home")
    branch.open(f"/crm/quotes/new?customer={_customer(services, trade)}")
    page.get_by_label("Item, line 1").fill("BOLT-M8")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Qty, line 1")).to_be_focused()
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    expect(page.locator('#lines [data-of-line="amount"]').first).to_have_text("50.00")
    look("branch-quote-entry")
    page.get_by_role("button", name="Save quote").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("revision 1")
    page.get_by_role("button", name="Mark as sent").click()
    expect(page.get_by_text("Marked as sent")).to_be_visible()
    look("branch-quote")
    page.get_by_role("button", name="Order and submit").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Order SO-")
    order = page.url
    look("branch-order")

    _put_into_a_wave(branch, look, "branch")
    _pick_pack_and_ship(page, 20, look, "branch")
    page.goto(order)
    expect(page.get_by_role("main")).to_contain_text(re.compile("SH-"))
    look("branch-order-shipped")
    proof(services)


def test_the_warehouse_receives_stores_ships_and_takes_back(
    trade: Trade, desk: Callable[..., Desk], look: Look, services: Services, system: Actor,
    proof: Callable[[Services], None],
) -> None:
    shop = trade.shop

    def order_goods(work: UnitOfWork) -> None:
        nut = shop.item(work, "0.75", sku="NUT-M8", description="Hex nut M8")
        supplier = a_supplier(work, [trade.company_id])
        a_purchase_order(work, shop.place, supplier, [OrderedLine(nut, Decimal(40), unit_cost=Decimal("0.20"))])
        an_order(work, shop, trade.customer_id, [(nut, 30)])

    services.units.run(system, order_goods)
    store = desk("warehouse")
    page = store.open("/")
    look("warehouse-home")
    store.open("/inventory/receiving-desk")
    page.get_by_role("link", name="PO-").first.click()
    expect(page.get_by_text("Who gets it, if all of it comes now")).to_be_visible()
    page.keyboard.press("Alt+a")
    look("warehouse-receive")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Goods received.")).to_be_visible()

    store.open("/inventory/put-away")
    row = page.locator("main tbody tr", has_text="NUT-M8")
    row.get_by_label("To bin").fill(_storage_bin(services))
    row.get_by_label("Quantity").fill("40")
    look("warehouse-put-away")
    page.get_by_role("button", name="Put away").click()
    expect(page.get_by_text("One line put away.")).to_be_visible()

    _put_into_a_wave(store, look, "warehouse")
    _pick_pack_and_ship(page, 30, look, "warehouse", sku="NUT-M8")

    services.units.run(system, lambda work: _allow_return(work, trade))
    store.open("/inventory/returns/expected")
    page.get_by_role("link", name="RMA-").click()
    page.get_by_label("How many of NUT-M8 came").fill("3")
    page.get_by_role("button", name="Receive").click()
    expect(page.get_by_text("the goods are in inspection")).to_be_visible()
    inspection = page.locator("form#inspect")
    inspection.get_by_label("Condition of NUT-M8").select_option("damaged")
    inspection.get_by_role("button", name="Note the inspection").click()
    expect(page.get_by_text("Inspection noted.")).to_be_visible()
    page.get_by_label("What becomes of NUT-M8").select_option("scrap")
    page.get_by_label("How many of NUT-M8").fill("3")
    page.get_by_label("Reason for NUT-M8").fill("bent")
    look("warehouse-return")
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("form#dispose")).to_have_count(0)
    proof(services)


def test_the_accountant_enters_a_bill_takes_cash_and_a_month_is_closed(
    trade: Trade, desk: Callable[..., Desk], look: Look, services: Services, system: Actor,
    proof: Callable[[Services], None],
) -> None:
    with services.units.begin(system) as work:
        supplier = a_supplier(work, [trade.company_id], code="NORDIC")
        screws = trade.item(work, "10.00")
        received(work, trade.shop.place, supplier, screws, 10, "6.00", on=date(2026, 1, 20))
        invoice = invoice_of(work, shipped(work, trade, [(screws, 5)], on=date(2026, 1, 21)))
    books = desk("accountant")
    page = books.open("/")
    look("accountant-home")
    books.open("/finance/supplier-bills/new?supplier=NORDIC")
    page.get_by_label("Their invoice number").fill("R-4711")
    page.get_by_label("Invoice date").fill("2026-01-25")
    page.get_by_label("Total of the bill").fill("60.00")
    page.get_by_label("Billed quantity, line 1").fill("10")
    page.get_by_label("Billed amount, line 1").fill("60.00")
    look("accountant-bill")
    page.get_by_role("button", name="Enter bill").click()
    expect(page.get_by_role("heading", name="Journal entries")).to_be_visible()

    books.open(f"/finance/invoices/{invoice.id}")
    page.get_by_role("link", name="Record payment").click()
    page.get_by_label("Amount received").fill("55.00")
    page.get_by_label("Amount, line 1").fill("55.00")
    look("accountant-cash")
    page.get_by_role("button", name="Record receipt").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("CR-")

    closing = desk("controller")
    closing.open("/finance/periods")
    page.get_by_role("link", name="2026/01").click()
    look("accountant-close")
    page.get_by_role("button", name="Close the period").click()
    page.get_by_role("dialog").get_by_role("button", name="Yes, do it").click()
    expect(page.get_by_text("Nothing more is posted into this period.")).to_be_visible()
    look("accountant-closed")
    proof(services)


def test_the_administrator_lets_somebody_in_who_chooses_a_password(
    trade: Trade, desk: Callable[..., Desk], look: Look
) -> None:
    office = desk("administrator")
    page = office.open("/")
    look("administrator-home")
    office.open("/identity/users/new")
    page.get_by_label("User name").fill("maria")
    page.get_by_label("Person's name").fill("Maria Lindqvist")
    page.get_by_label("First password").fill(PASSWORD)
    page.get_by_label("Role").select_option("warehouse")
    look("administrator-new-user")
    page.get_by_role("button", name="Create user").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maria Lindqvist")
    look("administrator-user")
    page.get_by_role("main").get_by_role("link", name="Audit trail").click()
    expect(page.get_by_role("main")).to_contain_text("administrator")
    look("administrator-audit-trail")

    page.get_by_label("You: administrator").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("User name").fill("maria")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_label("You: Maria Lindqvist")).to_be_visible()
    look("administrator-first-sign-in")
    office.open("/identity/users")
    expect(page.get_by_role("heading", name="Users")).to_have_count(0)  # a person of the warehouse may not


def _put_into_a_wave(at: Desk, look: Look, who: str) -> None:
    """On the fulfilment board, by keys: the one order that is ready goes into a wave of its own."""
    page = at.open("/inventory/fulfilment-board")
    expect(page.locator("[data-column=ready] [data-card]")).to_have_count(1)
    look(f"{who}-board")
    page.set_viewport_size({"width": 1440, "height": WIDTHS[1440]})
    page.locator("[data-column=ready] [data-card] input").focus()
    page.keyboard.press("Space")
    page.keyboard.press("w")
    expect(page.get_by_text("1 picks for 1 shipments.")).to_be_visible()
    page.locator(".board-wave").get_by_role("link", name="WV-").click()


def _pick_pack_and_ship(page: Page, qty: int, look: Look, who: str, sku: str = "BOLT-M8") -> None:
    """From a released wave on: confirm its one pick, close the carton, ship."""
    page.get_by_label(f"Picked of {sku}").fill(str(qty))
    look(f"{who}-wave")
    page.get_by_role("button", name="Confirm picks").click()
    expect(page.get_by_label(f"Picked of {sku}")).to_have_count(0)
    page.get_by_role("main").get_by_role("link", name="SH-").first.click()
    page.get_by_role("link", name="Pack", exact=True).click()
    look(f"{who}-pack")
    page.get_by_role("button", name="Close the cartons").click()
    if not page.get_by_role("button", name="Confirm shipment").count():
        page.get_by_role("link", name="Shipment", exact=True).click()
    page.get_by_role("button", name="Confirm shipment").click()
    page.get_by_role("dialog").get_by_role("button", name="Yes, do it").click()
    expect(page.get_by_text("has left.")).to_be_visible()
    look(f"{who}-shipment")


def _customer(services: Services, trade: Trade) -> str:
    with services.engine.connect() as connection:
        return str(connection.execute(
            text("SELECT code FROM crm.customer WHERE id = :id"), {"id": trade.customer_id}).scalar_one())


def _storage_bin(services: Services) -> str:
    with services.engine.connect() as connection:
        return str(connection.execute(
            text("SELECT code FROM inventory.bin WHERE kind = 'storage' ORDER BY code LIMIT 1")).scalar_one())


def _allow_return(work: UnitOfWork, trade: Trade) -> None:
    """The customer may send three of what was shipped last back."""
    company, place = trade.shop.company, trade.shop.place
    shipment = work.session.scalars(text("SELECT id FROM inventory.shipment ORDER BY id DESC LIMIT 1")).one()
    reason = work.session.scalars(text("SELECT code FROM crm.return_reason LIMIT 1")).one()
    authorize_rma(work, RmaEntry(
        company_id=company.id, branch_id=company.branch_id, warehouse_id=place.id, customer_id=trade.customer_id,
        authorized_on=work.now.date(), restocking_fee_percent=Decimal(0),
        lines=(RmaLineEntry(
            Decimal(3), reason, original_shipment_line_id=shipment_line_ids(work, shipment)[0]),)))
