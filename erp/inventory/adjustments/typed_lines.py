"""From what somebody typed (item, bin, lot) to what it means; whatever is unknown is marked where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.inventory.catalog.queries import ItemFacts, items_by_code
from erp.inventory.locations.queries import bins
from erp.kernel.errors import NotFound

_LOTS = text(
    "SELECT l.item_id, l.code, l.id FROM inventory.lot l "
    "JOIN unnest(CAST(:items AS uuid[]), CAST(:codes AS text[])) AS g(item_id, code) "
    "  ON g.item_id = l.item_id AND g.code = l.code"
)


@dataclass(frozen=True)
class TypedLine:
    """A typed line understood: the row it stood in, its item, the unit of the scanned pack, its bin and lot."""

    index: int
    item: ItemFacts
    unit: str
    bin_id: UUID
    lot_code: str
    lot_id: UUID | None  # None: no lot, or one not known yet


def understand_lines(
    session: Session,
    warehouse_id: UUID,
    rows: Sequence[Mapping[str, Any]],
    *,
    new_lots: bool = False,
    field: str = "lines",
) -> list[TypedLine]:
    """Look up items, bins and lots of all lines at once, in three reads.

    Raises: NotFound, marking the cell, for an item, bin or (unless ``new_lots``) lot that is not known.
    """
    found = items_by_code(session, [row["item"] for row in rows])
    places = {place.code: place for place in bins(session, warehouse_id)}
    for row in rows:
        if row["item"] not in found:
            raise NotFound(
                "No item has the number or barcode %(row)s.",
                field=f"{field}-{row['index']}-item", row=row['item'],
            )
        if row["bin"].upper() not in places:
            raise NotFound("The warehouse has no bin %(row)s.", field=f"{field}-{row['index']}-bin", row=row['bin'])
    with_lot = [(found[row["item"]].item.id, row["lot"]) for row in rows if row["lot"]]
    lots = _lots(session, with_lot) if with_lot else {}
    lines = []
    for row in rows:
        hit = found[row["item"]]
        lot_id = lots.get((hit.item.id, row["lot"])) if row["lot"] else None
        if row["lot"] and lot_id is None and not new_lots:
            raise NotFound(
                "%(sku)s has no lot %(row)s.",
                field=f"{field}-{row['index']}-lot", sku=hit.item.sku, row=row['lot'],
            )
        place = places[row["bin"].upper()]
        lines.append(TypedLine(row["index"], hit.item, hit.unit, place.id, row["lot"], lot_id))
    return lines


def _lots(session: Session, wanted: Sequence[tuple[UUID, str]]) -> dict[tuple[UUID, str], UUID]:
    rows = session.execute(
        _LOTS, {"items": [item_id for item_id, _ in wanted], "codes": [code for _, code in wanted]}
    )
    return {(row.item_id, row.code): row.id for row in rows}
