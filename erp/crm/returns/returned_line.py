"""What is known of a returned line on the customer's side: why it came back, whose it was, what it was sold at."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class ReturnedLine:
    """An RMA line with its reason and its sale; prices per base unit, net, in the currency of the RMA."""

    id: UUID
    rma_id: UUID
    rma_number: str
    branch_id: UUID
    customer_id: UUID
    customer_code: str
    customer_name: str
    customer_reference: str
    reason_name: str
    is_our_fault: bool
    note: str
    rma_note: str
    order_id: UUID | None
    order_number: str | None
    net_unit_price: Decimal
    currency: str
    restocking_fee_percent: Decimal


_LINE = text("""
    SELECT l.id, r.id, r.number, r.branch_id, c.id, c.code, c.name, r.customer_reference, reason.name,
           reason.is_our_fault, l.note, r.note, o.id, o.number, l.net_unit_price, r.currency, l.restocking_fee_percent
      FROM crm.rma_line l
      JOIN crm.rma r ON r.id = l.rma_id
      JOIN crm.customer c ON c.id = r.customer_id
      JOIN crm.return_reason reason ON reason.code = l.reason
      LEFT JOIN crm.sales_order_line ol ON ol.id = l.order_line_id
      LEFT JOIN crm.sales_order o ON o.id = ol.order_id
     WHERE l.id = :line
""")


def returned_line(session: Session, rma_line_id: UUID) -> ReturnedLine | None:
    """The line of an RMA; None where the goods came back without one."""
    row = session.execute(_LINE, {"line": rma_line_id}).one_or_none()
    return ReturnedLine(*tuple(row)) if row else None
