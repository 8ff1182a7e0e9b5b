"""Read what was counted of an RMA with the scanner and waits to be received."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class WaitingCount:
    """One count (base units)."""

    id: UUID
    expectation_id: UUID
    sku: str
    base_unit: str
    lot_code: str | None
    qty: Decimal
    condition: str
    counted_by: str


_WAITING = text("""
    SELECT c.id, c.expectation_id, i.sku, i.base_unit, l.code, c.qty, c.condition, c.counted_by
    FROM inventory.return_count c
    JOIN inventory.return_expectation e ON e.id = c.expectation_id
    JOIN inventory.item i ON i.id = e.item_id
    LEFT JOIN inventory.lot l ON l.id = c.lot_id
    WHERE c.origin_id = :origin AND c.return_receipt_id IS NULL ORDER BY c.id DESC""")


def waiting_counts(session: Session, origin_id: UUID) -> list[WaitingCount]:
    """What is counted and not received, the latest first."""
    return [WaitingCount(*tuple(row)) for row in session.execute(_WAITING, {"origin": origin_id})]
