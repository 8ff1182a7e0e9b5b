"""What finance needs to credit returned goods: whom, at what they were billed at, less which fee."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class ReturnLineTerms:
    """One RMA line. ``amount`` is what ``qty`` (base units) was billed at, net; the fee is in per cent of it."""

    rma_line_id: UUID
    position: int
    item_id: UUID
    description: str
    unit: str
    qty: Decimal
    original_shipment_line_id: UUID | None
    order_line_id: UUID | None
    order_number: str | None
    net_unit_price: Decimal
    amount: Decimal
    tax_class: str
    reason: str
    reason_name: str
    restocking_fee_percent: Decimal


@dataclass(frozen=True)
class ReturnTerms:
    """The terms an RMA is credited on. The delivery address is the customer's present default one."""

    rma_id: UUID
    rma_number: str
    company_id: UUID
    branch_id: UUID
    warehouse_id: UUID
    customer_id: UUID
    customer_code: str
    is_cash_sale: bool
    customer_reference: str
    bill_to_name: str
    bill_to_street: str
    bill_to_postal_code: str
    bill_to_city: str
    bill_to_region: str
    bill_to_country: str
    bill_to_tax_number: str
    invoice_email: str
    ship_to_country: str
    ship_to_region: str
    ship_to_postal_code: str
    currency: str
    payment_term_id: UUID | None
    salesperson_id: UUID | None
    channel: str
    tax_status: str
    exemption_certificate: str
    exemption_expires_on: date | None
    lines: tuple[ReturnLineTerms, ...] = ()

    def is_exempt(self, on: date) -> bool:
        """Whether the customer's exemption certificate covers that day."""
        return self.tax_status == "exempt" and (
            self.exemption_expires_on is None or self.exemption_expires_on >= on
        )


# One row an RMA line. Salesperson and channel are those of the first original sale, else the customer's own and
# 'return'; terms fall back where the company trades with the customer no more.
_TERMS = text("""
    SELECT r.id AS rma_id, r.number, r.company_id, r.branch_id, r.warehouse_id, c.id, c.code, c.is_cash_sale,
           r.customer_reference, c.name, c.street, c.postal_code, c.city, c.region, c.country, c.tax_number,
           c.invoice_email, coalesce(s.country, c.country), coalesce(s.region, c.region),
           coalesce(s.postal_code, c.postal_code), r.currency, t.payment_term_id,
           coalesce(sale.salesperson_id, t.salesperson_id), coalesce(sale.channel, 'return'),
           coalesce(t.tax_status, 'taxable'), coalesce(t.exemption_certificate, ''), t.exemption_expires_on,
           l.id, l.position, l.item_id, l.description, l.unit, l.qty, l.original_shipment_line_id, l.order_line_id,
           o.number, l.net_unit_price, l.amount, l.tax_class, l.reason, reason.name, l.restocking_fee_percent
      FROM crm.rma r
      JOIN crm.rma_line l ON l.rma_id = r.id
      JOIN crm.return_reason reason ON reason.code = l.reason
      JOIN crm.customer c ON c.id = r.customer_id
      LEFT JOIN crm.customer_company t ON t.customer_id = r.customer_id AND t.company_id = r.company_id
      LEFT JOIN crm.ship_to s ON s.customer_id = r.customer_id AND s.is_default AND s.status = 'active'
      LEFT JOIN crm.sales_order_line ol ON ol.id = l.order_line_id
      LEFT JOIN crm.sales_order o ON o.id = ol.order_id
      LEFT JOIN LATERAL (
          SELECT so.salesperson_id, so.channel
            FROM crm.rma_line fl
            JOIN crm.sales_order_line fol ON fol.id = fl.order_line_id
            JOIN crm.sales_order so ON so.id = fol.order_id
           WHERE fl.rma_id = r.id ORDER BY fl.position LIMIT 1) sale ON true
     WHERE r.id = ANY(CAST(:rmas AS uuid[]))
     ORDER BY r.id, l.position
""")
_HEADER = tuple(ReturnTerms.__dataclass_fields__)[:-1]


def return_terms(session: Session, rma_ids: Collection[UUID]) -> dict[UUID, ReturnTerms]:
    """The terms and lines of some RMAs, by their ids, in one execution."""
    if not rma_ids:
        return {}
    headers: dict[UUID, dict[str, Any]] = {}
    lines: dict[UUID, list[ReturnLineTerms]] = {}
    for row in session.execute(_TERMS, {"rmas": list(rma_ids)}):
        headers.setdefault(row.rma_id, dict(zip(_HEADER, row, strict=False)))
        lines.setdefault(row.rma_id, []).append(ReturnLineTerms(*row[len(_HEADER) :]))
    return {rma_id: ReturnTerms(**header, lines=tuple(lines[rma_id])) for rma_id, header in headers.items()}
