"""Reading landed costs, and the goods receipts a charge can be shared over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound


@dataclass(frozen=True)
class ChargePage:
    """A charge, and beside each share what the goods had cost without it."""

    charge: Row[Any]
    lines: Sequence[Row[Any]]


_CHARGE = text(
    "SELECT c.*, o.number AS reverses_number, r.id AS reversed_by_id, r.number AS reversed_by_number "
    "FROM inventory.landed_cost c LEFT JOIN inventory.landed_cost o ON o.id = c.reverses_id "
    "LEFT JOIN inventory.landed_cost r ON r.reverses_id = c.id WHERE c.id = :id AND c.company_id = :company_id"
)
_LINES = text(
    "SELECT y.amount, l.id AS goods_receipt_line_id, l.qty, l.amount AS received_amount, g.id AS goods_receipt_id, "
    "  g.number, g.received_on, i.id AS item_id, i.sku, i.description, i.base_unit, t.code AS lot_code, "
    "  round(y.amount / l.qty, 6) AS unit_amount "
    "FROM inventory.landed_cost_line y JOIN inventory.goods_receipt_line l ON l.id = y.goods_receipt_line_id "
    "JOIN inventory.goods_receipt g ON g.id = l.goods_receipt_id JOIN inventory.item i ON i.id = l.item_id "
    "LEFT JOIN inventory.lot t ON t.id = l.lot_id WHERE y.landed_cost_id = :id ORDER BY y.position"
)
_OF_RECEIPTS = text(
    "SELECT g.number, l.id FROM inventory.goods_receipt g "
    "JOIN inventory.goods_receipt_line l ON l.goods_receipt_id = g.id "
    "WHERE g.company_id = :company_id AND g.number = ANY(CAST(:numbers AS text[])) ORDER BY g.number, l.position"
)
_RECEIPTS = text(
    "SELECT g.number, s.name, g.received_on FROM inventory.goods_receipt g "
    "JOIN inventory.supplier s ON s.id = g.supplier_id "
    "WHERE g.company_id = :company_id AND (g.number ILIKE :part OR s.name ILIKE :part) "
    "ORDER BY g.received_on DESC, g.number DESC LIMIT 12"
)


def charge_page(session: Session, company_id: UUID, landed_cost_id: UUID) -> ChargePage:
    """One landed cost. Raises: NotFound."""
    charge = session.execute(_CHARGE, {"id": landed_cost_id, "company_id": company_id}).one_or_none()
    if charge is None:
        raise NotFound("There is no such landed cost.")
    return ChargePage(charge, session.execute(_LINES, {"id": landed_cost_id}).all())


def lines_of_receipts(session: Session, company_id: UUID, numbers: Sequence[str]) -> dict[str, list[UUID]]:
    """The lines of goods receipts, by the receipt's number."""
    found: dict[str, list[UUID]] = {}
    for row in session.execute(_OF_RECEIPTS, {"company_id": company_id, "numbers": list(numbers)}):
        found.setdefault(row.number, []).append(row.id)
    return found


def receipts_like(session: Session, company_id: UUID, typed: str) -> Sequence[Row[Any]]:
    """Goods receipts by a part of their number or of the supplier's name, the latest first."""
    part = "%" + typed.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return session.execute(_RECEIPTS, {"company_id": company_id, "part": part}).all()
