"""A walk checked on the spot, step by step."""

from collections.abc import Callable
from decimal import Decimal

from playwright.sync_api import Page, expect

from erp.kernel.assembly import Services
from tests.browser.burst import scan
from tests.browser.scanner.device import Handheld
from tests.browser.scanner.waves import Bench, picked
from tests.proof import prove


def test_a_walk_says_at_once_what_is_wrong_and_takes_the_last_scan_back(
    bench: Bench, handheld: Callable[[str], Handheld], services: Services, accessible: Callable[[Page], None]
) -> None:
    device = handheld("ana")
    page = device.open("/scan/picks")
    page.get_by_role("link", name="WV-").click()
    expect(page.get_by_text("A-02", exact=True)).to_be_visible()
    expect(page.get_by_text("B-01 · 3 EA · NUT-M8")).to_be_visible()  # the next bin is shown ahead
    accessible(page)
    device.scan("B-01")
    expect(page.get_by_role("alert")).to_have_text("This is B-01. Go to A-02.")
    device.scan("NUT-M8")
    expect(page.get_by_role("alert")).to_have_text("That is an item. Scan the bin A-02 first.")
    device.scan("A-02", "NUT-M8")
    expect(page.get_by_role("alert")).to_have_text("This is NUT-M8, Hex nut M8. Take BOLT-M8.")
    device.scan("BOLT-M8")
    expect(page.get_by_label("Taken EA").filter(visible=True)).to_have_value("1")
    accessible(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Taken EA").filter(visible=True)).to_be_hidden()
    device.scan("BOLT-M8", "BOLT-M8")
    expect(page.get_by_role("alert")).to_have_text("Picked 2 EA of BOLT-M8 from A-02")
    expect(page.get_by_text("B-01", exact=True)).to_be_visible()
    page.get_by_role("button", name="Undo").click()  # also after the task, while it has not left the device
    expect(page.get_by_label("Taken EA").filter(visible=True)).to_have_value("1")
    device.scan("BOLT-M8")
    device.scan("B-01", "NUT-M8")
    page.get_by_label("Taken EA").filter(visible=True).fill("4")
    page.get_by_role("button", name="Taken", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("That would be 4; only 3 are asked.")
    page.get_by_label("Taken EA").filter(visible=True).fill("2")
    page.get_by_role("button", name="Taken", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Some are missing: say why.")
    accessible(page)
    page.get_by_label("Taken EA").filter(visible=True).fill("3")
    page.get_by_role("button", name="Taken", exact=True).click()
    expect(page.locator("[data-work]")).to_have_count(0)  # sent, and the page asked for anew
    expect(page.get_by_text("This wave is picked.")).to_be_visible()
    device.wait_for(sent=2, withdrawn=1)
    assert picked(services, bench.wave_id) == (2, Decimal(5))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    prove(services)


def test_a_scan_is_whole_though_the_page_moves_the_cursor_in_the_middle_of_it(
    bench: Bench, handheld: Callable[[str], Handheld]
) -> None:
    device = handheld("ana")
    page = device.open("/scan/picks")
    page.get_by_role("link", name="WV-").click()
    place = page.locator("[data-scan-here]")
    expect(page.get_by_text("B-01 · 3 EA · NUT-M8")).to_be_visible()
    page.get_by_role("button", name="Undo").focus()
    scan(page, "A-02", after_first=place.focus)
    expect(page.get_by_role("alert")).not_to_contain_text("This is")
    expect(place).to_have_value("")
    device.scan("BOLT-M8")
    expect(page.get_by_label("Taken EA").filter(visible=True)).to_have_value("1")
