"""Reading stock: how much of what can be promised, and where it is. One query, whatever the number of items."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Availability:
    """An item in a warehouse, in base units."""

    item_id: UUID
    warehouse_id: UUID
    qty_on_hand: Decimal
    qty_available: Decimal
    qty_allocated: Decimal
    qty_on_order: Decimal
    qty_in_transit: Decimal

    @property
    def qty_free(self) -> Decimal:
        """What is available and promised to nobody."""
        return self.qty_available - self.qty_allocated


@dataclass(frozen=True)
class BinStock:
    """What stands on one stock key."""

    balance_id: UUID
    item_id: UUID
    warehouse_id: UUID
    bin_id: UUID
    bin_code: str
    bin_kind: str
    lot_id: UUID | None
    lot_code: str | None
    status: str
    owner_id: UUID | None
    qty_on_hand: Decimal
    qty_allocated: Decimal


_AVAILABILITY = text(
    "SELECT item_id, warehouse_id, qty_on_hand, qty_available, qty_allocated, qty_on_order, qty_in_transit "
    "FROM inventory.item_warehouse "
    "WHERE item_id = ANY(CAST(:items AS uuid[])) "
    "  AND (CAST(:warehouses AS uuid[]) IS NULL OR warehouse_id = ANY(CAST(:warehouses AS uuid[])))"
)
_BINS = text(
    "SELECT b.id, b.item_id, b.warehouse_id, b.bin_id, n.code, n.kind, b.lot_id, l.code, b.status, b.owner_id, "
    "  b.qty_on_hand, b.qty_allocated "
    "FROM inventory.stock_balance b JOIN inventory.bin n ON n.id = b.bin_id "
    "LEFT JOIN inventory.lot l ON l.id = b.lot_id "
    "WHERE b.item_id = ANY(CAST(:items AS uuid[])) AND b.qty_on_hand > 0 "
    "  AND (CAST(:warehouses AS uuid[]) IS NULL OR b.warehouse_id = ANY(CAST(:warehouses AS uuid[]))) "
    "ORDER BY b.item_id, n.pick_sequence, n.code, l.expires_on NULLS LAST, l.code, b.status"
)


def availability(
    session: Session, item_ids: Collection[UUID], warehouse_ids: Collection[UUID] | None = None
) -> dict[tuple[UUID, UUID], Availability]:
    """On hand, available, allocated, on order and in transit by (item, warehouse); pairs never stocked are absent."""
    if not item_ids:
        return {}
    rows = session.execute(_AVAILABILITY, _sets(item_ids, warehouse_ids))
    return {(row.item_id, row.warehouse_id): Availability(*row) for row in rows}


def stock_by_bin(
    session: Session, item_ids: Collection[UUID], warehouse_ids: Collection[UUID] | None = None
) -> list[BinStock]:
    """Where the goods are, in walking order, the lot that expires first first."""
    if not item_ids:
        return []
    return [BinStock(*row) for row in session.execute(_BINS, _sets(item_ids, warehouse_ids))]


def _sets(item_ids: Collection[UUID], warehouse_ids: Collection[UUID] | None) -> dict[str, object]:
    return {
        "items": list(item_ids),
        "warehouses": None if warehouse_ids is None else list(warehouse_ids),
    }
