"""Read how far demand is, for those who asked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class DemandOfOrigin:
    """A demand line as the page of its origin shows it."""

    sku: str
    description: str
    base_unit: str
    warehouse_code: str
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


def demand_of_origin(
    session: Session, origin_id: UUID, branch_ids: Collection[UUID] | None
) -> list[DemandOfOrigin]:
    """What an origin wants and how far it is, with the names a page needs."""
    rows = session.execute(
        text("""SELECT i.sku, i.description, i.base_unit, w.code, d.promised_on, d.qty, d.qty_allocated,
                       d.qty_released, d.qty_shipped, d.qty_cancelled
                FROM inventory.demand_line d JOIN inventory.item i ON i.id = d.item_id
                JOIN inventory.warehouse w ON w.id = d.warehouse_id
                WHERE d.origin_id = :origin
                  AND (CAST(:branches AS uuid[]) IS NULL OR w.branch_id = ANY(CAST(:branches AS uuid[])))
                ORDER BY d.id"""),
        {"origin": origin_id, "branches": None if branch_ids is None else list(branch_ids)},
    )
    return [DemandOfOrigin(*tuple(row)) for row in rows]
