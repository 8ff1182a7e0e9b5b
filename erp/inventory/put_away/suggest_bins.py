"""Say into which bins an item should go, by the warehouse's rules and what stands in the bins now."""

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.inventory.put_away.share_over_bins import BinShare, BinSpace, share_over_bins

_SPACES = text(
    "SELECT r.item_id, n.id, n.code, r.priority, r.qty_capacity, coalesce(sum(b.qty_on_hand), 0) AS qty_stored "
    "FROM inventory.put_away_rule r JOIN inventory.bin n ON n.id = r.bin_id AND n.status = 'active' "
    "LEFT JOIN inventory.stock_balance b ON b.bin_id = r.bin_id AND b.item_id = r.item_id "
    "WHERE r.warehouse_id = :warehouse AND r.item_id = ANY(CAST(:items AS uuid[])) "
    "GROUP BY r.item_id, n.id, n.code, r.priority, r.qty_capacity"
)


def bin_spaces(session: Session, warehouse_id: UUID, item_ids: Collection[UUID]) -> dict[UUID, list[BinSpace]]:
    """The bins that take each item, and what of it they hold already; one read."""
    found: dict[UUID, list[BinSpace]] = defaultdict(list)
    for row in session.execute(_SPACES, {"warehouse": warehouse_id, "items": list(item_ids)}):
        found[row.item_id].append(BinSpace(row.id, row.code, row.priority, row.qty_capacity, row.qty_stored))
    return found


def suggest_bins(
    session: Session, warehouse_id: UUID, item_id: UUID, qty: Decimal, whole: Decimal | None = None
) -> tuple[list[BinShare], Decimal]:
    """Where so much of an item should go, and what fits nowhere.

    Units: base units; ``whole`` is a pack that is not broken.
    """
    return share_over_bins(qty, bin_spaces(session, warehouse_id, [item_id]).get(item_id, []), whole)
