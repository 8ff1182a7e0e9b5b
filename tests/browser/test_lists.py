"""Lists as a power user works in them: sorted, arranged and saved, by keyboard, and many rows done at once."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from erp.crm.api import LineEntry
from erp.crm.orders.enter_sales_order import enter_sales_order
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.jobs import run_job
from tests.browser.conftest import Desk
from tests.builders.crm import a_customer, a_shop
from tests.builders.inventory import put_stock

LIST = "/crm/orders"


@pytest.fixture
def seat(services: Services, system: Actor, desk: Callable[..., Desk]) -> Desk:
    """Sixty drafts of two customers, of 2.50 to 150.00."""
    with services.units.begin(system) as work:
        shop = a_shop(work)
        bolt = shop.item(work, "2.50", sku="BOLT-8")
        put_stock(work, shop.place, bolt, 10_000, "1.00")
        buyers = [a_customer(work, shop.company, name=name) for name in ("Harbor Electric", "axle works")]
        for number in range(60):
            line = LineEntry(qty=Decimal(number + 1), item_id=bolt)
            enter_sales_order(work, shop.entry(work, buyers[number % 2], [line]))
    return desk("administrator")


def cells(page: Page, number: int) -> list[str]:
    return page.locator(f"table[data-list] tbody tr td:nth-child({number})").all_inner_texts()


def fits(page: Page, width: int) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_list_is_sorted_arranged_and_saved(seat: Desk, accessible: Callable[[Page], None]) -> None:
    page = seat.open(LIST)
    accessible(page)
    page.get_by_role("link", name="Total", exact=True).click()
    expect(page.locator("th[aria-sort]")).to_have_text("Total")
    expect(page.locator("th[aria-sort]")).to_have_attribute("aria-sort", "descending")
    assert cells(page, 9)[:2] == ["150.00", "147.50"]
    page.get_by_role("link", name="Total", exact=True).press("Enter")
    expect(page.locator("th[aria-sort]")).to_have_attribute("aria-sort", "ascending")
    assert cells(page, 9)[:2] == ["2.50", "5.00"]
    page.get_by_role("link", name="Next").click()
    assert cells(page, 9)[:2] == ["127.50", "130.00"]

    page.get_by_text("Columns", exact=True).press("Enter")
    accessible(page)
    page.get_by_role("checkbox", name="Wanted").press("Space")
    page.get_by_role("checkbox", name="Their reference").press("Space")
    page.get_by_role("checkbox", name="Total").focus()
    for _step in range(6):
        page.keyboard.press("Alt+ArrowUp")
    page.get_by_role("button", name="Order further right").click()
    page.get_by_role("button", name="Show these").click()
    heads = [head.strip() for head in page.locator("table[data-list] thead th").all_inner_texts()][1:]
    assert heads == ["Total", "Order", "Ordered", "Customer", "Decision", "Goods", "Open"]
    assert cells(page, 2)[0] == "2.50", "and the order is kept"

    page.get_by_role("search", name="Filters").get_by_label("Decision").select_option("draft")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_text("Save view", exact=True).first.press("Enter")
    page.get_by_label("Name of the view").fill("Cheapest drafts")
    page.get_by_label("Open the list in it").check()
    accessible(page)
    page.get_by_role("button", name="Save view").click()
    tab = page.get_by_role("link", name=re.compile("Cheapest drafts"))
    expect(tab).to_have_attribute("aria-current", "page")
    page.goto(seat.address + LIST)
    expect(tab).to_have_attribute("aria-current", "page")
    assert cells(page, 2)[0] == "2.50"
    accessible(page)
    page.get_by_role("link", name="All", exact=True).click()
    expect(page.locator("th[aria-sort]")).to_have_text("Ordered")
    page.set_viewport_size({"width": 360, "height": 640})
    tab.click()
    assert fits(page, 360)
    for menu in ("This view", "Columns"):
        page.get_by_text(menu, exact=True).click()
        box = page.locator("details[open] .list-card").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert fits(page, 360)
        page.keyboard.press("Escape")


def test_the_keyboard_goes_through_rows_and_ticks_them(seat: Desk) -> None:
    page = seat.open(LIST)
    submit = page.get_by_role("button", name="Submit", exact=True)
    expect(submit).to_be_disabled()
    numbers = cells(page, 2)
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(":focus")).to_have_text(numbers[1])
    page.keyboard.press("k")
    expect(page.locator(":focus")).to_have_text(numbers[0])
    page.keyboard.press("Space")
    expect(page.get_by_role("status").filter(has_text="ticked")).to_have_text("1 ticked")
    page.keyboard.press("ArrowDown")
    for _row in range(3):
        page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_role("status").filter(has_text="ticked")).to_have_text("5 ticked")
    expect(submit).to_be_enabled()
    boxes = page.locator("input[name=ids]")
    boxes.nth(10).click()
    boxes.nth(14).click(modifiers=["Shift"])
    expect(page.get_by_role("status").filter(has_text="ticked")).to_have_text("10 ticked")
    page.keyboard.press("/")
    expect(page.get_by_label("Number, reference or customer")).to_be_focused()
    page.keyboard.type("j/")
    assert page.get_by_label("Number, reference or customer").input_value() == "j/", "typing is typing"
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(numbers[0])


def test_many_rows_are_done_at_once_and_the_refused_are_named(
    seat: Desk, services: Services, accessible: Callable[[Page], None]
) -> None:
    page = seat.open(LIST)
    page.locator("input[name=ids]").nth(0).check()
    page.locator("input[name=ids]").nth(1).check()
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.locator("h1")).to_have_text("Submit: 2 rows")
    page.get_by_role("link", name="Back to the list").click()
    page.get_by_label("All 60 of this selection").check()
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.locator("h1")).to_have_text("Submit: 60 rows")
    expect(page.locator(".figures")).to_contain_text("4,575.00")
    accessible(page)
    with services.engine.begin() as connection:
        number = connection.scalar(text("""UPDATE crm.sales_order SET decision = 'cancelled', cancel_reason = 'x'
            WHERE id = (SELECT id FROM crm.sales_order ORDER BY number LIMIT 1) RETURNING number"""))
    page.get_by_role("button", name="Submit, all 60").click()
    expect(page.get_by_text("Waiting for a worker")).to_be_visible()
    with services.engine.connect() as connection:
        waiting = list(connection.scalars(text("SELECT id FROM kernel.job WHERE status = 'queued'")))
    assert [run_job(services, job_id) for job_id in waiting] == ["done"]
    expect(page.get_by_role("table", name="Rows that were refused")).to_contain_text(str(number))
    expect(page.locator("#job")).to_contain_text("only a draft can be submitted")
    expect(page.locator("#job .figure").filter(has_text="Released")).to_contain_text("59")
    accessible(page)
    page.set_viewport_size({"width": 360, "height": 640})
    assert fits(page, 360)
    page.get_by_role("link", name=str(number)).click()
    expect(page.locator("h1")).to_contain_text(str(number))
