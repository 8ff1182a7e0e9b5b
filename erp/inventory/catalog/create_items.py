"""Write items into the catalogue, one or thousands, in a fixed number of statements."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.catalog.models import Item, ItemBarcode, ItemCompany, ItemUnit
from erp.inventory.catalog.new_item import NewBarcode, NewItem, check_new_item, clean_barcode
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization import api as organization


def create_items(work: UnitOfWork, items: Sequence[NewItem]) -> list[UUID]:
    """New items exist, with their units, barcodes and the companies that trade them; answers their ids in order.

    Raises: Refused for what cannot be right about an item; Conflict where a number or barcode is taken; NotFound
        for an unknown family, unit or company. Nothing is written then.
    """
    work.require("inventory.item.edit")
    for item in items:
        check_new_item(item)
    _check_references(work, items)
    _check_free(work, items)
    check_families_active(work, {(i.family_id, t.company_id) for i in items for t in i.companies})
    ids = [new_id() for _ in items]
    units, barcodes = _unit_rows(ids, items), _barcode_rows(ids, items)
    terms = _company_rows(work, ids, items)
    insert_rows(work, Item, [_item_row(item_id, item) for item_id, item in zip(ids, items, strict=True)])
    insert_rows(work, ItemUnit, units)
    insert_rows(work, ItemBarcode, barcodes)
    insert_rows(work, ItemCompany, terms)
    return ids


def check_families_active(work: UnitOfWork, pairs: Collection[tuple[UUID, UUID]]) -> None:
    """Refuse items of a family that the company does not trade yet: the books would not know where to put them."""
    if not pairs:
        return
    families, companies = (list(column) for column in zip(*pairs, strict=True))
    missing = work.execute(
        text(
            "SELECT f.name FROM unnest(CAST(:families AS uuid[]), CAST(:companies AS uuid[])) "
            "  AS g(family_id, company_id) "
            "JOIN inventory.item_family f ON f.id = g.family_id "
            "LEFT JOIN inventory.item_family_company c ON c.family_id = g.family_id "
            "  AND c.company_id = g.company_id AND c.status = 'active' "
            "WHERE c.family_id IS NULL ORDER BY f.name LIMIT 1"
        ),
        {"families": families, "companies": companies},
    ).scalar_one_or_none()
    if missing is not None:
        raise Refused(
            "The family %(missing)s is not active in the company. Activate it on the families page first.",
            field="family_id", missing=missing,
        )


def _check_references(work: UnitOfWork, items: Sequence[NewItem]) -> None:
    units = {unit.unit for item in items for unit in item.units} | {item.base_unit for item in items}
    families = {item.family_id for item in items}
    row = work.execute(
        text(
            "SELECT ARRAY(SELECT u FROM unnest(CAST(:units AS text[])) AS u "
            "    WHERE u NOT IN (SELECT code FROM inventory.unit_of_measure) ORDER BY u) AS units, "
            "  (SELECT count(*) FROM inventory.item_family WHERE id = ANY(CAST(:families AS uuid[]))) AS families"
        ),
        {"units": sorted(units), "families": list(families)},
    ).one()
    if row.units:
        raise NotFound(
            "There is no unit %(units)s. Add it on the units page or choose another.",
            field="unit", units=row.units[0],
        )
    if row.families != len(families):
        raise NotFound("There is no such item family. Choose one from the list.", field="family_id")


def _check_free(work: UnitOfWork, items: Sequence[NewItem]) -> None:
    """Refuse a number or a barcode that is there twice, in the catalogue or among the new items."""
    skus = [item.clean_sku for item in items]
    codes = [clean_barcode(barcode)[0] for item in items for barcode in item.barcodes]
    for values, what in ((skus, "Item number"), (codes, "Barcode")):
        seen: set[str] = set()
        for value in values:
            if value in seen:
                raise Conflict(
                    "%(what)s %(value)s is given twice.",
                    field="sku" if what[0] == "I" else "code", what=what, value=value,
                )
            seen.add(value)
    row = work.execute(
        text(
            "SELECT (SELECT min(sku) FROM inventory.item WHERE sku = ANY(CAST(:skus AS text[]))) AS sku, "
            "  (SELECT min(b.code) FROM inventory.item_barcode b "
            "    WHERE b.code = ANY(CAST(:codes AS text[]))) AS code"
        ),
        {"skus": skus, "codes": codes},
    ).one()
    if row.sku:
        raise Conflict(
            "There is an item %(sku)s already. Open it, or give this one another number.",
            field="sku", sku=row.sku,
        )
    if row.code:
        raise Conflict("Barcode %(code)s is on another item. Remove it there first.", field="code", code=row.code)


def _item_row(item_id: UUID, item: NewItem) -> dict[str, object]:
    return {
        "id": item_id,
        "sku": item.clean_sku,
        "description": item.description.strip(),
        "family_id": item.family_id,
        "base_unit": item.base_unit,
        "qty_quantum": item.qty_quantum,
        "kind": item.kind,
        "tracking": item.tracking,
        "expiry_required": item.expiry_required,
        "shelf_life_days": item.shelf_life_days,
        "tax_class": item.tax_class,
        "weight_kg": item.weight_kg,
        "volume_m3": item.volume_m3,
        "best_before_days": item.best_before_days,
        "removal_days": item.removal_days,
        "alert_days": item.alert_days,
        "status": item.status,
    }


def _unit_rows(ids: Sequence[UUID], items: Sequence[NewItem]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for item_id, item in zip(ids, items, strict=True):
        factors = {unit.unit: (unit.numerator, unit.denominator) for unit in item.units}
        factors[item.base_unit] = (1, 1)
        rows += [
            {"item_id": item_id, "unit": unit, "numerator": numerator, "denominator": denominator}
            for unit, (numerator, denominator) in factors.items()
        ]
    return rows


def _barcode_rows(ids: Sequence[UUID], items: Sequence[NewItem]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for item_id, item in zip(ids, items, strict=True):
        known = {unit.unit for unit in item.units} | {item.base_unit}
        for barcode in item.barcodes:
            rows.append(barcode_row(item_id, barcode, item.base_unit, known))
    return rows


def barcode_row(
    item_id: UUID, barcode: NewBarcode, base_unit: str, known_units: Collection[str]
) -> dict[str, object]:
    """The row of a barcode. Raises: Refused where it names a unit that the item has not."""
    unit = barcode.unit or base_unit
    if unit not in known_units:
        raise Refused("The item has no unit %(unit)s. Add the unit before its barcode.", field="unit", unit=unit)
    code, symbology = clean_barcode(barcode)
    return {"id": new_id(), "item_id": item_id, "unit": unit, "code": code, "symbology": symbology}


def usual_scope(chosen: str, tracking: str) -> str:
    """The company's choice; an item that is not kept by lot has one cost in the company instead of one per lot."""
    return "company" if chosen == "lot" and tracking == "none" else chosen


def _company_rows(work: UnitOfWork, ids: Sequence[UUID], items: Sequence[NewItem]) -> list[dict[str, object]]:
    companies = {terms.company_id for item in items for terms in item.companies}
    settings = {c: organization.company(work.session, c).settings for c in companies}
    rows: list[dict[str, object]] = []
    for item_id, item in zip(ids, items, strict=True):
        for terms in item.companies:
            chosen = settings[terms.company_id]
            method = terms.costing_method or str(chosen["costing_method"])
            cost: Decimal | None = terms.standard_unit_cost
            if method == "standard" and cost is None:
                raise Refused("Standard costing needs a standard cost. Enter it.", field="standard_unit_cost")
            rows.append(
                {
                    "item_id": item_id,
                    "company_id": terms.company_id,
                    "costing_method": method,
                    "cost_pool_scope": terms.cost_pool_scope
                    or usual_scope(str(chosen["cost_pool_scope"]), item.tracking),
                    "standard_unit_cost": cost,
                }
            )
    return rows
