"""Read what was picked for a shipment, as the packer checks it."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class PickedLine:
    """What should go into the cartons of one item and lot, and what was asked (base units)."""

    sku: str
    description: str
    base_unit: str
    lot_code: str | None
    qty_picked: Decimal
    qty_asked: Decimal


_PICKED = text("""
    SELECT i.sku, i.description, i.base_unit, l.code, sum(t.qty_picked), sum(t.qty)
    FROM inventory.pick_task t JOIN inventory.item i ON i.id = t.item_id LEFT JOIN inventory.lot l ON l.id = t.lot_id
    WHERE t.shipment_id = :shipment AND t.status <> 'cancelled'
    GROUP BY i.id, l.id ORDER BY min(t.sequence)""")


def picked_lines(session: Session, shipment_id: UUID) -> list[PickedLine]:
    """What was picked, item by item and lot by lot."""
    return [PickedLine(*tuple(row)) for row in session.execute(_PICKED, {"shipment": shipment_id})]
