"""Read what was invoiced, and how much of it has been given back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.finance.credit_memos.lines import InvoicedLine
from erp.finance.invoicing.lines import LineTaxPart, read_parts

_COLUMNS = """
    SELECT l.id, l.invoice_id, i.number AS invoice_number, l.kind, l.revenue_role, l.shipment_line_id, l.item_id,
           l.family_id, l.warehouse_id, l.sku, l.description, l.unit, l.qty, l.net_unit_price, l.amount, l.tax_code,
           l.tax_rate_percent, l.tax_parts,
           coalesce((SELECT sum(c.qty) FROM finance.credit_memo_line c WHERE c.invoice_line_id = l.id), 0)
               AS qty_credited
    FROM finance.sales_invoice_line l JOIN finance.sales_invoice i ON i.id = l.invoice_id
"""
_BY_SHIPMENT_LINE = text(
    _COLUMNS + "WHERE l.shipment_line_id = ANY(CAST(:ids AS uuid[])) ORDER BY l.invoice_id, l.position"
)
_BY_SHIPMENT = text(
    _COLUMNS  # noqa: S608
    + """WHERE l.id IN (SELECT id FROM finance.sales_invoice_line WHERE shipment_id = :shipment)
         ORDER BY l.invoice_id, l.position"""
)
_HEADS = text("""
    SELECT id, company_id, number, customer_id, branch_id, invoiced_on, currency, net_amount, tax_amount,
           total_amount, bill_to, customer_reference, salesperson_id, channel
    FROM finance.sales_invoice WHERE id = ANY(CAST(:ids AS uuid[])) ORDER BY invoiced_on DESC, number
""")
_TAXES = text("""
    SELECT component_id, code, name, rate, taxable_amount AS base_amount, tax_amount
    FROM finance.sales_invoice_tax WHERE invoice_id = :invoice ORDER BY code, name
""")
_CREDITED = text("""
    SELECT coalesce(sum(amount) FILTER (WHERE kind <> 'restocking_fee'), 0) AS net_amount,
           (SELECT jsonb_object_agg(component_id, tax)
            FROM (SELECT part ->> 'component_id' AS component_id, sum((part ->> 'tax_amount')::numeric)::text AS tax
                  FROM finance.credit_memo_line c, jsonb_array_elements(c.tax_parts) AS part
                  WHERE c.invoice_id = :invoice GROUP BY 1) AS taxes) AS taxes
    FROM finance.credit_memo_line WHERE invoice_id = :invoice
""")
_OPEN_ITEMS = text("""
    SELECT id FROM finance.open_item
    WHERE document_id = ANY(CAST(:ids AS uuid[])) AND kind = 'sales_invoice' ORDER BY id
""")


@dataclass(frozen=True)
class InvoiceHead:
    """What a credit memo takes over from the invoice it gives back."""

    id: UUID
    company_id: UUID
    number: str
    customer_id: UUID
    branch_id: UUID
    invoiced_on: date
    currency: str
    net_amount: Decimal
    tax_amount: Decimal
    total_amount: Decimal
    bill_to: dict[str, Any]
    customer_reference: str
    salesperson_id: UUID | None
    channel: str


def invoiced_by_shipment_line(session: Session, shipment_line_ids: Collection[UUID]) -> list[InvoicedLine]:
    """The invoice lines of some shipment lines."""
    if not shipment_line_ids:
        return []
    rows = session.execute(_BY_SHIPMENT_LINE, {"ids": list(shipment_line_ids)})
    return [_line(row) for row in rows]


def invoiced_by_shipment(session: Session, shipment_id: UUID) -> list[InvoicedLine]:
    """Every invoice line of a shipment: its goods, and the charges billed with it."""
    return [_line(row) for row in session.execute(_BY_SHIPMENT, {"shipment": shipment_id})]


def invoice_heads(session: Session, invoice_ids: Collection[UUID]) -> list[InvoiceHead]:
    """To whom some invoices were issued, the latest first."""
    return [InvoiceHead(**row._mapping) for row in session.execute(_HEADS, {"ids": list(invoice_ids)})]


def invoice_taxes(session: Session, invoice_id: UUID) -> list[LineTaxPart]:
    """The taxes an invoice charged, over all its lines."""
    return [LineTaxPart(**row._mapping) for row in session.execute(_TAXES, {"invoice": invoice_id})]


@dataclass(frozen=True)
class Credited:
    """What credit memos have given back of an invoice, fees apart."""

    net_amount: Decimal
    tax_by_component: dict[UUID, Decimal]


def credited_so_far(session: Session, invoice_id: UUID) -> Credited:
    """What has been given back of an invoice: of its lines, and by hand."""
    row = session.execute(_CREDITED, {"invoice": invoice_id}).one()
    taxes = {UUID(key): Decimal(value) for key, value in (row.taxes or {}).items()}
    return Credited(row.net_amount, taxes)


def open_item_ids(session: Session, invoice_ids: Collection[UUID]) -> list[UUID]:
    """The open items of some invoices, settled ones too."""
    return list(session.scalars(_OPEN_ITEMS, {"ids": list(invoice_ids)}))


def _line(row: Any) -> InvoicedLine:
    return InvoicedLine(**{**row._mapping, "tax_parts": read_parts(row.tax_parts)})
