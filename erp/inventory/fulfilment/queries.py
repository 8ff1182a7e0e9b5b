"""Read how far demand is, for those who asked and for the fulfilment page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class DemandProgress:
    """How far one demand line is (base units)."""

    demand_line_id: UUID
    origin_id: UUID
    origin_line_id: UUID
    item_id: UUID
    warehouse_id: UUID
    promised_on: date
    qty: Decimal
    qty_allocated: Decimal
    qty_released: Decimal
    qty_shipped: Decimal
    qty_cancelled: Decimal

    @property
    def qty_backordered(self) -> Decimal:
        """Wanted, and promised by nothing yet."""
        return self.qty - self.qty_allocated - self.qty_shipped - self.qty_cancelled


def demand_progress(session: Session, origin_ids: Collection[UUID]) -> list[DemandProgress]:
    """How far the demand of these origins is, line by line, in the order it was asked."""
    if not origin_ids:
        return []
    rows = session.execute(
        text("""SELECT id, origin_id, origin_line_id, item_id, warehouse_id, promised_on, qty, qty_allocated,
                       qty_released, qty_shipped, qty_cancelled
                FROM inventory.demand_line WHERE origin_id = ANY(CAST(:origins AS uuid[])) ORDER BY id"""),
        {"origins": list(origin_ids)},
    )
    return [DemandProgress(*tuple(row)) for row in rows]
