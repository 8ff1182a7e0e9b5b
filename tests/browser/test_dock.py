"""The warehouse's journey in a real browser: scan a pick, pack, ship, take a return; and the desk's pages."""

from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork
from tests.browser.burst import scan
from tests.builders.inventory import put_stock
from tests.builders.inventory_dock import Dock, a_dock, a_wave, wanted
from tests.builders.inventory_returns import expected, shipment_line

HANDHELD = {"width": 360, "height": 640}


@pytest.fixture
def dock(services: Services, system: Actor) -> Dock:
    """A released wave of two picks for one order, and an order that waits."""

    def build(work: UnitOfWork) -> Dock:
        built = a_dock(work)
        bolt, nut = built.item(work, sku="BOLT-M8"), built.item(work, sku="NUT-M8", description="Hex nut M8")
        put_stock(work, built.place, bolt, 20, "0.60", bin_code="A-02")
        put_stock(work, built.place, nut, 20, "0.20", bin_code="B-01")
        a_wave(work, built, wanted(work, built, [(bolt, 2), (nut, 3)], number="SO-100077"))
        wanted(work, built, [(bolt, 5)], number="SO-100078")
        wanted(work, built, [(bolt, 50)], number="SO-100079")
        return built

    return services.units.run(system, build)


def fits(page: Page) -> None:
    """Nothing sticks out to the side of a handheld."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_picker_scans_packs_and_ships(
    dock: Dock, desk: Callable[..., object], accessible: Callable[[Page], None], services: Services, system: Actor
) -> None:
    warehouse = desk("warehouse")
    page: Page = warehouse.page  # type: ignore[attr-defined]
    page.set_viewport_size(HANDHELD)  # type: ignore[arg-type]
    warehouse.open("/scan")  # type: ignore[attr-defined]
    accessible(page)
    page.get_by_role("link", name="Pick").click()
    page.get_by_role("link", name="WV-").click()
    expect(page.get_by_text("A-02")).to_be_visible()
    accessible(page)
    scan(page, "B-01")
    expect(page.get_by_text("This is B-01. Go to A-02.")).to_be_visible()
    accessible(page)
    scan(page, "A-02")
    expect(page.get_by_label("Scan item")).to_be_visible()
    scan(page, "NUT-M8")
    expect(page.get_by_text("Take BOLT-M8.")).to_be_visible()
    scan(page, "BOLT-M8")
    expect(page.get_by_label("Taken EA").filter(visible=True)).to_have_value("1")
    accessible(page)
    fits(page)
    scan(page, "BOLT-M8")  # all there: the walk goes on by itself
    expect(page.get_by_text("Picked 2 EA of BOLT-M8 from A-02")).to_be_visible()
    scan(page, "B-01")
    scan(page, "NUT-M8")
    page.get_by_label("Taken EA").filter(visible=True).fill("3")
    page.get_by_role("button", name="Taken").click()
    expect(page.locator("[data-work]")).to_have_count(0)
    expect(page.get_by_text("This wave is picked.")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Pack SH-").click()
    accessible(page)
    fits(page)
    page.get_by_role("button", name="Close the cartons").click()
    expect(page.get_by_role("button", name="It leaves now")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="It leaves now").click()
    expect(page.get_by_text("has left. Next shipment.")).to_be_visible()

    shipment_id = services.units.run(system, _shipment)
    services.units.run(system, lambda work: expected(work, dock, _item(work), 1, shipment_line(work, shipment_id)))
    warehouse.open("/scan/returns")  # type: ignore[attr-defined]
    scan(page, "RMA-1")
    expect(page.get_by_label("Scan item")).to_be_visible()
    scan(page, "BOLT-M8")
    expect(page.get_by_label("Counted, in EA")).to_have_value("1")
    accessible(page)
    page.get_by_label("Condition").select_option("damaged")
    page.get_by_role("button", name="Counted").click()
    expect(page.locator("[data-work]")).to_have_count(0)
    expect(page.get_by_text("Everything is counted. Press Done.")).to_be_visible()
    accessible(page)
    fits(page)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("Everything has come back.")).to_be_visible()
    fits(page)


def test_the_desk_is_accessible(
    dock: Dock, desk: Callable[..., object], accessible: Callable[[Page], None], services: Services, system: Actor
) -> None:
    warehouse = desk("warehouse")
    page: Page = warehouse.page  # type: ignore[attr-defined]
    wave_id, shipment_id = services.units.run(system, lambda work: (_wave(work), _shipment(work)))
    for path in (
        "/inventory/fulfilment-board/list", "/inventory/carriers", "/inventory/fulfilment/backorders",
        "/inventory/waves",
        f"/inventory/waves/{wave_id}", "/inventory/waves/short-picks", "/inventory/shipments",
        f"/inventory/shipments/{shipment_id}", f"/inventory/packing/{shipment_id}", "/inventory/returns",
        "/inventory/returns/expected",
    ):  # fmt: skip
        warehouse.open(path)  # type: ignore[attr-defined]
        page.wait_for_load_state("networkidle")
        accessible(page)


def _shipment(work: UnitOfWork) -> UUID:
    shipment_id: UUID = work.session.scalars(text("SELECT id FROM inventory.shipment ORDER BY id LIMIT 1")).one()
    return shipment_id


def _wave(work: UnitOfWork) -> UUID:
    wave_id: UUID = work.session.scalars(text("SELECT id FROM inventory.wave ORDER BY id LIMIT 1")).one()
    return wave_id


def _item(work: UnitOfWork) -> UUID:
    item_id: UUID = work.session.scalars(text("SELECT id FROM inventory.item WHERE sku = 'BOLT-M8'")).one()
    return item_id
