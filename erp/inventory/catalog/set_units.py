"""Say in which units an item is bought, kept and sold, and which barcodes its packs carry."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from erp.inventory.catalog.create_items import barcode_row
from erp.inventory.catalog.models import ItemBarcode
from erp.inventory.catalog.new_item import NewBarcode, NewUnit, check_units
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

_ITEM = text("SELECT id, sku, base_unit FROM inventory.item WHERE id = :id FOR NO KEY UPDATE")
_UPSERT = text(
    "INSERT INTO inventory.item_unit AS u (item_id, unit, numerator, denominator) "
    "SELECT :item_id, g.unit, g.numerator, g.denominator FROM unnest(CAST(:units AS text[]), "
    "  CAST(:numerators AS integer[]), CAST(:denominators AS integer[])) AS g(unit, numerator, denominator) "
    "ON CONFLICT (item_id, unit) DO UPDATE SET numerator = excluded.numerator, denominator = excluded.denominator "
    "WHERE (u.numerator, u.denominator) IS DISTINCT FROM (excluded.numerator, excluded.denominator)"
)


def set_units(
    work: UnitOfWork, item_id: UUID, units: Sequence[NewUnit], barcodes: Sequence[NewBarcode]
) -> None:
    """The item has these units beside its base unit, and these barcodes; what is left out is removed.

    Documents keep the base quantities they were written with, whatever a pack holds from now on.

    Raises: NotFound for an item or unit; Refused for a fraction that is none or a mistyped GTIN; Conflict where a
        barcode is on another item.
    """
    work.require("inventory.item.edit")
    item = work.execute(_ITEM, {"id": item_id}).one_or_none()
    if item is None:
        raise NotFound("There is no such item.")
    check_units(item.base_unit, units)
    factors = {unit.unit: (unit.numerator, unit.denominator) for unit in units} | {item.base_unit: (1, 1)}
    unknown = work.execute(
        text("SELECT min(u) FROM unnest(CAST(:units AS text[])) AS u "
             "WHERE u NOT IN (SELECT code FROM inventory.unit_of_measure)"),
        {"units": sorted(factors)},
    ).scalar_one()
    if unknown:
        raise NotFound(
            "There is no unit %(unknown)s. Choose one from the list.",
            field="units-0-unit", unknown=unknown,
        )
    rows = [barcode_row(item_id, barcode, item.base_unit, factors) for barcode in barcodes]
    codes = [str(row["code"]) for row in rows]
    if len(set(codes)) < len(codes):
        raise Refused("A barcode is given twice. Remove one of them.", field="barcodes-0-code")
    taken = work.execute(
        text("SELECT b.code, i.sku FROM inventory.item_barcode b JOIN inventory.item i ON i.id = b.item_id "
             "WHERE b.code = ANY(CAST(:codes AS text[])) AND b.item_id <> :item_id LIMIT 1"),
        {"codes": codes, "item_id": item_id},
    ).one_or_none()
    if taken is not None:
        raise Conflict(
            "Barcode %(code)s is on item %(sku)s. Remove it there first.",
            field="barcodes-0-code", code=taken.code, sku=taken.sku,
        )
    work.execute(
        text("DELETE FROM inventory.item_barcode WHERE item_id = :item_id"), {"item_id": item_id}
    )
    work.execute(
        _UPSERT,
        {
            "item_id": item_id,
            "units": list(factors),
            "numerators": [numerator for numerator, _ in factors.values()],
            "denominators": [denominator for _, denominator in factors.values()],
        },
    )
    work.execute(
        text("DELETE FROM inventory.item_unit WHERE item_id = :item_id AND NOT unit = ANY(CAST(:units AS text[]))"),
        {"item_id": item_id, "units": list(factors)},
    )
    insert_rows(work, ItemBarcode, rows)


