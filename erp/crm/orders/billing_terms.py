"""What finance needs to bill a shipment or rendered charges: the order's terms and the billing lines, as they stood."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class BilledLine:
    """One billing line. ``qty`` in base units, ``net_unit_price`` per base unit, ``amount`` in order currency."""

    billing_line_id: UUID
    shipment_line_id: UUID | None
    order_line_id: UUID
    position: int
    kind: str  # item, charge
    charge_kind: str | None
    item_id: UUID | None
    description: str
    qty: Decimal
    unit: str
    net_unit_price: Decimal
    amount: Decimal
    tax_class: str


@dataclass(frozen=True)
class BillingTerms:
    """The terms one document (a shipment, or a fulfilment of charges) is billed on."""

    document_id: UUID
    order_id: UUID
    order_number: str
    customer_reference: str
    ordered_on: date
    company_id: UUID
    branch_id: UUID
    warehouse_id: UUID
    customer_id: UUID
    customer_code: str
    is_cash_sale: bool
    bill_to_name: str
    bill_to_street: str
    bill_to_postal_code: str
    bill_to_city: str
    bill_to_region: str
    bill_to_country: str
    bill_to_tax_number: str
    invoice_email: str
    ship_to_id: UUID | None
    ship_to_name: str
    ship_to_street: str
    ship_to_postal_code: str
    ship_to_city: str
    ship_to_region: str
    ship_to_country: str
    currency: str
    payment_term_id: UUID
    billing_mode: str
    salesperson_id: UUID | None
    channel: str
    tax_status: str
    exemption_certificate: str
    exemption_expires_on: date | None
    lines: tuple[BilledLine, ...] = ()

    def is_exempt(self, on: date) -> bool:
        """Whether the customer's exemption certificate covers that day (the tax point)."""
        return self.tax_status == "exempt" and (
            self.exemption_expires_on is None or self.exemption_expires_on >= on
        )


# One row a billing line; the header's columns come first and are the same for every line of a document.
_TERMS = text("""
    SELECT b.document_id, o.id, o.number, o.customer_reference, o.ordered_on, o.company_id, o.branch_id,
           o.warehouse_id, c.id, c.code, c.is_cash_sale, c.name, c.street, c.postal_code, c.city, c.region, c.country,
           c.tax_number, c.invoice_email, o.ship_to_id, o.ship_to_name, o.ship_to_street, o.ship_to_postal_code,
           o.ship_to_city, o.ship_to_region, o.ship_to_country, o.currency, o.payment_term_id, o.billing_mode,
           o.salesperson_id, o.channel, t.tax_status, t.exemption_certificate, t.exemption_expires_on,
           b.id, b.shipment_line_id, b.order_line_id, b.position, b.kind, b.charge_kind, b.item_id, b.description,
           b.qty, b.unit, b.net_unit_price, b.amount, b.tax_class
      FROM crm.billing_line b
      JOIN crm.sales_order o ON o.id = b.order_id
      JOIN crm.customer c ON c.id = o.customer_id
      JOIN crm.customer_company t ON t.customer_id = o.customer_id AND t.company_id = o.company_id
     WHERE b.document_id = ANY(CAST(:documents AS uuid[]))
     ORDER BY b.document_id, b.position
""")
_HEADER = tuple(BillingTerms.__dataclass_fields__)[:-1]


def billing_terms(session: Session, document_ids: Collection[UUID]) -> dict[UUID, BillingTerms]:
    """The terms and lines of some shipments or fulfilments, by their ids, in one execution."""
    if not document_ids:
        return {}
    headers: dict[UUID, dict[str, Any]] = {}
    lines: dict[UUID, list[BilledLine]] = {}
    for row in session.execute(_TERMS, {"documents": list(document_ids)}):
        headers.setdefault(row.document_id, dict(zip(_HEADER, row, strict=False)))
        lines.setdefault(row.document_id, []).append(BilledLine(*row[len(_HEADER) :]))
    return {
        document_id: BillingTerms(**header, lines=tuple(lines[document_id]))
        for document_id, header in headers.items()
    }
