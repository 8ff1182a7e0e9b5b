"""Every scanner page in a hand of 360 by 640, light, dark and in the sun: nothing sticks out, nothing is unreadable.

The pictures lie in `build/pictures/scanner/`, or where ERP_PICTURES says.
"""

import os
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Page

from erp.inventory.counting.open_count import open_count
from erp.inventory.packing.pack import pack_shipment
from erp.inventory.purchasing.cost_lines import OrderedLine
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork
from tests.browser.conftest import axe_faults
from tests.browser.scanner.device import Handheld
from tests.browser.scanner.waves import Bench
from tests.builders.inventory import put_stock
from tests.builders.inventory_dock import a_wave, pick_all, ship, wanted
from tests.builders.inventory_purchasing import a_purchase_order, a_supplier
from tests.builders.inventory_returns import expected, shipment_line

FOLDER = Path(os.environ.get("ERP_PICTURES") or Path(__file__).resolve().parents[3] / "build" / "pictures") / "scanner"
THEMES = ("light", "dark", "sun")
_ID = re.compile(r"[0-9a-f-]{36}")


def test_every_scanner_page_fits_a_hand_in_every_light(
    bench: Bench, handheld: Callable[[str], Handheld], services: Services, system: Actor
) -> None:
    services.units.run(system, lambda work: something_of_every_kind(work, bench))
    device = handheld("ana")
    device.page.on("dialog", lambda dialog: dialog.accept())
    FOLDER.mkdir(parents=True, exist_ok=True)
    waiting, seen, faults = ["/scan", "/scan/queue", "/scan/offline"], set(), []
    while waiting:
        path = waiting.pop(0)
        kind = _ID.sub("one", path.partition("?")[0])
        if kind in seen:
            continue
        seen.add(kind)
        page = device.open(path)
        page.wait_for_load_state("networkidle")
        waiting += page.eval_on_selector_all(
            "main a[href^='/scan']", "links => links.map(link => link.getAttribute('href'))"
        )
        faults += look_at(page, kind)
    assert len(seen) > 15, sorted(seen)
    assert not faults, "\n".join(faults)


def look_at(page: Page, kind: str) -> list[str]:
    faults = []
    for theme in THEMES:
        page.evaluate(
            """sun => { const root = document.documentElement;
                if (sun) root.dataset.sun = ""; else delete root.dataset.sun; }""",
            theme == "sun",
        )
        faults += axe_faults(page, "dark" if theme == "dark" else "light")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > 360:
            faults.append(f"{theme} {kind} is {wide} wide")
        page.screenshot(path=FOLDER / f"{kind.strip('/').replace('/', '_')}-{theme}.png")
    return faults


def something_of_every_kind(work: UnitOfWork, bench: Bench) -> None:
    """Goods to receive, put away, pack, ship, take back and count, with names as long as in life."""
    dock, place = bench.dock, bench.dock.place
    cable = dock.item(work, sku="THHN-10-AWG-BLACK-500FT", description="Building wire, copper, stranded, 500 ft")
    put_stock(work, place, cable, 4000, "0.90", bin_code="RECEIVING")
    put_stock(work, place, cable, 400, "0.90", bin_code="A-01")
    shipped, _ = ship(work, dock, wanted(work, dock, [(cable, 3)], number="SO-100081"))
    expected(work, dock, cable, 1, shipment_line(work, shipped))
    for number, packed in (("SO-100082", False), ("SO-100083", True)):
        origin = wanted(work, dock, [(cable, 5)], number=number)
        wave = a_wave(work, dock, origin)
        pick_all(work, wave)
        if packed:
            pack_shipment(work, wave.shipments[origin.origin_id])
    supplier = a_supplier(work, [dock.company_id])
    a_purchase_order(work, place, supplier, [OrderedLine(cable, Decimal(1200), unit_cost=Decimal("0.85"))])
    open_count(work, warehouse_id=place.id, bin_ids=[place.bins["B-01"], place.bins["A-01"]])
