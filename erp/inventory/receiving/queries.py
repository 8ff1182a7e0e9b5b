"""Reading deliveries: what is expected and what came."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.actor import Actor
from erp.kernel.errors import NotFound


@dataclass(frozen=True)
class ExpectedDelivery:
    """A submitted purchase order with open lines."""

    purchase_order_id: UUID
    number: str
    supplier_name: str
    warehouse_code: str
    branch_id: UUID
    expected_on: date | None
    lines_open: int
    lines_in_all: int


@dataclass(frozen=True)
class GoodsReceiptLineFacts:
    """One received line."""

    position: int
    sku: str
    description: str
    entered_qty: Decimal
    unit: str
    qty: Decimal
    base_unit: str
    lot_code: str | None
    expires_on: date | None
    bin_code: str
    unit_cost: Decimal
    amount: Decimal


@dataclass(frozen=True)
class GoodsReceiptFacts:
    """A goods receipt as its page shows it."""

    id: UUID
    number: str
    branch_id: UUID
    warehouse_code: str
    purchase_order_id: UUID
    purchase_order_number: str
    supplier_id: UUID
    supplier_name: str
    received_on: date
    delivery_note: str
    currency: str
    total_amount: Decimal
    received_by: str
    lines: tuple[GoodsReceiptLineFacts, ...]


_EXPECTED = text(
    "SELECT o.id, o.number, s.name, w.code, o.branch_id, o.expected_on, "
    "  count(*) FILTER (WHERE l.qty_received + l.qty_cancelled < l.qty), count(*) "
    "FROM inventory.purchase_order o JOIN inventory.supplier s ON s.id = o.supplier_id "
    "JOIN inventory.warehouse w ON w.id = o.warehouse_id "
    "JOIN inventory.purchase_order_line l ON l.purchase_order_id = o.id "
    "WHERE o.company_id = :company AND o.status = 'submitted' "
    "  AND (CAST(:branches AS uuid[]) IS NULL OR o.branch_id = ANY(CAST(:branches AS uuid[]))) "
    "GROUP BY o.id, s.name, w.code HAVING bool_or(l.qty_received + l.qty_cancelled < l.qty) "
    "ORDER BY o.expected_on NULLS LAST, o.number LIMIT :limit"
)
_RECEIPT = text(
    "SELECT r.id, r.number, r.branch_id, w.code, r.purchase_order_id, o.number, r.supplier_id, s.name, "
    "  r.received_on, r.delivery_note, r.currency, r.total_amount, r.received_by "
    "FROM inventory.goods_receipt r JOIN inventory.purchase_order o ON o.id = r.purchase_order_id "
    "JOIN inventory.supplier s ON s.id = r.supplier_id JOIN inventory.warehouse w ON w.id = r.warehouse_id "
    "WHERE r.id = :id"
)
_RECEIPT_LINES = text(
    "SELECT l.position, i.sku, i.description, l.entered_qty, l.unit, l.qty, i.base_unit, t.code, t.expires_on, "
    "  b.code, l.unit_cost, l.amount "
    "FROM inventory.goods_receipt_line l JOIN inventory.item i ON i.id = l.item_id "
    "JOIN inventory.bin b ON b.id = l.bin_id LEFT JOIN inventory.lot t ON t.id = l.lot_id "
    "WHERE l.goods_receipt_id = :id ORDER BY l.position"
)
_OF_ORDER = text(
    "SELECT id, number, received_on, delivery_note, total_amount, received_by FROM inventory.goods_receipt "
    "WHERE purchase_order_id = :order ORDER BY id"
)
_COUNT_EXPECTED = text(
    "SELECT count(*) FROM inventory.purchase_order o WHERE o.company_id = :company AND o.status = 'submitted' "
    "  AND (CAST(:branches AS uuid[]) IS NULL OR o.branch_id = ANY(CAST(:branches AS uuid[]))) "
    "  AND EXISTS (SELECT 1 FROM inventory.purchase_order_line l WHERE l.purchase_order_id = o.id "
    "    AND l.qty_received + l.qty_cancelled < l.qty)"
)


def expected_deliveries(
    session: Session, company_id: UUID, branch_ids: Collection[UUID] | None = None, limit: int = 200
) -> list[ExpectedDelivery]:
    """Purchase orders from which something should still come, the earliest expected first."""
    rows = session.execute(
        _EXPECTED,
        {
            "company": company_id,
            "branches": None if branch_ids is None else list(branch_ids),
            "limit": limit,
        },
    )
    return [ExpectedDelivery(*row) for row in rows]


def count_expected(session: Session, company_id: UUID, actor: Actor) -> int:
    """How many purchase orders the actor may receive something of."""
    branches = actor.branches_for("inventory.goods_receipt.create")
    return int(
        session.scalar(
            _COUNT_EXPECTED, {"company": company_id, "branches": None if branches is None else list(branches)}
        )
        or 0
    )


def goods_receipt(session: Session, goods_receipt_id: UUID) -> GoodsReceiptFacts:
    """One goods receipt with its lines. Raises: NotFound."""
    header = session.execute(_RECEIPT, {"id": goods_receipt_id}).one_or_none()
    if header is None:
        raise NotFound("There is no such goods receipt.")
    lines = session.execute(_RECEIPT_LINES, {"id": goods_receipt_id})
    return GoodsReceiptFacts(*[*header, tuple(GoodsReceiptLineFacts(*line) for line in lines)])


@dataclass(frozen=True)
class ReceiptOfOrder:
    """One delivery of a purchase order."""

    id: UUID
    number: str
    received_on: date
    delivery_note: str
    total_amount: Decimal
    received_by: str


def receipts_of_order(session: Session, purchase_order_id: UUID) -> list[ReceiptOfOrder]:
    """The deliveries of a purchase order, in the order they came."""
    return [ReceiptOfOrder(*row) for row in session.execute(_OF_ORDER, {"order": purchase_order_id})]
