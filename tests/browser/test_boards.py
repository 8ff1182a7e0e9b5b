"""The boards in a real browser: the same work by keys and by drag, readable by everybody, at every width."""

import re
from collections.abc import Callable
from datetime import time
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from erp.inventory.carriers.create_carrier import create_carrier
from erp.inventory.catalog.new_item import NewUnit
from erp.inventory.purchasing.cost_lines import OrderedLine
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork
from tests.browser.burst import scan
from tests.browser.conftest import Desk
from tests.builders.inventory import put_stock
from tests.builders.inventory_dock import a_dock, a_wave, wanted
from tests.builders.inventory_purchasing import a_purchase_order, a_supplier

BOARD = "/inventory/fulfilment-board"
WIDTHS = (1440, 1024, 768, 360)


@pytest.fixture
def floor(services: Services, system: Actor) -> str:
    """Two ready orders, one that waits, one on a wave; the number of a purchase order of 4 cases of 12."""

    def build(work: UnitOfWork) -> str:
        dock = a_dock(work)
        bolt = dock.item(work, sku="BOLT-M8", units=[NewUnit("CS", 12)])
        nut = dock.item(work, sku="NUT-M8")
        put_stock(work, dock.place, bolt, 20, bin_code="A-02")
        put_stock(work, dock.place, nut, 8, bin_code="B-01")
        create_carrier(work, code="dhl", name="DHL", cut_off=time(23, 59))
        a_wave(work, dock, wanted(work, dock, [(bolt, 1), (nut, 1)], number="SO-100"))
        wanted(work, dock, [(bolt, 2)], number="SO-101", priority=10)
        wanted(work, dock, [(bolt, 3)], number="SO-102", priority=20)
        wanted(work, dock, [(nut, 4)], number="SO-103", priority=30, allocate=False)
        wanted(work, dock, [(bolt, 40)], number="SO-104", priority=40)
        order_id = a_purchase_order(
            work, dock.place, a_supplier(work, [dock.company_id], over_percent=Decimal(5)),
            [OrderedLine(item_id=bolt, qty=Decimal(4), unit="CS", unit_cost=Decimal(24))],
        )  # fmt: skip
        number = text("SELECT number FROM inventory.purchase_order WHERE id = :id")
        return str(work.session.scalar(number, {"id": order_id}))

    return services.units.run(system, build)


