"""The sales desk by keyboard in a real browser: an order typed without a mouse, its prices explained, a return."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.crm import Shop, a_customer, a_shop, an_order, ship_order
from tests.builders.inventory import put_stock


@pytest.fixture
def shop(services: Services, system: Actor) -> Shop:
    """Two items in stock, a customer with a limit, one order held and one shipped."""

    def build(work: UnitOfWork) -> Shop:
        built = a_shop(work)
        bolt = built.item(work, "2.50", sku="BOLT-M8", description="Hex bolt M8")
        built.item(work, "0.75", sku="NUT-M8", description="Hex nut M8")
        put_stock(work, built.place, bolt, 100, "1.00")
        customer_id = a_customer(work, built.company, limit=500)
        shipped = an_order(work, built, customer_id, [(bolt, 10)])
        work.settle()
        ship_order(work, built, shipped.id)
        an_order(work, built, customer_id, [(bolt, 400)])
        return built

    return services.units.run(system, build)


def test_an_order_is_typed_without_a_mouse(
    shop: Shop, desk: Callable[..., object], accessible: Callable[[Page], None], services: Services
) -> None:
    sales = desk("administrator")
    page: Page = sales.page  # type: ignore[attr-defined]
    with services.engine.connect() as connection:
        code = connection.execute(text("SELECT code FROM crm.customer")).scalar()
    sales.open("/crm/orders/new")  # type: ignore[attr-defined]
    page.get_by_label("Customer").fill("harb")
    expect(page.locator(".lookup-list:not([hidden]) li").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Customer")).to_have_value(str(code))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="New order for")).to_be_visible()
    page.get_by_label("Item, line 1").focus()
    page.keyboard.type("bolt")
    expect(page.locator(".lookup-list:not([hidden]) li").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Qty, line 1")).to_be_focused()
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    row = page.locator("#lines tbody tr").first
    expect(row.locator('[data-of-line="amount"]')).to_have_text("50.00")
    page.get_by_label("Disc. %, line 1").fill("10")
    page.keyboard.press("F2")
    expect(page.get_by_role("dialog")).to_contain_text("STANDARD")
    page.keyboard.press("Escape")
    page.get_by_label("Item, line 2").fill("+freight")
    page.keyboard.press("Enter")
    page.get_by_label("Qty, line 2").fill("1")
    page.get_by_label("Own price, line 2").fill("12.50")
    page.keyboard.press("Enter")
    expect(row.locator('[data-of-line="amount"]')).to_have_text("45.00")
    expect(page.locator("[data-total-of=lines]")).to_have_text("57.50")
    page.get_by_label("Item, line 3").fill("NOSUCH")
    page.keyboard.press("Enter")
    expect(page.locator("#lines tbody tr").nth(2)).to_contain_text("There is no item NOSUCH")
    accessible(page)
    page.get_by_role("button", name="Submit order").click()
    expect(page.get_by_role("alert").first).to_contain_text("Nothing was saved")
    expect(row.locator('[data-of-line="amount"]')).to_have_text("45.00")  # refused, and priced all the same
    page.get_by_label("Item, line 3").fill("")
    page.get_by_role("button", name="Submit order").click()
    expect(page.get_by_text("is released")).to_be_visible()
    expect(page.get_by_text("57.50").first).to_be_visible()
    page.locator("details.why summary").first.click()
    expect(page.get_by_text("Discount (10 %) → 2.25")).to_be_visible()
    accessible(page)


PAGES = ("orders", "holds", "customers", "rmas/new", "credit", "price-lists", "price-lists/new", "agreements/new",
         "prices", "prices/limits", "quotes/new", "customers/new", "rmas/reasons")  # fmt: skip


def test_the_desk_s_pages_are_accessible(
    shop: Shop, desk: Callable[..., object], accessible: Callable[[Page], None], services: Services
) -> None:
    sales = desk("administrator")
    with services.engine.connect() as connection:
        code = connection.execute(text("SELECT code FROM crm.customer")).scalar()
    for name in PAGES:
        sales.open(f"/crm/{name}?customer={code}" if name in ("rmas/new", "quotes/new") else f"/crm/{name}")  # type: ignore[attr-defined]
        accessible(sales.page)  # type: ignore[attr-defined]


def test_credit_control_lets_an_order_go(
    shop: Shop, desk: Callable[..., object], accessible: Callable[[Page], None]
) -> None:
    credit = desk("credit")
    page: Page = credit.page  # type: ignore[attr-defined]
    credit.open("/crm/holds")  # type: ignore[attr-defined]
    page.get_by_role("link", name="SO-").click()
    expect(page.get_by_text("With this order the exposure is 1,025.00")).to_be_visible()
    accessible(page)
    page.get_by_label("Why").fill("Deposit paid")
    page.get_by_role("button", name="Release order").click()
    page.get_by_role("button", name="Yes, do it").click()
    expect(page.get_by_text("the release is on record")).to_be_visible()


def test_the_customer_page_gathers_what_is_open(
    shop: Shop, desk: Callable[..., object], accessible: Callable[[Page], None]
) -> None:
    sales = desk("administrator")
    page: Page = sales.page  # type: ignore[attr-defined]
    sales.open("/crm/customers")  # type: ignore[attr-defined]
    page.get_by_role("link", name="C0").first.click()
    exposure = page.locator(".figure", has_text="Exposure")
    expect(exposure).to_contain_text("25.00")
    expect(page.get_by_role("link", name="SO-")).to_have_count(1)
    expect(page.get_by_text("Held", exact=True)).to_be_visible()
    accessible(page)
