"""Read the goods that wait for a decision, line by line, the longest waiting first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound


@dataclass(frozen=True)
class WaitingReturnLine:
    """Returned goods of one receipt line; ``qty_waiting`` (base units) is not decided yet.

    ``cost_amount`` is what all of ``qty`` is worth in stock; ``shipment_number`` and ``shipped_on`` tell the sale it
    left with, where that is known.
    """

    id: UUID
    company_id: UUID
    receipt_id: UUID
    receipt_number: str
    position: int
    origin_kind: str
    origin_id: UUID
    origin_line_id: UUID
    origin_number: str
    consignor_name: str
    branch_id: UUID
    warehouse_id: UUID
    warehouse_code: str
    item_id: UUID
    sku: str
    description: str
    base_unit: str
    lot_code: str | None
    bin_code: str
    qty: Decimal
    qty_waiting: Decimal
    cost_amount: Decimal
    condition: str | None
    inspection_notes: str
    inspected_by: str | None
    received_on: date
    received_by: str
    shipment_id: UUID | None
    shipment_number: str | None
    shipped_on: date | None
    shipped_lot_code: str | None
    lines_waiting: int  # of the receipt, this one included: the customer is credited with the last


_LINES = """
    SELECT l.id, l.company_id, l.receipt_id, r.number, l.position, r.origin_kind, r.origin_id, l.origin_line_id,
           r.origin_number, r.consignor_name, r.branch_id, r.warehouse_id, w.code, l.item_id, i.sku, i.description,
           i.base_unit, t.code, b.code, l.qty, l.qty - l.qty_dispositioned, l.cost_amount, l.condition,
           l.inspection_notes, l.inspected_by, r.received_on, r.received_by, s.id, s.number, s.shipped_on, st.code,
           (SELECT count(*) FROM inventory.return_receipt_line o
             WHERE o.receipt_id = l.receipt_id AND o.qty_dispositioned < o.qty)
    FROM inventory.return_receipt_line l
    JOIN inventory.return_receipt r ON r.id = l.receipt_id
    JOIN inventory.warehouse w ON w.id = r.warehouse_id
    JOIN inventory.item i ON i.id = l.item_id
    JOIN inventory.bin b ON b.id = l.bin_id
    JOIN inventory.return_expectation e ON e.id = l.expectation_id
    LEFT JOIN inventory.lot t ON t.id = l.lot_id
    LEFT JOIN inventory.shipment_line sl ON sl.id = e.original_shipment_line_id
    LEFT JOIN inventory.shipment s ON s.id = sl.shipment_id
    LEFT JOIN inventory.lot st ON st.id = sl.lot_id
"""
_IN_REACH = """
    WHERE l.company_id = :company AND l.qty_dispositioned < l.qty
      AND (CAST(:branches AS uuid[]) IS NULL OR r.branch_id = ANY(CAST(:branches AS uuid[])))
"""
_ORDER = " ORDER BY r.received_on, l.receipt_id, l.position"
_WAITING = text(f"{_LINES}{_IN_REACH}{_ORDER} LIMIT :limit")
_ONE = text(f"{_LINES} WHERE l.company_id = :company AND l.id = :line")
_COUNT = text(f"""
    SELECT count(*) FROM inventory.return_receipt_line l
    JOIN inventory.return_receipt r ON r.id = l.receipt_id{_IN_REACH}""")  # noqa: S608
_NEXT = text(f"""
    SELECT l.id FROM inventory.return_receipt_line l JOIN inventory.return_receipt r ON r.id = l.receipt_id
    {_IN_REACH} AND l.id <> :line
    ORDER BY (r.received_on, l.receipt_id, l.position)
           < (CAST(:received_on AS date), CAST(:receipt AS uuid), CAST(:position AS integer)),
             r.received_on, l.receipt_id, l.position LIMIT 1""")  # noqa: S608
_FIND = text(f"""
    SELECT l.id FROM inventory.return_receipt_line l JOIN inventory.return_receipt r ON r.id = l.receipt_id
    LEFT JOIN inventory.lot t ON t.id = l.lot_id
    {_IN_REACH}
      AND (r.number = :code OR r.origin_number = :code OR upper(t.code) = :code
           OR l.item_id = CAST(:item AS uuid) AND (:lot = '' OR upper(t.code) = :lot))
    ORDER BY r.received_on, l.receipt_id, l.position LIMIT 1""")  # noqa: S608


def waiting_return_lines(
    session: Session, company_id: UUID, branch_ids: Collection[UUID] | None, limit: int = 100
) -> list[WaitingReturnLine]:
    """The goods that wait, the longest waiting first."""
    rows = session.execute(_WAITING, {**_reach(company_id, branch_ids), "limit": limit})
    return [WaitingReturnLine(*tuple(row)) for row in rows]


def count_waiting_return_lines(session: Session, company_id: UUID, branch_ids: Collection[UUID] | None) -> int:
    """How many lines wait in all."""
    return int(session.execute(_COUNT, _reach(company_id, branch_ids)).scalar_one())


def waiting_return_line(session: Session, company_id: UUID, line_id: UUID) -> WaitingReturnLine:
    """One returned line, whether anything of it still waits or not. Raises: NotFound."""
    row = session.execute(_ONE, {"company": company_id, "line": line_id}).one_or_none()
    if row is None:
        raise NotFound("There are no such returned goods in this company.")
    return WaitingReturnLine(*tuple(row))


def next_waiting_return_line(
    session: Session, line: WaitingReturnLine, branch_ids: Collection[UUID] | None
) -> UUID | None:
    """The line that waits next after this one, from the end on to the beginning; none where it is the last."""
    found: UUID | None = session.scalar(
        _NEXT,
        {**_reach(line.company_id, branch_ids), "line": line.id, "received_on": line.received_on,
         "receipt": line.receipt_id, "position": line.position},
    )
    return found


def find_waiting_return_line(
    session: Session, company_id: UUID, branch_ids: Collection[UUID] | None, code: str, *,
    item_id: UUID | None = None, lot: str = "",
) -> UUID | None:
    """The waiting goods of a scanned RMA, return receipt, lot or item (of one lot, where the label names it too)."""
    found: UUID | None = session.scalar(
        _FIND,
        {**_reach(company_id, branch_ids), "code": code.strip().upper(), "item": item_id, "lot": lot.strip().upper()},
    )
    return found


def _reach(company_id: UUID, branch_ids: Collection[UUID] | None) -> dict[str, object]:
    return {"company": company_id, "branches": None if branch_ids is None else list(branch_ids)}
