"""Read expected and received returns for their pages and the scanner."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound


@dataclass(frozen=True)
class ExpectedReturn:
    """An RMA of which something may still come back."""

    origin_id: UUID
    origin_number: str
    consignor_name: str
    branch_id: UUID
    warehouse_code: str
    lines_open: int
    first_asked_at: datetime


@dataclass(frozen=True)
class ExpectedLine:
    """A line of an RMA (base units)."""

    id: UUID
    origin_id: UUID
    origin_number: str
    consignor_name: str
    branch_id: UUID
    warehouse_id: UUID
    warehouse_code: str
    item_id: UUID
    sku: str
    description: str
    base_unit: str
    tracking: str
    shipment_number: str | None
    shipped_lot_code: str | None
    qty: Decimal
    qty_received: Decimal
    qty_cancelled: Decimal

    @property
    def qty_open(self) -> Decimal:
        """What may still come back."""
        return self.qty - self.qty_received - self.qty_cancelled


@dataclass(frozen=True)
class ReturnReceiptFacts:
    """A return receipt's header."""

    id: UUID
    number: str
    branch_id: UUID
    warehouse_id: UUID
    warehouse_code: str
    origin_kind: str
    origin_id: UUID
    origin_number: str
    consignor_name: str
    received_on: date
    received_by: str


@dataclass(frozen=True)
class ReturnReceiptLineFacts:
    """A received line: its condition and what still waits for a decision."""

    id: UUID
    position: int
    item_id: UUID
    sku: str
    description: str
    base_unit: str
    lot_code: str | None
    bin_code: str
    qty: Decimal
    cost_amount: Decimal
    condition: str | None
    inspection_notes: str
    inspected_by: str | None
    qty_dispositioned: Decimal

    @property
    def qty_waiting(self) -> Decimal:
        """Not decided yet."""
        return self.qty - self.qty_dispositioned


@dataclass(frozen=True)
class DispositionFacts:
    """What became of a part of a line."""

    position: int
    sku: str
    disposition: str
    qty: Decimal
    bin_code: str
    reason: str
    cost_amount: Decimal
    disposed_on: date
    disposed_by: str


_EXPECTED = text("""
    SELECT e.origin_id, min(e.origin_number), min(e.consignor_name), w.branch_id, w.code, count(*), min(e.created_at)
    FROM inventory.return_expectation e JOIN inventory.warehouse w ON w.id = e.warehouse_id
    WHERE e.company_id = :company AND e.qty_received + e.qty_cancelled < e.qty
      AND (CAST(:branches AS uuid[]) IS NULL OR w.branch_id = ANY(CAST(:branches AS uuid[])))
    GROUP BY e.origin_id, w.id ORDER BY min(e.created_at), e.origin_id LIMIT :limit""")
_LINES_EXPECTED = text("""
    SELECT e.id, e.origin_id, e.origin_number, e.consignor_name, w.branch_id, e.warehouse_id, w.code, e.item_id, i.sku,
           i.description, i.base_unit, i.tracking, s.number, t.code, e.qty, e.qty_received, e.qty_cancelled
    FROM inventory.return_expectation e
    JOIN inventory.warehouse w ON w.id = e.warehouse_id
    JOIN inventory.item i ON i.id = e.item_id
    LEFT JOIN inventory.shipment_line l ON l.id = e.original_shipment_line_id
    LEFT JOIN inventory.shipment s ON s.id = l.shipment_id
    LEFT JOIN inventory.lot t ON t.id = l.lot_id
    WHERE e.origin_id = :origin ORDER BY e.id""")
_RECEIPT = """
    SELECT r.id, r.number, r.branch_id, r.warehouse_id, w.code, r.origin_kind, r.origin_id, r.origin_number,
           r.consignor_name, r.received_on, r.received_by
    FROM inventory.return_receipt r JOIN inventory.warehouse w ON w.id = r.warehouse_id"""
_BY_ID = text(f"{_RECEIPT} WHERE r.id = :receipt")
_OF_ORIGIN = text(f"""{_RECEIPT}
    WHERE r.origin_id = :origin
      AND (CAST(:branches AS uuid[]) IS NULL OR r.branch_id = ANY(CAST(:branches AS uuid[])))
    ORDER BY r.id""")
