"""Reading transfer orders."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound


@dataclass(frozen=True)
class TransferPage:
    """A transfer order with both warehouses and its lines."""

    order: Row[Any]
    lines: Sequence[Row[Any]]


_ORDER = text(
    "SELECT t.*, s.code AS from_code, s.name AS from_name, s.branch_id AS from_branch_id, d.code AS to_code, "
    "  d.name AS to_name, d.branch_id AS to_branch_id "
    "FROM inventory.transfer_order t JOIN inventory.warehouse s ON s.id = t.from_warehouse_id "
    "JOIN inventory.warehouse d ON d.id = t.to_warehouse_id WHERE t.id = :id"
)
_LINES = text(
    "SELECT y.*, i.sku, i.description, i.base_unit, b.code AS bin_code, l.code AS lot_code, "
    "  y.qty_shipped - y.qty_received - y.qty_lost AS qty_in_transit "
    "FROM inventory.transfer_line y JOIN inventory.item i ON i.id = y.item_id "
    "JOIN inventory.bin b ON b.id = y.from_bin_id LEFT JOIN inventory.lot l ON l.id = y.lot_id "
    "WHERE y.transfer_order_id = :id ORDER BY y.position"
)


def transfer_page(session: Session, transfer_order_id: UUID) -> TransferPage:
    """One transfer order. Raises: NotFound."""
    order = session.execute(_ORDER, {"id": transfer_order_id}).one_or_none()
    if order is None:
        raise NotFound("There is no such transfer order.")
    return TransferPage(order, session.execute(_LINES, {"id": transfer_order_id}).all())


_MOVING = text(
    "SELECT t.id, t.number, t.status, s.code AS from_code, d.code AS to_code, "
    "  (SELECT count(*) FROM inventory.transfer_line y WHERE y.transfer_order_id = t.id) AS lines "
    "FROM inventory.transfer_order t JOIN inventory.warehouse s ON s.id = t.from_warehouse_id "
    "JOIN inventory.warehouse d ON d.id = t.to_warehouse_id "
    "WHERE t.company_id = :company AND (t.status = 'draft' AND (CAST(:branches AS uuid[]) IS NULL "
    "      OR s.branch_id = ANY(CAST(:branches AS uuid[]))) "
    "    OR t.status = 'shipped' AND (CAST(:branches AS uuid[]) IS NULL "
    "      OR d.branch_id = ANY(CAST(:branches AS uuid[])))) "
    "ORDER BY t.status DESC, t.id LIMIT 50"
)


def moving_transfers(session: Session, company_id: UUID, branch_ids: Collection[UUID] | None) -> Sequence[Row[Any]]:
    """What arrives at these branches and what should leave them, arrivals first."""
    branches = None if branch_ids is None else list(branch_ids)
    return session.execute(_MOVING, {"company": company_id, "branches": branches}).all()
