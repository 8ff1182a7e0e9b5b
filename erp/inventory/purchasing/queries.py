"""Reading purchase orders: one with its lines, and what was received of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound


@dataclass(frozen=True)
class PurchaseOrderLineFacts:
    """A line in the unit it was ordered in; quantities without ``entered_`` count base units."""

    id: UUID
    position: int
    item_id: UUID
    sku: str
    description: str
    base_unit: str
    tracking: str
    expiry_required: bool
    entered_qty: Decimal
    unit: str
    numerator: int
    denominator: int
    qty: Decimal
    entered_unit_cost: Decimal
    amount: Decimal
    qty_received: Decimal
    qty_cancelled: Decimal
    over_receipt_percent: Decimal
    under_receipt_percent: Decimal
    qty_quantum: Decimal

    @property
    def qty_open(self) -> Decimal:
        """What the supplier still owes us."""
        return max(self.qty - self.qty_received - self.qty_cancelled, Decimal(0))

    @property
    def entered_qty_open(self) -> Decimal:
        """The open quantity in the ordered unit, as far as six places show it."""
        return self.qty_open * self.denominator / self.numerator


@dataclass(frozen=True)
class PurchaseOrderFacts:
    """A purchase order as its page shows it."""

    id: UUID
    number: str
    company_id: UUID
    branch_id: UUID
    warehouse_id: UUID
    warehouse_code: str
    supplier_id: UUID
    supplier_code: str
    supplier_name: str
    status: str
    currency: str
    ordered_on: date
    expected_on: date | None
    supplier_reference: str
    note: str
    total_amount: Decimal
    end_reason: str
    entered_by: str
    version: int
    lines: tuple[PurchaseOrderLineFacts, ...]

    @property
    def progress(self) -> str:
        """How much has come, in a word."""
        if self.status in ("draft", "cancelled"):
            return self.status
        if not any(line.qty_open for line in self.lines):
            return "received"
        return "partly_received" if any(line.qty_received for line in self.lines) else "open"


_HEADER = text(
    "SELECT o.id, o.number, o.company_id, o.branch_id, o.warehouse_id, w.code, o.supplier_id, s.code, s.name, "
    "  o.status, o.currency, o.ordered_on, o.expected_on, o.supplier_reference, o.note, o.total_amount, "
    "  o.end_reason, o.entered_by, o.version "
    "FROM inventory.purchase_order o JOIN inventory.supplier s ON s.id = o.supplier_id "
    "JOIN inventory.warehouse w ON w.id = o.warehouse_id WHERE o.id = :id"
)
_LINES = text(
    "SELECT l.id, l.position, l.item_id, i.sku, l.description, i.base_unit, i.tracking, i.expiry_required, "
    "  l.entered_qty, l.unit, l.numerator, l.denominator, l.qty, l.entered_unit_cost, l.amount, l.qty_received, "
    "  l.qty_cancelled, l.over_receipt_percent, l.under_receipt_percent, i.qty_quantum "
    "FROM inventory.purchase_order_line l JOIN inventory.item i ON i.id = l.item_id "
    "WHERE l.purchase_order_id = :id ORDER BY l.position"
)


def purchase_order(session: Session, purchase_order_id: UUID) -> PurchaseOrderFacts:
    """One purchase order with its lines. Raises: NotFound."""
    header = session.execute(_HEADER, {"id": purchase_order_id}).one_or_none()
    if header is None:
        raise NotFound("There is no such purchase order.")
    lines = session.execute(_LINES, {"id": purchase_order_id})
    return PurchaseOrderFacts(*[*header, tuple(PurchaseOrderLineFacts(*line) for line in lines)])


def purchase_order_by_number(session: Session, number: str) -> UUID:
    """The purchase order a typed or scanned number means. Raises: NotFound."""
    found = session.scalar(
        text("SELECT id FROM inventory.purchase_order WHERE number = upper(:number)"), {"number": number.strip()}
    )
    if found is None:
        raise NotFound("There is no purchase order %(upper)s.", field="code", upper=number.strip().upper())
    return UUID(str(found))
