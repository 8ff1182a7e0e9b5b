"""The sales that goods can come back from: what was billed, and how much of it is still with the customer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class OriginalSale:
    """One billed shipment line; ``qty_authorized`` and ``amount_authorized`` of it are on RMAs already."""

    shipment_line_id: UUID
    shipment_id: UUID
    order_line_id: UUID
    order_id: UUID
    order_number: str
    company_id: UUID
    customer_id: UUID
    warehouse_id: UUID
    item_id: UUID
    description: str
    unit: str
    shipped_on: date
    currency: str
    qty: Decimal
    net_unit_price: Decimal
    amount: Decimal
    tax_class: str
    qty_authorized: Decimal
    amount_authorized: Decimal

    @property
    def qty_returnable(self) -> Decimal:
        """What can still be authorized to come back."""
        return self.qty - self.qty_authorized


_COLUMNS = """
    SELECT b.shipment_line_id, b.document_id, b.order_line_id, o.id, o.number, o.company_id, o.customer_id,
           o.warehouse_id, b.item_id, b.description, b.unit, b.occurred_on, b.currency, b.qty, b.net_unit_price,
           b.amount, b.tax_class, coalesce(r.qty, 0), coalesce(r.amount, 0)
      FROM crm.billing_line b
      JOIN crm.sales_order o ON o.id = b.order_id
      LEFT JOIN LATERAL (
          SELECT sum(l.qty - l.qty_cancelled) AS qty,
                 sum(round(l.amount * (l.qty - l.qty_cancelled) / l.qty, 4)) AS amount
            FROM crm.rma_line l WHERE l.original_shipment_line_id = b.shipment_line_id) r ON true
"""
_BY_LINE = text(_COLUMNS + "WHERE b.shipment_line_id = ANY(CAST(:lines AS uuid[]))")
# A voided shipment came back whole: its lines are not for sale again, and inventory refuses them too.
_OF_CUSTOMER = text(
    _COLUMNS
    + """
     WHERE o.company_id = :company AND o.customer_id = :customer AND b.shipment_line_id IS NOT NULL
       AND (CAST(:items AS uuid[]) IS NULL OR b.item_id = ANY(CAST(:items AS uuid[])))
       AND (CAST(:before AS date) IS NULL OR b.occurred_on <= CAST(:before AS date))
       AND b.qty > coalesce(r.qty, 0)
       AND NOT EXISTS (SELECT FROM crm.billing_void v WHERE v.document_id = b.document_id)
     ORDER BY b.occurred_on DESC, b.id DESC LIMIT :limit
"""
)


def original_sales(session: Session, shipment_line_ids: Collection[UUID]) -> dict[UUID, OriginalSale]:
    """The sales behind some shipment lines, in one execution; unknown ids are left out."""
    if not shipment_line_ids:
        return {}
    rows = session.execute(_BY_LINE, {"lines": list(shipment_line_ids)})
    return {row.shipment_line_id: OriginalSale(*row) for row in rows}


def returnable_sales(
    session: Session,
    company_id: UUID,
    customer_id: UUID,
    *,
    item_ids: Collection[UUID] | None = None,
    before: date | None = None,
    limit: int = 200,
) -> list[OriginalSale]:
    """Sales to a customer of which something can still come back, latest first, of some items and up to a day."""
    rows = session.execute(
        _OF_CUSTOMER,
        {
            "company": company_id,
            "customer": customer_id,
            "items": None if item_ids is None else list(item_ids),
            "before": before,
            "limit": limit,
        },
    )
    return [OriginalSale(*row) for row in rows]
