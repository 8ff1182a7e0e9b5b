"""Reading the catalogue: sets of items, their units, and the search behind every item field."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.inventory.catalog.gtin import gtin_14
from erp.kernel.reference import remembered_each


@dataclass(frozen=True)
class ItemFacts:
    """What every module may know of an item."""

    id: UUID
    sku: str
    description: str
    family_id: UUID
    base_unit: str
    qty_quantum: Decimal
    kind: str
    tracking: str
    expiry_required: bool
    shelf_life_days: int | None
    tax_class: str
    weight_kg: Decimal | None
    status: str


@dataclass(frozen=True)
class UnitFactor:
    """One of ``unit`` is exactly ``numerator / denominator`` base units."""

    item_id: UUID
    unit: str
    numerator: int
    denominator: int


@dataclass(frozen=True)
class ScannedItem:
    """What a scanned or typed code stands for: an item, and the pack it was on."""

    item: ItemFacts
    unit: str


_COLUMNS = (
    "i.id, i.sku, i.description, i.family_id, i.base_unit, i.qty_quantum, i.kind, i.tracking, "
    "i.expiry_required, i.shelf_life_days, i.tax_class, i.weight_kg, i.status"
)
_BY_ID = text(f"SELECT {_COLUMNS} FROM inventory.item i WHERE i.id = ANY(CAST(:ids AS uuid[]))")  # noqa: S608
_BY_CODE = text(
    "WITH c AS (SELECT * FROM unnest(CAST(:codes AS text[]), CAST(:gtins AS text[])) AS c(code, gtin)) "  # noqa: S608
    f"SELECT {_COLUMNS}, g.code, g.unit FROM ("
    "  SELECT c.code, i.id AS item_id, i.base_unit AS unit, 1 AS rank "
    "  FROM c JOIN inventory.item i ON i.sku = upper(c.code) "
    "  UNION ALL "
    "  SELECT c.code, b.item_id, b.unit, 2 FROM c JOIN inventory.item_barcode b ON b.code IN (c.code, c.gtin)) AS g "
    "JOIN inventory.item i ON i.id = g.item_id ORDER BY g.rank DESC"
)
_SEARCH = text(
    f"SELECT {_COLUMNS} FROM inventory.item i "  # noqa: S608
    "WHERE i.status = ANY(CAST(:statuses AS text[])) "
    "  AND (i.sku LIKE :code_part OR i.description ILIKE :part "
    "    OR i.id IN (SELECT b.item_id FROM inventory.item_barcode b WHERE b.code IN (:typed, :gtin))) "
    "  AND (CAST(:company_id AS uuid) IS NULL OR EXISTS (SELECT 1 FROM inventory.item_company c "
    "    WHERE c.item_id = i.id AND c.company_id = CAST(:company_id AS uuid) AND c.status = 'active')) "
    "ORDER BY i.sku <> :code, i.sku NOT LIKE :code_start, i.sku LIMIT :limit"
)
_UNITS = text(
    "SELECT item_id, unit, numerator, denominator FROM inventory.item_unit "
    "WHERE item_id = ANY(CAST(:ids AS uuid[])) ORDER BY item_id, CAST(numerator AS numeric) / denominator, unit"
)


def items(session: Session, ids: Collection[UUID]) -> dict[UUID, ItemFacts]:
    """The items of some ids; unknown ids are left out."""
    if not ids:
        return {}
    return remembered_each(session, ("inventory.item",), "item", ids, lambda missing: _read_items(session, missing))


def _read_items(session: Session, ids: list[UUID]) -> dict[UUID, ItemFacts]:
    return {row.id: ItemFacts(*row) for row in session.execute(_BY_ID, {"ids": ids})}


def items_by_code(session: Session, codes: Collection[str]) -> dict[str, ScannedItem]:
    """The items that typed or scanned codes stand for: an item's own number first, else a barcode of a pack.

    A GTIN is found in any of its lengths (8, 12, 13 or 14 digits). Codes that mean nothing are left out.
    """
    cleaned = {code: code.strip() for code in codes if code.strip()}
    if not cleaned:
        return {}
    typed = sorted(set(cleaned.values()))
    found = {
        row.code: ScannedItem(ItemFacts(*row[:-2]), row.unit)
        for row in session.execute(_BY_CODE, {"codes": typed, "gtins": [gtin_14(code) for code in typed]})
    }
    return {code: found[clean] for code, clean in cleaned.items() if clean in found}


def search_items(
    session: Session,
    typed: str,
    *,
    company_id: UUID | None = None,
    limit: int = 20,
    statuses: Collection[str] = ("active",),
) -> list[ItemFacts]:
    """Items whose number or description contains what was typed, or whose barcode it is.

    The exact number comes first, then numbers that begin so, then the rest by number.
    """
    cleaned = typed.strip()
    escaped = cleaned.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = session.execute(
        _SEARCH,
        {
            "typed": cleaned,
            "gtin": gtin_14(cleaned),
            "code": cleaned.upper(),
            "code_part": f"%{escaped.upper()}%",
            "code_start": f"{escaped.upper()}%",
            "part": f"%{escaped}%",
            "company_id": company_id,
            "limit": limit,
            "statuses": list(statuses),
        },
    )
    return [ItemFacts(*row) for row in rows]


def unit_factors(session: Session, item_ids: Collection[UUID]) -> dict[UUID, list[UnitFactor]]:
    """Every unit of some items with its exact factor, the base unit among them, smallest first."""
    if not item_ids:
        return {}
    factors = remembered_each(
        session, ("inventory.item_unit",), "units", item_ids, lambda missing: _read_factors(session, missing)
    )
    return {item_id: list(units) for item_id, units in factors.items()}


def _read_factors(session: Session, item_ids: list[UUID]) -> dict[UUID, list[UnitFactor]]:
    factors: dict[UUID, list[UnitFactor]] = {item_id: [] for item_id in item_ids}
    for row in session.execute(_UNITS, {"ids": item_ids}):
        factors[row.item_id].append(UnitFactor(*row))
    return factors
