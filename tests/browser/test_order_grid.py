"""The grid of lines in a real browser: typed by keyboard, pasted from a spreadsheet, kept when the laptop closes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from erp.inventory.api import Substitute, set_substitutes
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork
from tests.browser.conftest import Desk
from tests.builders.crm import a_customer, a_shop, an_order
from tests.builders.inventory import put_stock

ITEMS = 12
PASTE = """copied => {
    const data = new DataTransfer();
    data.setData('text/plain', copied);
    const told = {clipboardData: data, bubbles: true, cancelable: true};
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', told));
}"""


@pytest.fixture
def new_order(services: Services, system: Actor) -> str:
    """The address of a new order; the shop has twelve bolts, two of a kind in stock, one of them sold before."""

    def build(work: UnitOfWork) -> str:
        shop = a_shop(work)
        bolts = [shop.item(work, "2.50", sku=f"BOLT-{n:02d}", description=f"Hex bolt {n}") for n in range(ITEMS)]
        put_stock(work, shop.place, bolts[0], 100, "1.00")
        put_stock(work, shop.place, bolts[1], 7, "1.00")
        customer_id = a_customer(work, shop.company, limit=100_000)
        an_order(work, shop, customer_id, [(bolts[0], 40)])
        set_substitutes(work, bolts[2], [Substitute(bolts[1], "same thread")])
        code = work.session.scalar(text("SELECT code FROM crm.customer WHERE id = :id"), {"id": customer_id})
        return f"/crm/orders/new?customer={code}"

    return services.units.run(system, build)


def amount(page: Page, line: int) -> object:
    return page.locator("#lines tbody tr").nth(line - 1).locator('[data-of-line="amount"]')


def test_lines_are_typed_with_enter_alone_and_the_panel_follows(
    new_order: str, desk: Callable[..., Desk], accessible: Callable[[Page], None]
) -> None:
    page = desk("administrator").open(new_order)
    page.get_by_label("Item, line 1").focus()
    page.keyboard.type("bolt")
    page.keyboard.press("Control+a")
    page.keyboard.type("BOLT-00")
    page.keyboard.press("Enter")  # before any answer came: the whole number is taken
    expect(page.get_by_label("Qty, line 1")).to_be_focused()
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Item, line 2")).to_be_focused()
    expect(amount(page, 1)).to_have_text("50.00")  # type: ignore[arg-type]
    page.keyboard.type("BOLT-0")
    expect(page.locator(".lookup-list li")).to_have_count(10)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Item, line 2")).to_have_value("BOLT-02")
    page.keyboard.type("3 ea")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Unit, line 2")).to_have_value("EA")
    beside = page.locator("[data-beside-of=lines]")
    page.get_by_label("Qty, line 1").focus()
    expect(beside).to_contain_text("Hex bolt 0")
    expect(beside).to_contain_text("40 EA")  # what they bought last time
    page.keyboard.press("ArrowDown")
    expect(beside).to_contain_text("same thread")
    beside.get_by_role("button", name="BOLT-01").click()
    expect(page.get_by_label("Item, line 2")).to_have_value("BOLT-01")
    accessible(page)


def test_a_line_taken_away_comes_back(new_order: str, desk: Callable[..., Desk]) -> None:
    page = desk("sales").open(new_order)
    page.get_by_label("Item, line 1").focus()
    page.evaluate(PASTE, "BOLT-00\t1\nBOLT-01\t2\nBOLT-02\t3")
    expect(page.locator("[data-total-of=lines]")).to_have_text("15.00")
    page.get_by_label("Qty, line 2").focus()
    page.keyboard.press("Control+Delete")
    expect(page.locator("[data-total-of=lines]")).to_have_text("10.00")
    expect(page.get_by_label("Item, line 2")).to_have_value("BOLT-02")
    page.keyboard.press("Control+z")
    expect(page.locator("[data-total-of=lines]")).to_have_text("15.00")
    expect(page.get_by_label("Item, line 2")).to_have_value("BOLT-01")


def test_two_hundred_lines_are_pasted_and_the_wrong_ones_kept_with_what_is_wrong(
    new_order: str, desk: Callable[..., Desk], services: Services, accessible: Callable[[Page], None]
) -> None:
    page = desk("administrator").open(new_order)
    lines = [f"BOLT-{n % ITEMS:02d}\t{n % 9 + 1}" for n in range(198)]
    lines.insert(50, "NOSUCH\t4")
    lines.insert(150, "BOLT-03\t0.5")
    page.get_by_label("Item, line 1").focus()
    page.evaluate(PASTE, "Item\tQty\n" + "\n".join(lines) + "\n")
    expect(page.locator("[data-said-of=lines]")).to_contain_text("200 lines pasted")
    total = sum(n % 9 + 1 for n in range(198)) * 2.5
    expect(page.locator("[data-total-of=lines]")).to_have_text(f"{total:,.2f}")
    expect(page.locator("[data-wrong-of=lines]")).to_contain_text("2 marked")
    page.get_by_label("Item, line 1", exact=True).focus()
    page.keyboard.press("F8")
    expect(page.get_by_label("Item, line 51", exact=True)).to_be_focused()
    page.keyboard.press("F8")
    expect(page.get_by_label("Qty, line 151", exact=True)).to_be_focused()
    expect(page.locator("#lines tbody tr").nth(150)).to_contain_text("does not convert exactly")
    accessible(page)
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_label("Item, line 51", exact=True)).to_have_value("NOSUCH")
    expect(page.locator("#lines tbody tr")).to_have_count(201)
    page.get_by_label("Item, line 51", exact=True).fill("BOLT-01")
    page.get_by_label("Qty, line 151", exact=True).fill("5")
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_text("is kept as a draft")).to_be_visible()
    with services.engine.connect() as connection:
        stored = connection.execute(text(
            "SELECT count(*), sum(l.amount) FROM crm.sales_order_line l JOIN crm.sales_order o ON o.id = l.order_id "
            "WHERE o.decision = 'draft'")).one()  # fmt: skip
    assert (stored[0], float(stored[1])) == (200, total + 4 * 2.5 + 5 * 2.5)


def test_a_closed_laptop_loses_nothing(new_order: str, desk: Callable[..., Desk]) -> None:
    seat = desk("sales")
    page = seat.open(new_order)
    page.get_by_label("Their reference").fill("PO 4711")
    page.get_by_label("Item, line 1").focus()
    page.evaluate(PASTE, "BOLT-00\t20\nNOSUCH\t4")
    expect(page.locator("[data-keep-state]")).to_contain_text("Kept as you type")
    page.goto("about:blank")
    page = seat.open("/crm/orders")
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_text("You go on with what was typed")).to_be_visible()
    expect(page.get_by_label("Their reference")).to_have_value("PO 4711")
    expect(page.get_by_label("Item, line 2")).to_have_value("NOSUCH")
    expect(amount(page, 1)).to_have_text("50.00")  # type: ignore[arg-type]
    expect(page.locator("#lines tbody tr").nth(1)).to_contain_text("There is no item NOSUCH")
    page.get_by_label("Item, line 2").fill("")
    page.get_by_label("Qty, line 2").fill("")
    page.get_by_role("button", name="Submit order").click()
    expect(page.get_by_text("is released")).to_be_visible()
    page = seat.open("/crm/orders")
    expect(page.get_by_role("link", name="Go on")).to_have_count(0)


def test_it_says_when_it_cannot_be_kept_and_keeps_it_later(new_order: str, desk: Callable[..., Desk]) -> None:
    seat = desk("sales")
    page = seat.open(new_order)
    page.route("**/unfinished/*", lambda route: route.fulfill(status=429, json={"error": {"message": "Not kept yet."}}))
    page.get_by_label("Their reference").fill("PO 1")
    expect(page.locator("[data-keep-state]")).to_contain_text("Not kept yet.")
    page.unroute("**/unfinished/*")
    expect(page.locator("[data-keep-state]")).to_contain_text("Kept as you type", timeout=15_000)


@pytest.mark.parametrize("path", [
    "/inventory/purchase-orders/new", "/inventory/transfers/new", "/finance/manual-journals/new", "/crm/quotes/new",
])  # fmt: skip
def test_every_document_is_typed_in_the_same_grid(
    new_order: str, desk: Callable[..., Desk], accessible: Callable[[Page], None], path: str
) -> None:
    page = desk("administrator").open(path + (f"?{new_order.partition('?')[2]}" if "quotes" in path else ""))
    first = page.locator("table[data-grid] tbody input:visible").first
    first.focus()
    page.evaluate(PASTE, "BOLT-00\t1\nBOLT-01\t2")
    expect(page.locator("[data-said-of]")).to_contain_text("2 lines pasted")
    expect(page.locator("[data-keep-state]")).to_contain_text("Kept as you type")
    accessible(page)
