"""Reading stock counts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound


@dataclass(frozen=True)
class CountPage:
    """A count sheet with its lines in walking order."""

    count: Row[Any]
    lines: Sequence[Row[Any]]

    @property
    def counted(self) -> int:
        return sum(1 for line in self.lines if line.qty_counted is not None)


_COUNT = text(
    "SELECT c.*, w.code AS warehouse_code, w.name AS warehouse_name, a.number AS adjustment_number "
    "FROM inventory.stock_count c JOIN inventory.warehouse w ON w.id = c.warehouse_id "
    "LEFT JOIN inventory.stock_adjustment a ON a.id = c.adjustment_id WHERE c.id = :id"
)
_LINES = text(
    "SELECT y.*, i.sku, i.description, i.base_unit, b.code AS bin_code, l.code AS lot_code, "
    "  y.qty_counted - y.qty_book AS variance "
    "FROM inventory.stock_count_line y JOIN inventory.item i ON i.id = y.item_id "
    "JOIN inventory.bin b ON b.id = y.bin_id LEFT JOIN inventory.lot l ON l.id = y.lot_id "
    "WHERE y.count_id = :id ORDER BY y.position"
)


def count_page(session: Session, count_id: UUID) -> CountPage:
    """One count. Raises: NotFound."""
    count = session.execute(_COUNT, {"id": count_id}).one_or_none()
    if count is None:
        raise NotFound("There is no such stock count.")
    return CountPage(count, session.execute(_LINES, {"id": count_id}).all())


_OPEN = text(
    "SELECT c.id, c.number, c.note, c.opened_at, w.code AS warehouse_code, "
    "  (SELECT count(*) FROM inventory.stock_count_line y "
    "    WHERE y.count_id = c.id AND y.qty_counted IS NULL) AS left_open "
    "FROM inventory.stock_count c JOIN inventory.warehouse w ON w.id = c.warehouse_id "
    "WHERE c.company_id = :company AND c.status = 'open' "
    "  AND (CAST(:branches AS uuid[]) IS NULL OR c.branch_id = ANY(CAST(:branches AS uuid[]))) "
    "ORDER BY c.id LIMIT 50"
)


def open_counts(session: Session, company_id: UUID, branch_ids: Collection[UUID] | None) -> Sequence[Row[Any]]:
    """The sheets that are being counted, the oldest first, each with how many lines are still to count."""
    branches = None if branch_ids is None else list(branch_ids)
    return session.execute(_OPEN, {"company": company_id, "branches": branches}).all()
