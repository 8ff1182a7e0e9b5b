"""Reading what may be offered instead."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class OfferedInstead:
    """An item that may stand in, with what of it is free in a warehouse (0 where none was asked), in base units."""

    item_id: UUID
    sku: str
    description: str
    base_unit: str
    note: str
    qty_free: Decimal


_SUBSTITUTES = text("""
    SELECT i.id, i.sku, i.description, i.base_unit, s.note, coalesce(w.qty_available - w.qty_allocated, 0)
      FROM inventory.item_substitute s
      JOIN inventory.item i ON i.id = s.substitute_id AND i.status = 'active'
      LEFT JOIN inventory.item_warehouse w ON w.item_id = i.id AND w.warehouse_id = CAST(:warehouse AS uuid)
     WHERE s.item_id = :item ORDER BY s.position
""")


def substitutes(session: Session, item_id: UUID, warehouse_id: UUID | None = None) -> list[OfferedInstead]:
    """What may be offered instead of an item, in order of preference."""
    return [
        OfferedInstead(*row) for row in session.execute(_SUBSTITUTES, {"item": item_id, "warehouse": warehouse_id})
    ]
