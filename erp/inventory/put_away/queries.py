"""Reading what stands in the receiving bins."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class UnplacedStock:
    """Goods in a receiving bin that nobody has put away; ``suggested_bin`` is where the item stood last."""

    stock_balance_id: UUID
    sku: str
    description: str
    base_unit: str
    bin_code: str
    lot_code: str | None
    status: str
    qty_free: Decimal
    suggested_bin: str | None
    item_id: UUID


_UNPLACED = text(
    "SELECT b.id, i.sku, i.description, i.base_unit, p.code, t.code, b.status, b.qty_on_hand - b.qty_allocated, "
    "  coalesce((SELECT n.code FROM inventory.put_away_rule r JOIN inventory.bin n ON n.id = r.bin_id "
    "   LEFT JOIN LATERAL (SELECT coalesce(sum(e.qty_on_hand), 0) AS qty FROM inventory.stock_balance e "
    "     WHERE e.bin_id = r.bin_id AND e.item_id = r.item_id) AS stored ON true "
    "   WHERE r.item_id = b.item_id AND r.warehouse_id = b.warehouse_id AND n.status = 'active' "
    "     AND r.qty_capacity > stored.qty "
    "   ORDER BY r.priority, r.qty_capacity - stored.qty DESC, n.code LIMIT 1), "
    "  (SELECT n.code FROM inventory.stock_balance e JOIN inventory.bin n ON n.id = e.bin_id "
    "   WHERE e.item_id = b.item_id AND e.warehouse_id = b.warehouse_id AND n.kind = 'storage' "
    "     AND n.status = 'active' ORDER BY e.qty_on_hand = 0, n.pick_sequence, n.code LIMIT 1)), i.id "
    "FROM inventory.stock_balance b JOIN inventory.bin p ON p.id = b.bin_id AND p.kind = 'receiving' "
    "JOIN inventory.item i ON i.id = b.item_id LEFT JOIN inventory.lot t ON t.id = b.lot_id "
    "WHERE b.warehouse_id = :warehouse AND b.qty_on_hand > b.qty_allocated ORDER BY i.sku, t.code LIMIT 500"
)


def unplaced_stock(session: Session, warehouse_id: UUID) -> list[UnplacedStock]:
    """What stands in the warehouse's receiving bins and is free to be put away."""
    return [UnplacedStock(*row) for row in session.execute(_UNPLACED, {"warehouse": warehouse_id})]


_COUNT_UNPLACED = text(
    "SELECT count(*) FROM inventory.stock_balance b JOIN inventory.bin p ON p.id = b.bin_id AND p.kind = 'receiving' "
    "JOIN inventory.warehouse w ON w.id = b.warehouse_id "
    "WHERE w.company_id = :company AND b.qty_on_hand > b.qty_allocated "
    "  AND (CAST(:branches AS uuid[]) IS NULL OR w.branch_id = ANY(CAST(:branches AS uuid[])))"
)


def count_unplaced(session: Session, company_id: UUID, branch_ids: Collection[UUID] | None) -> int:
    """How many kinds of goods stand in the receiving bins of these branches."""
    branches = None if branch_ids is None else list(branch_ids)
    return int(session.scalar(_COUNT_UNPLACED, {"company": company_id, "branches": branches}) or 0)