_RECEIPT_LINES = text("""
    SELECT l.id, l.position, l.item_id, i.sku, i.description, i.base_unit, t.code, bin.code, l.qty, l.cost_amount,
           l.condition, l.inspection_notes, l.inspected_by, l.qty_dispositioned
    FROM inventory.return_receipt_line l JOIN inventory.item i ON i.id = l.item_id
    JOIN inventory.bin bin ON bin.id = l.bin_id LEFT JOIN inventory.lot t ON t.id = l.lot_id
    WHERE l.receipt_id = :receipt ORDER BY l.position""")
_DISPOSITIONS = text("""
    SELECT l.position, i.sku, d.disposition, d.qty, bin.code, d.reason, d.cost_amount, d.disposed_on, d.disposed_by
    FROM inventory.return_disposition d JOIN inventory.return_receipt_line l ON l.id = d.return_receipt_line_id
    JOIN inventory.item i ON i.id = l.item_id JOIN inventory.bin bin ON bin.id = d.bin_id
    WHERE l.receipt_id = :receipt ORDER BY d.id""")
_LOT = text("SELECT id FROM inventory.lot WHERE item_id = :item AND upper(code) = upper(:code)")


def expected_returns(
    session: Session, company_id: UUID, branch_ids: Collection[UUID] | None, limit: int = 200
) -> list[ExpectedReturn]:
    """RMAs of which something may still come back, the oldest first."""
    params = {"company": company_id, "branches": None if branch_ids is None else list(branch_ids), "limit": limit}
    return [ExpectedReturn(*tuple(row)) for row in session.execute(_EXPECTED, params)]


def expected_lines(session: Session, origin_id: UUID) -> list[ExpectedLine]:
    """The lines of an RMA. Raises: NotFound."""
    lines = [ExpectedLine(*tuple(row)) for row in session.execute(_LINES_EXPECTED, {"origin": origin_id})]
    if not lines:
        raise NotFound("No return is expected under this number.")
    return lines


def origin_by_number(session: Session, number: str) -> UUID:
    """The RMA of a scanned number. Raises: NotFound."""
    found: UUID | None = session.execute(
        text("SELECT origin_id FROM inventory.return_expectation WHERE origin_number = :number LIMIT 1"),
        {"number": number.strip().upper()},
    ).scalar_one_or_none()
    if found is None:
        raise NotFound(
            "No return is expected under %(number)s. Ask the desk for an RMA first.",
            field="code", number=number,
        )
    return found


def return_receipt(session: Session, receipt_id: UUID) -> ReturnReceiptFacts:
    """One return receipt. Raises: NotFound."""
    row = session.execute(_BY_ID, {"receipt": receipt_id}).one_or_none()
    if row is None:
        raise NotFound("There is no such return receipt.")
    return ReturnReceiptFacts(*tuple(row))


def receipts_of_origin(
    session: Session, origin_id: UUID, branch_ids: Collection[UUID] | None
) -> list[ReturnReceiptFacts]:
    """The return receipts of an RMA, in the order they came."""
    params = {"origin": origin_id, "branches": None if branch_ids is None else list(branch_ids)}
    return [ReturnReceiptFacts(*tuple(row)) for row in session.execute(_OF_ORIGIN, params)]


def receipt_lines(session: Session, receipt_id: UUID) -> list[ReturnReceiptLineFacts]:
    """What came back."""
    rows = session.execute(_RECEIPT_LINES, {"receipt": receipt_id})
    return [ReturnReceiptLineFacts(*tuple(row)) for row in rows]


def dispositions(session: Session, receipt_id: UUID) -> list[DispositionFacts]:
    """What became of it so far."""
    return [DispositionFacts(*tuple(row)) for row in session.execute(_DISPOSITIONS, {"receipt": receipt_id})]


def lot_by_code(session: Session, item_id: UUID, code: str) -> UUID | None:
    """The lot or serial number of an item, by the code on its label."""
    found: UUID | None = session.execute(_LOT, {"item": item_id, "code": code.strip()}).scalar_one_or_none()
    return found
