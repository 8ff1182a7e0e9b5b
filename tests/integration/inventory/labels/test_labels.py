"""Labels are decoded back from the printed page: what a scanner reads is what the label says."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import UUID

import pypdfium2
import pytest
import zxingcpp
from flask.testing import FlaskClient
from sqlalchemy import text

from erp.inventory.catalog.create_unit import create_unit
from erp.inventory.catalog.new_item import NewBarcode, NewUnit
from erp.inventory.labels.add_format import add_label_format
from erp.inventory.labels.formats import USUAL
from erp.inventory.labels.print_labels import print_asked_labels, print_labels, wanted_labels
from erp.inventory.labels.wanted import Wanted
from erp.inventory.locations.add_bins import NewBin, add_bins
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.kernel.gs1.check_digit import is_checked
from erp.kernel.gs1.elements import read_gs1
from erp.kernel.jobs import Progress
from erp.kernel.papers.kept import kept_paper
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.settings.change import change_settings
from erp.web.scanner import read_code
from tests.builders.finance import a_trade, shipped
from tests.builders.inventory import a_family, an_item
from tests.builders.inventory_dock import a_dock
from tests.kit.web_client import post_form

TODAY = date(2026, 3, 16)
EAN, CASE = "4006381333931", "14006381333938"


def read_back(content: bytes, page: int | None = None) -> list[zxingcpp.Barcode]:
    """Every symbol on the pages, as a reader sees them at 300 dots an inch."""
    document = pypdfium2.PdfDocument(content)
    found = []
    for number, sheet in enumerate(document):
        if page is None or number == page:
            picture = sheet.render(scale=300 / 72).to_pil().convert("L")
            found += zxingcpp.read_barcodes(picture)
    return found


def texts(content: bytes) -> list[str]:
    return [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(content)]


def sizes(content: bytes) -> list[tuple[int, int]]:
    """Pages in whole millimetres."""
    return [
        (round(sheet.get_width() / 72 * 25.4), round(sheet.get_height() / 72 * 25.4))
        for sheet in pypdfium2.PdfDocument(content)
    ]


def printed(services: Services, company_id: UUID, kind: str, thing_id: UUID, **wanted: object) -> bytes:
    with services.units.begin(Actor.system("test")) as work:
        return print_labels(
            work.session, services.adapters, company_id, kind, thing_id, Wanted(**wanted)  # type: ignore[arg-type]
        )


@pytest.mark.parametrize("symbol", ["qr", "data_matrix", "code128"])
@pytest.mark.parametrize("size", [usual.code for usual in USUAL])
def test_bin_labels_are_read_on_every_size(services: Services, system: Actor, symbol: str, size: str) -> None:
    with services.units.begin(system) as work:
        dock = a_dock(work)
    content = printed(
        services, dock.company_id, "bins", dock.place.id, format=size, symbol=symbol, from_code="A-01", to_code="A-02"
    )
    assert sorted(found.text for found in read_back(content)) == ["A-01", "A-02"]
    layout = next(usual for usual in USUAL if usual.code == size)
    assert set(sizes(content)) == {(round(layout.page_mm[0]), round(layout.page_mm[1]))}


def test_a_used_sheet_begins_at_its_first_free_place(services: Services, system: Actor) -> None:
    with services.units.begin(system) as work:
        dock = a_dock(work)
        add_bins(work, dock.place.id, [NewBin(f"C-{number:02}") for number in range(1, 31)])
    wanted: dict[str, object] = {"format": "A4-3X8", "from_code": "C-01", "to_code": "C-30", "first": 20}
    content = printed(services, dock.company_id, "bins", dock.place.id, **wanted)
    pages = texts(content)
    assert len(pages) == 3  # 5 places are left on the first sheet, then 24, then one
    assert [page.count("C-") for page in pages] == [5, 24, 1]
    first = min((found.position.top_left.y, found.position.top_left.x, found.text) for found in read_back(content, 0))
    assert first[2] == "C-01"
    assert first[0] > 2400  # place 20 stands in row seven of eight
    with pytest.raises(Refused, match="places 1 to 24"):
        printed(services, dock.company_id, "bins", dock.place.id, **{**wanted, "first": 25})


def a_tin(work: UnitOfWork, company_id: UUID) -> UUID:
    create_unit(work, code="BOX", name="Box")
    return an_item(
        work, a_family(work, [company_id]), [company_id], sku="TIN", tracking="lot",
        units=[NewUnit("BOX", 12)], barcodes=[NewBarcode(EAN, "EA"), NewBarcode(CASE, "BOX")],
    )


def test_an_item_label_says_what_the_scanner_reads(services: Services, system: Actor, app: object) -> None:
    with services.units.begin(system) as work:
        dock = a_dock(work)
        tin = a_tin(work, dock.company_id)
        plain = dock.item(work, sku="PLAIN-1")
    company = dock.company_id
    (each,) = read_back(printed(services, company, "item", tin))
    assert (each.format, each.text) == (zxingcpp.BarcodeFormat.EAN13, EAN)
    (own,) = read_back(printed(services, company, "item", plain))
    assert own.text == "PLAIN-1"
    for size in ("ROLL-100X150", "ROLL-100X50", "ROLL-62X29"):
        (box,) = read_back(
            printed(services, company, "item", tin, unit="box", lot="L-77", expires_on=date(2027, 5, 31), format=size)
        )
        assert box.symbology_identifier == "]C1"
        scanned = read_code(box.symbology_identifier + box.bytes.decode(), TODAY)
        assert (scanned.gtin, scanned.lot, scanned.expires_on) == (CASE, "L-77", date(2027, 5, 31)), size
    (odd,) = read_back(printed(services, company, "item", tin, unit="BOX", lot="Los (äöü)"))
    assert odd.text == "TIN"  # what GS1 cannot say is left to the item number and the printed text
    with pytest.raises(Refused, match="has no unit"):
        printed(services, company, "item", tin, unit="DRUM")


def test_each_received_pack_gets_a_label(services: Services, system: Actor) -> None:
    from tests.builders.inventory_purchasing import a_supplier, received

    with services.units.begin(system) as work:
        dock = a_dock(work)
        bolt = dock.item(work, sku="BOLT")
        supplier_id = a_supplier(work, [dock.company_id])
        receipt_id = received(work, dock.place, supplier_id, bolt, 3, "2.00")
        labels = wanted_labels(work.session, "receipt", receipt_id, Wanted())
    assert [label.big for label in labels] == ["BOLT"] * 3
    content = printed(services, dock.company_id, "receipt", receipt_id, format="ROLL-100X50")
    assert [found.text for found in read_back(content)] == ["BOLT"] * 3


def test_a_carton_label_carries_sscc_content_and_order(services: Services, system: Actor, client: FlaskClient) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work)
        change_settings(work, trade.company_id, {"gs1_company_prefix": "4012345"})
        tin = trade.item(work, "10.00")
        work.execute(
            text("""INSERT INTO inventory.item_barcode (id, item_id, unit, code, symbology)
                    VALUES (gen_random_uuid(), :item, 'EA', :code, 'gtin')"""), {"item": tin, "code": EAN.zfill(14)},
        )
        shipment_id = shipped(work, trade, [(tin, 5)])
        row = work.execute(text("""
            SELECT s.origin_number, s.consignee_name, c.sscc, c.code FROM inventory.shipment s
            JOIN inventory.carton c ON c.shipment_id = s.id WHERE s.id = :id"""), {"id": shipment_id}).one()
    assert is_checked(row.sscc)
    assert row.sscc[1:8] == "4012345"
    content = printed(services, trade.company_id, "cartons", shipment_id, format="ROLL-100X150")
    found = {one.symbology_identifier + one.bytes.decode(): one for one in read_back(content)}
    gs1 = {}
    for said in found:
        if said.startswith("]C1"):
            gs1.update({element.ai: element.value for element in read_gs1(said, TODAY)})
    assert gs1 == {"00": row.sscc, "02": EAN.zfill(14), "37": "5", "400": row.origin_number}
    assert row.code in {one.text for one in found.values() if one.format == zxingcpp.BarcodeFormat.QRCode}
    (page,) = texts(content)
    assert row.consignee_name in page

    shown = client.get("/scan/shipments/find", query_string={"code": f"]C100{row.sscc}"}, follow_redirects=True)
    assert row.code.rpartition("-")[0] in shown.text


def test_cartons_without_a_prefix_are_known_by_their_code_and_numbered_later(
    services: Services, system: Actor, client: FlaskClient
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work)
        shipment_id = shipped(work, trade, [(trade.item(work, "10.00"), 5)])
        code = work.session.scalar(text("SELECT code FROM inventory.carton"))
    content = printed(services, trade.company_id, "cartons", shipment_id)
    assert {found.text for found in read_back(content)} == {code}
    page = f"/inventory/labels/cartons/{shipment_id}"
    assert "serial shipping container code" not in client.get(page).text
    with services.units.begin(system) as work:
        change_settings(work, trade.company_id, {"gs1_company_prefix": "401234567890"})
    answer = post_form(client, f"{page}/number", {}, page=page)
    assert answer.status_code == 303
    with services.engine.connect() as connection:
        assert is_checked(connection.scalar(text("SELECT sscc FROM inventory.carton")))
    assert "Number the cartons" not in client.get(page).text


def test_many_labels_are_made_by_a_worker(services: Services, system: Actor) -> None:
    with services.units.begin(system) as work:
        dock = a_dock(work)
        add_bins(work, dock.place.id, [NewBin(f"D-{number:03}") for number in range(1, 131)])
    done = print_asked_labels(services, Progress(services, None), {
        "company_id": str(dock.company_id), "kind": "bins", "thing_id": str(dock.place.id),
        "wanted": Wanted(format="A4-3X8", from_code="D-001", to_code="D-999", first=2).plain(),
    })  # fmt: skip
    assert done["papers"] == 130
    content = kept_paper(services.engine, done["file"])
    assert content is not None
    assert [page.count("D-") for page in texts(content)] == [23, 24, 24, 24, 24, 11]


def test_labels_are_bounded(services: Services, system: Actor) -> None:
    with services.units.begin(system) as work:
        dock = a_dock(work)
        bolt = dock.item(work, sku="BOLT")
        with pytest.raises(Refused, match="at most 500"):
            wanted_labels(work.session, "item", bolt, Wanted(copies=501))
        with pytest.raises(Refused, match="nothing to label"):
            wanted_labels(work.session, "bins", dock.place.id, Wanted(from_code="ZZ"))


def test_a_size_of_ones_own(
    services: Services, system: Actor, client: FlaskClient, client_as: Callable[..., FlaskClient]
) -> None:
    with services.units.begin(system) as work:
        dock = a_dock(work)
    page = "/inventory/labels/formats"
    fields = {"code": "own-4", "name": "Four", "width_mm": "90", "height_mm": "60", "sheet": "a4", "columns": "2",
              "rows": "2", "left_mm": "10", "top_mm": "10", "gap_x_mm": "5"}
    refused = post_form(client, page, {**fields, "columns": "3"}, page=page)
    assert refused.status_code == 422
    assert "do not fit on the sheet" in refused.text
    assert post_form(client, page, fields, page=page).status_code == 303
    assert post_form(client, page, fields, page=page).status_code == 409
    content = printed(services, dock.company_id, "bins", dock.place.id, format="OWN-4", from_code="A", to_code="AZ")
    assert sizes(content) == [(210, 297)]
    assert 'name="code"' not in client_as("accountant").get(page).text
    with services.units.begin(system) as work, pytest.raises(Refused, match="15 to 300"):
        add_label_format(work, dock.company_id, code="X", name="", width_mm=Decimal(5), height_mm=Decimal(20))


def test_the_pages_lead_to_labels(services: Services, system: Actor, client: FlaskClient) -> None:
    with services.units.begin(system) as work:
        dock = a_dock(work)
        bolt = dock.item(work, sku="BOLT")
    assert f"/inventory/labels/item/{bolt}" in client.get(f"/inventory/items/{bolt}").text
    chosen = f"/inventory/labels/bins/{dock.place.id}"
    assert chosen in client.get(f"/inventory/warehouses/{dock.place.id}").text
    shown = client.get(chosen, query_string={"from_code": "A-01", "to_code": "A-02", "format": "A4-3X8"})
    assert "On 1 sheet" in shown.text
    assert client.get(f"{chosen}/labels.pdf").mimetype == "application/pdf"
    assert client.get(f"/inventory/labels/sonnet/{bolt}").status_code == 404
