"""What came back with a return receipt, for those who credit it."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class ReturnReceiptLineFacts:
    """One line; ``origin_line_id`` is the RMA line, ``qty`` counts base units."""

    id: UUID
    position: int
    origin_line_id: UUID
    item_id: UUID
    sku: str
    family_id: UUID
    qty: Decimal


_LINES = text("""
    SELECT l.id, l.position, l.origin_line_id, l.item_id, i.sku, i.family_id, l.qty
    FROM inventory.return_receipt_line l JOIN inventory.item i ON i.id = l.item_id
    WHERE l.receipt_id = :receipt ORDER BY l.position
""")


def return_receipt_lines(session: Session, receipt_id: UUID) -> list[ReturnReceiptLineFacts]:
    """Every line of the receipt, in order."""
    return [ReturnReceiptLineFacts(*row) for row in session.execute(_LINES, {"receipt": receipt_id})]
