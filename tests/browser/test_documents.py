"""The page of a document in a real browser: a note, a file, the trail by keyboard, and two people at one record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from erp.identity.api import open_session
from erp.inventory.purchasing.cost_lines import OrderedLine
from erp.inventory.purchasing.create_purchase_order import create_purchase_order
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork
from tests.browser.conftest import Desk
from tests.builders.crm import a_customer, a_shop
from tests.builders.inventory_purchasing import a_supplier
from tests.builders.story import tell_story
from tests.kit.web_client import SESSION_COOKIE, user_with_role


def test_a_note_and_a_file_on_an_invoice(
    services: Services, desk: Callable[..., Desk], accessible: Callable[[Page], None], tmp_path: Path
) -> None:
    story = tell_story(services)
    page = desk("accountant").open(f"/inventory/shipments/{story.shipment_id}")
    page.get_by_label("New note").fill("Ring before delivery\n<b>twice</b>")
    page.get_by_label("Put it on top of the page").check()
    page.get_by_role("button", name="Write note").click()
    expect(page.locator(".note-pinned")).to_contain_text("<b>twice</b>")
    page.get_by_text("Correct", exact=True).click()
    page.get_by_label("The note reads from now on").fill("Ring before delivery")
    page.get_by_role("button", name="Save correction").click()
    expect(page.get_by_text("how it read before")).to_be_visible()
    photo = tmp_path / "pallet.png"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    page.get_by_label("Attach a file").set_input_files(photo)
    page.get_by_role("button", name="Attach", exact=True).click()
    link = page.get_by_role("link", name="pallet.png")
    with page.expect_download() as given:
        link.click()
    assert given.value.suggested_filename == "pallet.png"
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    accessible(page)
    page.get_by_label("Remove pallet.png").click()
    page.get_by_label("Why it is removed").fill("wrong pallet")
    page.get_by_role("button", name="Remove attachment").click()
    page.get_by_text("1 removed").click()
    expect(page.get_by_text("wrong pallet")).to_be_visible()


def test_the_trail_is_walked_by_keyboard_and_is_a_list_on_a_phone(
    services: Services, desk: Callable[..., Desk], accessible: Callable[[Page], None]
) -> None:
    story = tell_story(services)
    seat = desk("controller")
    page = seat.open(f"/inventory/shipments/{story.shipment_id}")
    invoice = page.locator("svg.trail a[href*='/finance/invoices/']").first
    expect(invoice).to_be_visible()
    for kind in ("event", "journal_entry"):
        expect(page.locator(f"svg.trail .trail-{kind} a").first).to_be_attached()
    page.locator("svg.trail a").first.focus()
    for _ in range(20):
        if page.evaluate("document.activeElement.getAttribute('href') || ''").startswith("/finance/invoices/"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Invoice")
    expect(page.locator("#entries tbody tr").first).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator("svg.trail")).to_be_hidden()
    expect(page.locator(".trail-list a").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    accessible(page)


@pytest.fixture
def beside(browser: Browser, services: Services, address: str) -> Iterator[Callable[[str], Page]]:
    """A second person at a browser of their own."""
    contexts = []

    def sit_down(name: str) -> Page:
        user_id = user_with_role(services, "administrator", name=name)
        token = services.units.run(
            Actor.system("test"), lambda work: open_session(work, user_id, address="127.0.0.1", browser="tests")
        )
        contexts.append(browser.new_context())
        contexts[-1].add_cookies([{"name": SESSION_COOKIE, "value": token, "url": address, "httpOnly": True}])
        return contexts[-1].new_page()

    yield sit_down
    for context in contexts:
        context.close()


def test_two_people_at_one_customer(
    services: Services, desk: Callable[..., Desk], beside: Callable[[str], Page],
    accessible: Callable[[Page], None], address: str,
) -> None:  # fmt: skip
    customer_id: UUID = services.units.run(
        Actor.system("test"),
        lambda work: a_customer(work, a_shop(work).company, details={"phone": "111", "city": "Hull"}),
    )
    mine = desk("administrator").open(f"/crm/customers/{customer_id}/edit")
    mine.get_by_label("Telephone").fill("333")
    mine.get_by_label("Note").first.fill("asks for Kim")
    theirs = beside("ben")
    theirs.goto(f"{address}/crm/customers/{customer_id}/edit")
    theirs.get_by_label("Telephone").fill("222")
    theirs.get_by_label("City").fill("York")
    theirs.get_by_role("button", name="Save", exact=True).first.click()
    expect(theirs.get_by_text("Customer changed.")).to_be_visible()
    mine.get_by_role("button", name="Save", exact=True).first.click()
    told = mine.locator(".changed-meanwhile")
    expect(told).to_contain_text("222")
    accessible(mine)
    expect(mine.get_by_label("Telephone", exact=True)).to_have_value("333")
    expect(mine.get_by_label("City", exact=True)).to_have_value("York")
    take = mine.get_by_role("button", name="Take theirs: Telephone")
    take.focus()
    mine.keyboard.press("Enter")
    expect(mine.get_by_label("Telephone", exact=True)).to_have_value("222")
    mine.keyboard.press("Enter")
    expect(mine.get_by_label("Telephone", exact=True)).to_have_value("333")
    mine.keyboard.press("Enter")
    mine.get_by_role("button", name="Save", exact=True).first.click()
    expect(mine.get_by_text("Customer changed.")).to_be_visible()
    expect(mine.locator(".facts").first).to_contain_text("222")
    expect(mine.locator(".facts").first).to_contain_text("York")


def test_two_people_at_one_purchase_order(
    services: Services, desk: Callable[..., Desk], beside: Callable[[str], Page], address: str
) -> None:
    def build(work: UnitOfWork) -> UUID:
        shop = a_shop(work)
        supplier_id = a_supplier(work, [shop.company.id])
        lines = [OrderedLine(shop.item(work, sku=sku), Decimal(5), "EA", Decimal(1)) for sku in ("AAA", "BBB")]
        return create_purchase_order(
            work, supplier_id=supplier_id, warehouse_id=shop.place.id, lines=lines, ordered_on=work.now.date()
        )

    path = f"/inventory/purchase-orders/{services.units.run(Actor.system('test'), build)}/edit"
    mine = desk("administrator").open(path)
    mine.get_by_label("Quantity, line 2").fill("7")
    theirs = beside("ben")
    theirs.goto(address + path)
    theirs.get_by_label("Quantity, line 1").fill("50")
    theirs.get_by_label("Quantity, line 2").fill("60")
    theirs.get_by_role("button", name="Save draft").click()
    expect(theirs.get_by_role("heading", level=1)).to_contain_text("Purchase order")
    mine.get_by_role("button", name="Save draft").click()
    expect(mine.locator(".changed-meanwhile")).to_contain_text("Changed by ben")
    expect(mine.get_by_label("Quantity, line 1")).to_have_value("50")
    expect(mine.get_by_label("Quantity, line 2")).to_have_value("7")
    mine.get_by_role("button", name="Take theirs: Line 2").click()
    expect(mine.get_by_label("Quantity, line 2")).to_have_value("60")
    mine.get_by_role("button", name="Save draft").click()
    expect(mine.get_by_role("heading", level=1)).to_contain_text("Purchase order")
