"""The catalogue: items with exact units and checked barcodes, found by whatever is typed or scanned."""

from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.inventory.catalog.change_item import change_item
from erp.inventory.catalog.create_family import create_family
from erp.inventory.catalog.create_items import create_items
from erp.inventory.catalog.new_item import CompanyTerms, NewBarcode, NewItem, NewUnit
from erp.inventory.catalog.queries import items, items_by_code, search_items, unit_factors
from erp.inventory.catalog.set_terms import set_terms
from erp.inventory.catalog.set_units import set_units
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.executions import counted_executions
from tests.builders.inventory import a_family, put_stock
from tests.builders.inventory_dock import Dock, a_dock

D = Decimal
GTIN_EACH, GTIN_CASE = "4006381333931", "14006381333938"


@pytest.fixture
def dock(work: UnitOfWork) -> Dock:
    return a_dock(work)


def an_entry(dock: Dock, sku: str = "pen-1", **more: object) -> NewItem:
    given: dict[str, object] = {
        "sku": sku, "description": "Marker, black", "family_id": dock.family_id,
        "companies": [CompanyTerms(dock.company_id)], **more,
    }
    return NewItem(**given)  # type: ignore[arg-type]


def test_an_item_is_found_by_number_barcode_and_description(work: UnitOfWork, dock: Dock) -> None:
    (pen,) = create_items(
        work,
        [
            an_entry(
                dock, units=[NewUnit("CS", 10)],
                barcodes=[NewBarcode(GTIN_EACH), NewBarcode(GTIN_CASE, "CS"), NewBarcode("SHELF 7")],
            )
        ],
    )
    found = items_by_code(work.session, ["PEN-1", "pen-1", GTIN_EACH, "0" + GTIN_EACH, GTIN_CASE, "SHELF 7", "nothing"])
    assert {code: (hit.item.id, hit.unit) for code, hit in found.items()} == {
        "PEN-1": (pen, "EA"), "pen-1": (pen, "EA"), GTIN_EACH: (pen, "EA"), "0" + GTIN_EACH: (pen, "EA"),
        GTIN_CASE: (pen, "CS"), "SHELF 7": (pen, "EA"),
    }
    for typed in ("pen", "EN-1", "black", GTIN_EACH):
        assert [hit.id for hit in search_items(work.session, typed, company_id=dock.company_id)] == [pen]
    assert search_items(work.session, "100%") == []
    assert [(u.unit, u.numerator, u.denominator) for u in unit_factors(work.session, [pen])[pen]] == [
        ("EA", 1, 1), ("CS", 10, 1),
    ]


@pytest.mark.parametrize(
    ("change", "refusal", "message"),
    [
        ({"sku": " "}, Refused, "needs a number"),
        ({"barcodes": [NewBarcode("4006381333932")]}, Refused, "check digit is 1, not 2"),
        ({"barcodes": [NewBarcode(GTIN_CASE, "CS")]}, Refused, "no unit CS"),
        ({"units": [NewUnit("XX", 2)]}, NotFound, "no unit XX"),
        ({"units": [NewUnit("CS", 0)]}, Refused, "fraction of whole numbers"),
        ({"units": [NewUnit("EA", 2)]}, Refused, "one is one"),
        ({"tracking": "serial", "qty_quantum": D("0.5")}, Refused, "whole pieces"),
        ({"expiry_required": True}, Refused, "track the item by lot"),
    ],
)
def test_what_cannot_be_is_refused(
    work: UnitOfWork, dock: Dock, change: dict[str, object], refusal: type[Refused], message: str
) -> None:
    with pytest.raises(refusal, match=message):
        create_items(work, [an_entry(dock, **change)])
    assert search_items(work.session, "marker") == []


