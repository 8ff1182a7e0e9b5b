"""Put-away and counts go on without a network; the scanner can be installed."""

from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

from playwright.sync_api import Page, expect
from sqlalchemy import text

from erp.inventory.counting.open_count import open_count
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork
from tests.browser.conftest import Desk
from tests.browser.scanner.device import Handheld
from tests.browser.scanner.waves import Bench
from tests.builders.inventory import put_stock
from tests.proof import prove


def test_the_scanner_can_be_installed(desk: Callable[..., Desk]) -> None:
    page = desk("warehouse").open("/scan")
    found = page.evaluate("""async () => {
        const manifest = await (await fetch(document.querySelector('link[rel=manifest]').href)).json();
        const kind = async icon => (await fetch(icon.src)).headers.get('Content-Type');
        const icons = await Promise.all(manifest.icons.map(kind));
        const worker = await navigator.serviceWorker.ready;
        return [manifest.start_url, manifest.display, icons, new URL(worker.scope).pathname]; }""")
    assert found == ["/scan", "standalone", ["image/png"] * 3, "/scan"]


def test_every_kind_of_work_goes_on_without_a_network(
    bench: Bench, handheld: Callable[[str], Handheld], services: Services, system: Actor,
    accessible: Callable[[Page], None],
) -> None:  # fmt: skip
    def build(work: UnitOfWork) -> UUID:
        cable = bench.dock.item(work, sku="CABLE", description="Cable, ring of 50 m")
        put_stock(work, bench.dock.place, cable, 40, "9.00", bin_code="RECEIVING")
        return open_count(work, warehouse_id=bench.dock.place.id, bin_ids=[bench.dock.place.bins["B-01"]])

    count_id = services.units.run(system, build)
    device = handheld("ana")
    page = device.page
    device.is_ready()
    accessible(page)
    device.cut()

    device.open(f"/scan/put-away/{bench.dock.place.id}")
    device.scan("NUT-M8")
    expect(page.get_by_role("alert")).to_have_text(
        "Nothing here is known by the code NUT-M8. Scan the label of the item."
    )
    accessible(page)
    device.scan("CABLE")
    page.get_by_label("Quantity in EA").fill("30")
    device.scan("Z-99")
    expect(page.get_by_role("alert")).to_have_text("There is no bin Z-99 here. Scan the label of the bin.")
    accessible(page)
    device.scan("A-01")
    expect(page.get_by_role("alert")).to_have_text("Put 30 EA of CABLE into A-01")
    expect(page.locator("[data-left]")).to_have_text("10")  # what is left waits for its own bin

    device.open(f"/scan/counts/{count_id}")
    device.scan("B-01", "NUT-M8")
    page.get_by_label("Counted EA").filter(visible=True).fill("19")
    accessible(page)
    page.get_by_role("button", name="Counted").click()
    expect(page.get_by_text("Everything on the sheet is counted.")).to_be_visible()
    device.wait_for(waiting=2)
    accessible(device.open("/scan/offline-and-never-seen"))
    expect(page.get_by_text("This page was not taken along.")).to_be_visible()

    device.mend()
    device.open("/scan/queue")
    device.flush()
    device.wait_for(sent=2)
    accessible(page)

    def ask(work: UnitOfWork) -> tuple[Decimal, Decimal]:
        stored = work.execute(
            text("""SELECT b.qty_on_hand FROM inventory.stock_balance b JOIN inventory.bin n ON n.id = b.bin_id
                    JOIN inventory.item i ON i.id = b.item_id WHERE i.sku = 'CABLE' AND n.code = 'A-01'""")
        ).scalar_one()
        counted = work.execute(text("SELECT qty_counted FROM inventory.stock_count_line")).scalar_one()
        return stored, counted

    assert services.units.run(system, ask) == (Decimal(30), Decimal(19))
    prove(services)


def test_goods_that_are_not_on_the_sheet_join_it(
    bench: Bench, handheld: Callable[[str], Handheld], services: Services, system: Actor,
    accessible: Callable[[Page], None],
) -> None:  # fmt: skip
    count_id = services.units.run(
        system, lambda work: open_count(work, warehouse_id=bench.dock.place.id, bin_ids=[bench.dock.place.bins["B-01"]])
    )
    device = handheld("ana")
    page = device.page
    device.is_ready()
    device.cut()
    device.open(f"/scan/counts/{count_id}")
    found = page.get_by_role("link", name="Goods that are not on the sheet").get_attribute("href")
    assert found is not None
    device.open(found)  # a busy machine may start the service worker too late for a link that is clicked
    device.scan("B-01", "BOLT-M8")
    expect(page.get_by_label("Scan bin")).to_have_value("B-01")
    expect(page.get_by_label("Scan item")).to_have_value("BOLT-M8")
    page.get_by_label("Counted, in single units").fill("4")
    accessible(page)
    page.get_by_role("button", name="Counted").click()
    expect(page.get_by_role("alert")).to_contain_text("kept on this device")
    device.wait_for(waiting=1)
    device.mend()
    device.flush()
    device.wait_for(sent=1)

    def ask(work: UnitOfWork) -> list[tuple[str, Decimal | None]]:
        return [
            tuple(row)
            for row in work.execute(
                text("""SELECT i.sku, y.qty_counted FROM inventory.stock_count_line y
                        JOIN inventory.item i ON i.id = y.item_id ORDER BY i.sku""")
            )
        ]

    assert services.units.run(system, ask) == [("BOLT-M8", Decimal(4)), ("NUT-M8", None)]
