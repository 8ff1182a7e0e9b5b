"""The parts every page is made of: typing lines without a mouse, suggestions, one click that counts once, scanning."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from erp.app import create_app
from erp.config import Settings, data_dir
from erp.kernel.assembly import Services
from tests.browser.burst import scan
from tests.browser.conftest import Desk
from tests.browser.kit_module import KIT, sent
from tests.conftest import Database

GTIN = "09506000134352"


@pytest.fixture
def app(services: Services, database: Database) -> Flask:
    """The application with the pages that show the parts."""
    settings = Settings(data_dir=data_dir(), database_url=database.application_url, secret_key="only for tests")
    sent.clear()
    return create_app(settings, replace(services, modules=(*services.modules, KIT)))


def test_an_order_is_typed_without_a_mouse(desk: Callable[..., Desk]) -> None:
    page = desk("sales").open("/kit/order")
    expect(page.get_by_label("Customer")).to_be_focused()
    page.keyboard.type("emt")
    expect(page.get_by_role("option", name="EMT12")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Customer")).to_have_value("EMT12")

    page.get_by_label("Item, line 1").focus()
    page.keyboard.type("thhn10")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Item, line 1")).to_have_value("THHN10-HB")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Quantity, line 1")).to_be_focused()
    page.keyboard.type("12.5")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Item, line 2")).to_be_focused()
    page.keyboard.type("EMT12")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.keyboard.type("3")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Quantity, line 1")).to_be_focused()
    page.get_by_role("button", name="Enter order").click()
    expect(page.get_by_text("Entered.")).to_be_visible()
    assert [(line["item"], line["qty"]) for line in sent[0]["lines"]] == [
        ("THHN10-HB", Decimal("12.5")),
        ("EMT12", Decimal(3)),
    ]


def test_a_wrong_line_is_marked_and_focused_and_nothing_typed_is_lost(
    desk: Callable[..., Desk], accessible: Callable[[Page], None]
) -> None:
    page = desk("sales").open("/kit/order")
    page.get_by_label("Customer").fill("EMT12")
    page.get_by_label("Note").fill("Ring twice")
    page.get_by_label("Item, line 1").fill("EMT12")
    page.get_by_label("Quantity, line 1").fill("4")
    page.get_by_label("Item, line 2").fill("NOPE1")
    page.get_by_label("Quantity, line 2").fill("5")
    page.get_by_role("button", name="Enter order").click()
    expect(page.get_by_role("alert")).to_have_text("There is no item NOPE1.")
    expect(page.get_by_label("Item, line 2")).to_be_focused()
    expect(page.get_by_label("Item, line 2")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Quantity, line 1")).to_have_value("4")
    expect(page.get_by_label("Note")).to_have_value("Ring twice")
    accessible(page)
    assert not sent


def test_an_impatient_double_click_counts_once(desk: Callable[..., Desk]) -> None:
    page = desk("sales").open("/kit/order")
    page.get_by_label("Customer").fill("EMT12")
    page.get_by_label("Item, line 1").fill("EMT12")
    page.get_by_label("Quantity, line 1").fill("1")
    page.get_by_label("Quantity, line 1").press("Escape")
    page.get_by_role("button", name="Enter order").dblclick()
    expect(page.get_by_text("Entered.")).to_be_visible()
    assert len(sent) == 1


def test_a_panel_is_filled_from_another_address(desk: Callable[..., Desk]) -> None:
    page = desk("sales").open("/kit/order")
    expect(page.get_by_text("Available 48 of")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 1024, 768, 360])
def test_the_parts_can_be_read_by_everybody_at_every_width(
    desk: Callable[..., Desk], accessible: Callable[[Page], None], width: int
) -> None:
    seat = desk("sales")
    seat.page.set_viewport_size({"width": width, "height": 800})
    page = seat.open("/kit/order")
    expect(page.get_by_text("Available 48 of")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    accessible(page)
    clipped = page.evaluate("""() => [...document.querySelectorAll('select')].filter(
        s => parseFloat(getComputedStyle(s).paddingRight) < 24).map(s => s.name)""")
    assert not clipped, "text of a select must not touch its chevron"


def test_rows_of_tables_are_dense(desk: Callable[..., Desk]) -> None:
    page = desk("administrator").open("/identity/users")
    heights = page.evaluate("[...document.querySelectorAll('table.sheet tbody tr')].map(r => r.offsetHeight)")
    assert heights
    assert all(27 <= height <= 30 for height in heights), heights


class TestScanner:
    """A hand scanner types fast and ends with Enter, wherever the cursor stands."""

    def seat(self, desk: Callable[..., Desk]) -> Page:
        seat = desk("warehouse")
        seat.page.set_viewport_size({"width": 360, "height": 640})
        return seat.open("/kit/pick")

    def test_the_page_fits_a_hand_and_everybody_can_read_it(
        self, desk: Callable[..., Desk], accessible: Callable[[Page], None]
    ) -> None:
        page = self.seat(desk)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        expect(page.get_by_role("button", name="Confirm")).to_be_in_viewport()
        box = page.get_by_label("Scan item").bounding_box()
        assert box is not None
        assert box["height"] >= 48
        border = page.get_by_label("Scan item").evaluate("e => getComputedStyle(e).borderTopWidth")
        assert border == "2px"
        accessible(page)

    def test_a_scan_lands_in_its_field_and_leaves_the_quantity_alone(self, desk: Callable[..., Desk]) -> None:
        page = self.seat(desk)
        page.get_by_label("Quantity").fill("7")
        page.wait_for_timeout(100)
        scan(page, f"]C101{GTIN}10AB\x1d3724")
        expect(page.get_by_text("Picked.")).to_be_visible()
        assert sent[0]["qty"] == Decimal(7)
        assert sent[0]["read"].gtin == GTIN
        assert sent[0]["read"].lot == "AB"

    def test_a_wrong_item_is_told_in_words_and_marked(
        self, desk: Callable[..., Desk], accessible: Callable[[Page], None]
    ) -> None:
        page = self.seat(desk)
        scan(page, "WRONG-1")
        expect(page.get_by_role("alert")).to_have_text("WRONG-1 is not the item to pick. Scan BRK20.")
        expect(page.get_by_label("Scan item")).to_have_attribute("aria-invalid", "true")
        accessible(page)
        assert not sent

    def test_fingers_use_the_big_buttons(self, desk: Callable[..., Desk]) -> None:
        page = self.seat(desk)
        page.get_by_role("button", name="One less").click()
        page.get_by_role("button", name="One less").click()
        page.get_by_role("button", name="One more").click()
        expect(page.get_by_label("Quantity")).to_have_value("23")
        page.get_by_label("Scan item").fill("BRK20")
        page.get_by_role("button", name="Short").click()
        expect(page.get_by_text("Picked.")).to_be_visible()
        assert sent[0]["short"] is True
        assert sent[0]["qty"] == Decimal(23)