def test_numbers_and_barcodes_belong_to_one_item(work: UnitOfWork, dock: Dock) -> None:
    create_items(work, [an_entry(dock, barcodes=[NewBarcode(GTIN_EACH)])])
    with pytest.raises(Conflict, match="item PEN-1 already"):
        create_items(work, [an_entry(dock, sku="Pen-1")])
    with pytest.raises(Conflict, match="on another item"):
        create_items(work, [an_entry(dock, sku="PEN-2", barcodes=[NewBarcode("0" + GTIN_EACH)])])
    with pytest.raises(Conflict, match="given twice"):
        create_items(work, [an_entry(dock, sku="A"), an_entry(dock, sku="a")])


def test_a_family_the_company_does_not_trade_is_refused(work: UnitOfWork, dock: Dock) -> None:
    family_id = create_family(work, code="idle", name="Idle")
    with pytest.raises(Refused, match="Idle is not active"):
        create_items(work, [an_entry(dock, family_id=family_id)])


@pytest.mark.parametrize("size", [1, 500])
def test_any_number_of_items_takes_the_same_statements(work: UnitOfWork, dock: Dock, size: int) -> None:
    entries = [an_entry(dock, sku=f"P{n}", units=[NewUnit("BX", 12)]) for n in range(size)]
    with counted_executions(work.session) as seen:
        create_items(work, entries)
    assert len(seen) == 7


def version_of(work: UnitOfWork, item_id: UUID) -> int:
    version: int = work.execute(
        text("SELECT version FROM inventory.item WHERE id = :id"), {"id": item_id}
    ).scalar_one()
    return version


def test_a_change_is_kept_with_its_reason_and_never_overwrites_anothers(work: UnitOfWork, dock: Dock) -> None:
    (pen,) = create_items(work, [an_entry(dock)])
    change_item(work, pen, {"description": "Marker, jet black"}, version=1, reason="As printed on the box")
    assert items(work.session, [pen])[pen].description == "Marker, jet black"
    with pytest.raises(Conflict, match="Somebody else changed"):
        change_item(work, pen, {"description": "Marker"}, version=1)
    entry = work.execute(
        text("SELECT changed -> 'description' AS changed, reason, actor FROM kernel.audit_entry "
             "WHERE table_name = 'inventory.item' AND action = 'update' AND row_key = :id"),
        {"id": str(pen)},
    ).one()
    assert tuple(entry) == (["Marker, black", "Marker, jet black"], "As printed on the box", "test")


def test_stock_holds_an_item_to_its_family_and_its_costing(work: UnitOfWork, dock: Dock) -> None:
    bolt = dock.item(work)
    other = a_family(work, [dock.company_id])
    put_stock(work, dock.place, bolt, 3, "1.00")
    with pytest.raises(Refused, match="keeps its family"):
        change_item(work, bolt, {"family_id": other}, version=version_of(work, bolt))
    with pytest.raises(Refused, match="keeps its costing method"):
        set_terms(work, bolt, CompanyTerms(dock.company_id, "fifo"))
    with pytest.raises(Refused, match="no multiple of 2"):
        change_item(work, bolt, {"qty_quantum": D(2)}, version=version_of(work, bolt))
    change_item(work, bolt, {"status": "retired"}, version=version_of(work, bolt))


def test_units_and_barcodes_are_replaced_as_a_set(work: UnitOfWork, dock: Dock) -> None:
    (pen,) = create_items(work, [an_entry(dock, units=[NewUnit("CS", 10)], barcodes=[NewBarcode(GTIN_CASE, "CS")])])
    create_items(work, [an_entry(dock, sku="INK", barcodes=[NewBarcode("INK")])])
    set_units(work, pen, [NewUnit("BX", 1, 3)], [NewBarcode(GTIN_EACH)])
    assert [(u.unit, u.numerator, u.denominator) for u in unit_factors(work.session, [pen])[pen]] == [
        ("BX", 1, 3), ("EA", 1, 1),
    ]
    assert list(items_by_code(work.session, [GTIN_EACH, GTIN_CASE])) == [GTIN_EACH]
    with pytest.raises(Conflict, match="is on item INK"):
        set_units(work, pen, [], [NewBarcode("INK")])