def fits(page: Page) -> None:
    """The page itself does not scroll sideways; wide things scroll in their own frame."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def ready(page: Page) -> None:
    """The page has come back from a step and listens to keys again."""
    page.wait_for_load_state("networkidle")


def focused(page: Page) -> str:
    """The number on the card that has the focus."""
    return str(page.evaluate("document.activeElement.closest('[data-card]')?.querySelector('strong').textContent"))


def test_orders_are_moved_by_keys_alone(
    floor: str, desk: Callable[..., Desk], accessible: Callable[[Page], None]
) -> None:
    seat = desk("warehouse")
    page = seat.open(BOARD)
    expect(page.get_by_role("heading", name="Fulfilment board of")).to_be_visible()
    ready(page)
    accessible(page)
    page.keyboard.press("ArrowDown")
    assert focused(page) == "SO-103"
    page.keyboard.press("Space")
    expect(page.get_by_text("Chosen: 1")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_text("1 line was promised stock.")).to_be_visible()
    ready(page)
    assert focused(page) == "SO-103"  # it is chosen still, now among the ready
    page.keyboard.press("Home")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_text("Chosen: 3")).to_be_visible()
    page.keyboard.press("w")
    expect(page.get_by_text("3 picks for 3 shipments.")).to_be_visible()
    expect(page.locator("[data-column=in_a_wave] .board-wave")).to_have_count(2)
    ready(page)
    page.keyboard.press("?")
    expect(page.get_by_text("Open a wave for the chosen orders")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("[data-column=in_a_wave] [data-card] input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("c")
    expect(page.locator("#board-carrier")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Planned.")).to_be_visible()
    expect(page.get_by_role("link", name="DHL 23:59 1")).to_be_visible()
    ready(page)
    page.locator("[data-column=in_a_wave] [data-card] input").first.focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Space")
    page.keyboard.press("t")
    expect(page.locator("#board-reason")).to_be_focused()
    page.keyboard.type("Truck full", delay=90)  # as a person types, not a scanner
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Yes, do it").press("Enter")
    expect(page.get_by_text("Taken off.")).to_be_visible()
    accessible(page)


def test_orders_are_moved_by_drag(floor: str, desk: Callable[..., Desk]) -> None:
    page = desk("warehouse").open(BOARD)
    ready(page)
    card = page.locator("[data-card]")
    card.filter(has_text="SO-103").drag_to(page.locator("[data-column=ready] header"))
    expect(page.get_by_text("1 line was promised stock.")).to_be_visible()
    ready(page)
    page.keyboard.press("Escape")
    card.filter(has_text="SO-101").drag_to(page.locator("[data-column=in_a_wave] header"))
    expect(page.get_by_text("1 picks for 1 shipments.")).to_be_visible()
    ready(page)
    expect(page.locator(".board-wave")).to_have_count(2)
    card.filter(has_text="SO-102").drag_to(page.locator(".board-wave").first)
    expect(page.locator(".board-wave").first.get_by_text("2 orders")).to_be_visible()
    expect(page.locator(".board-wave")).to_have_count(2)
    ready(page)
    on_wave = page.locator("[data-column=in_a_wave] [data-card]").first
    on_wave.drag_to(page.locator("[data-column=ready] header"))
    assert page.evaluate("document.activeElement.id") == "board-reason"


def test_the_board_refreshes_without_losing_what_was_chosen(
    floor: str, desk: Callable[..., Desk], services: Services, system: Actor
) -> None:
    page = desk("warehouse").open(BOARD)
    ready(page)
    box = page.locator("[data-card]", has_text="SO-102").locator("input")
    box.focus()
    page.keyboard.press("Space")
    sooner = text("UPDATE inventory.demand_line SET priority = 5 WHERE origin_number = 'SO-101'")
    services.units.run(system, lambda work: work.execute(sooner))
    page.evaluate("document.querySelector('[data-columns]').dataset.old = 'yes'")
    page.keyboard.press("r")
    expect(page.locator("[data-columns]:not([data-old])")).to_be_visible()
    expect(page.get_by_text("Chosen: 1")).to_be_visible()
    assert focused(page) == "SO-102"
    expect(page.locator("[data-card]", has_text="SO-102").locator("input")).to_be_checked()


def test_a_scanned_paper_brings_its_card_up_and_presses_no_key(floor: str, desk: Callable[..., Desk]) -> None:
    page = desk("warehouse").open(BOARD)
    ready(page)
    page.locator("[data-card]", has_text="SO-101").locator("input").focus()
    page.keyboard.press("Space")
    scan(page, "SO-102")
    expect(page).to_have_url(re.compile(r"q=SO-102"))
    expect(page.locator("[data-card]")).to_have_count(1)
    expect(page.locator(".board-wave")).to_have_count(1)  # nothing of the code was taken for a key


def test_a_wave_is_put_on_a_picker(floor: str, desk: Callable[..., Desk]) -> None:
    page = desk("warehouse").open(BOARD)
    ready(page)
    page.get_by_label("Picker of WV-").select_option(label="warehouse of the tests")
    page.get_by_role("button", name="on this picker").click()
    expect(page.get_by_text("is for warehouse of the tests.")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_both_fit_every_width(floor: str, desk: Callable[..., Desk], width: int) -> None:
    seat = desk("warehouse")
    seat.page.set_viewport_size({"width": width, "height": 800})
    for path in (BOARD, "/inventory/receiving-desk", f"/inventory/receiving-desk/find?code={floor}"):
        page = seat.open(path)
        page.wait_for_load_state("networkidle")
        fits(page)


def test_a_delivery_is_scanned_judged_and_received_by_keys(
    floor: str, desk: Callable[..., Desk], accessible: Callable[[Page], None], services: Services, system: Actor
) -> None:
    seat = desk("warehouse")
    page = seat.open("/inventory/receiving-desk")
    ready(page)
    accessible(page)
    page.keyboard.type(floor)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=floor)).to_be_visible()
    expect(page.get_by_text("Who gets it, if all of it comes now")).to_be_visible()
    ready(page)
    page.keyboard.type("BOLT-M8")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 EA of BOLT-M8")).to_be_visible()
    expect(page.get_by_label("Quantity that came, line 1")).to_have_value("1")
    expect(page.locator("#beside").get_by_text("47 missing: still expected", exact=False)).to_be_visible()
    page.get_by_label("Delivery note").fill("DN-")
    page.get_by_label("Delivery note").focus()
    page.keyboard.press("End")
    scan(page, "BOLT-M8")  # with the cursor elsewhere: counted all the same, and the field is as it was
    expect(page.get_by_label("Quantity that came, line 1")).to_have_value("2")
    expect(page.get_by_label("Delivery note")).to_have_value("DN-")
    page.get_by_label("Quantity that came, line 1").fill("60")
    expect(page.locator("#beside").get_by_text("at most 50.4 may be taken", exact=False)).to_be_visible()
    accessible(page)
    page.get_by_label("Quantity that came, line 1").fill("")
    page.keyboard.press("Alt+a")
    expect(page.get_by_label("Quantity that came, line 1")).to_have_value("4")
    expect(page.locator("[data-of-line=said]")).to_have_text("Complete")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Goods received.")).to_be_visible()
    promised = services.units.run(system, lambda work: work.session.scalar(
        text("SELECT qty_allocated FROM inventory.demand_line WHERE origin_number = 'SO-104'")
    ))
    assert promised == 40
    accessible(page)
