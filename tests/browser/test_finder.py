"""Finding from the keyboard: Ctrl K, type, Enter; pins; a small screen; and what a page weighs."""

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from erp.config import static_dir
from erp.kernel.assembly import Services
from tests.browser.conftest import Desk
from tests.builders.story import tell_story

MOST_BYTES = 150 * 1024


def test_a_record_is_found_and_opened_without_a_mouse(
    services: Services, desk: Callable[..., Desk], accessible: Callable[[Page], None]
) -> None:
    tell_story(services)
    seat = desk("administrator")
    page = seat.open("/crm/quotes")
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Search")
    expect(field).to_be_focused()
    expect(page.get_by_role("option", name="New order")).to_be_visible()  # what can be started, before one types

    page.keyboard.type("so100001")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("SO-100001")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "finder-0")
    accessible(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("SO-100001")

    page.get_by_role("button", name="Pin this page").click()
    expect(page.get_by_role("button", name="Pin this page")).to_have_attribute("aria-pressed", "true")
    seat.open("/")
    page.keyboard.press("/")
    expect(page.get_by_role("group", name="Pinned").get_by_role("option")).to_contain_text("SO-100001")
    page.keyboard.press("Alt+p")
    expect(page.get_by_text("No longer pinned.")).to_be_visible()
    expect(page.get_by_role("group", name="Opened lately").get_by_role("option").first).to_contain_text("SO-100001")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox", name="Found")).to_be_hidden()


def test_enter_before_the_answer_still_opens_what_was_typed(services: Services, desk: Callable[..., Desk]) -> None:
    tell_story(services)
    page = desk("sales").open("/")
    page.keyboard.press("Control+k")
    page.keyboard.type("SO-100001")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("SO-100001")


def test_pages_are_found_and_the_arrows_choose(services: Services, desk: Callable[..., Desk]) -> None:
    tell_story(services)
    page = desk("accountant").open("/")
    page.keyboard.press("Control+k")
    page.keyboard.type("journal")
    expect(page.get_by_role("option", name="Journal entries")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("ournal")


def test_on_a_small_screen_the_search_opens_from_its_button(services: Services, desk: Callable[..., Desk]) -> None:
    tell_story(services)
    page = desk("sales").open("/")
    page.set_viewport_size({"width": 360, "height": 640})
    page.get_by_role("button", name="Search").click()
    page.keyboard.type("100001")
    expect(page.get_by_role("option").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("role", ["controller", "warehouse", "credit"])
def test_home_draws_its_pictures_and_tells_their_figures(
    services: Services, desk: Callable[..., Desk], accessible: Callable[[Page], None], role: str
) -> None:
    tell_story(services)
    page = desk(role).open("/")
    pictures = page.locator("section.picture")
    expect(pictures.first).to_be_visible()
    page.wait_for_function("() => document.querySelectorAll('.panel-loaded:not(:has(*))').length === 0")
    for number in range(page.locator("erp-chart").count()):
        chart = page.locator("erp-chart").nth(number)
        chart.scroll_into_view_if_needed()
        expect(chart.locator("svg")).to_be_visible()
        expect(chart).to_have_attribute("aria-hidden", "true")
    figures = pictures.first.locator("details")
    figures.locator("summary").click()
    expect(figures.get_by_role("table")).to_be_visible()
    accessible(page)


@pytest.mark.parametrize("path", ["/", "/crm/orders", "/crm/orders/new", "/finance/reports/trial-balance"])
def test_a_page_loads_no_more_than_150_kilobytes(
    services: Services, desk: Callable[..., Desk], address: str, path: str
) -> None:
    """Scripts, styles and icons, compressed; the drawing library comes only with the first picture."""
    tell_story(services)
    seat, loaded = desk("administrator"), set()
    seat.page.on("response", lambda answer: loaded.add(answer.url) if "/static/" in answer.url else None)
    page = seat.open(path)
    page.wait_for_load_state("networkidle")
    files = {url.removeprefix(f"{address}/static/").partition("?")[0] for url in loaded}
    counted = files - {"vendor/echarts.common.min.js"}
    assert {"css/app.css", "js/app.js", "vendor/tabler.min.css", "vendor/htmx.min.js"} <= counted
    bytes_of = {name: len(gzip.compress((static_dir() / name).read_bytes(), 9)) for name in counted}
    assert sum(bytes_of.values()) <= MOST_BYTES, sorted(bytes_of.items(), key=lambda entry: -entry[1])[:8]
    assert ("vendor/echarts.common.min.js" in files) == (path == "/")
