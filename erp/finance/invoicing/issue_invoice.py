"""Issue a sales invoice: entry, number, paper and open items in one step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from erp.crm.api import Exposure
from erp.finance.events import SalesInvoicePosted
from erp.finance.invoicing.books import Books
from erp.finance.invoicing.lines import BilledLine, LineTaxPart, stored_parts, tax_summary
from erp.finance.invoicing.models import SalesInvoice, SalesInvoiceLine, SalesInvoiceTax
from erp.finance.open_items.open import NewOpenItem, open_items
from erp.finance.postings.post_by_role import RoleEntry, RoleLine, post_by_role
from erp.finance.postings.tell_exposure import tell_exposure
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO
from erp.kernel.numbering import draw_gapless
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.terms.api import PaymentTermFacts, due_dates, rounded_instalments


@dataclass(frozen=True)
class InvoiceDraft:
    """An invoice before it has a number: for whom, on which terms, and its lines with their tax."""

    kind: str  # shipment, charges, consolidated
    origin_id: UUID | None
    customer_id: UUID
    invoiced_on: date
    term: PaymentTermFacts
    bill_to: dict[str, Any]
    ship_to: dict[str, Any]
    customer_reference: str
    salesperson_id: UUID | None
    channel: str
    memo: str
    lines: Sequence[BilledLine]


def issue_invoice(
    work: UnitOfWork,
    books: Books,
    draft: InvoiceDraft,
    counter_lines: Sequence[RoleLine],
    unbilled: Sequence[Exposure] = (),
) -> UUID:
    """Dr receivable; Cr what ``counter_lines`` say (revenue, or the unbilled receivable); Cr tax by tax.

    Rounding: what is to be paid is brought to the smallest coin where the company does so; Dr or Cr the difference.
    The number is drawn after every row is locked and the entry is posted.
    Effects: the invoice with its lines and tax summary, one open item for each instalment, credit exposure,
    SalesInvoicePosted. The receivable line names the invoice as its subledger document.
    """
    invoice_id = new_id()
    source_event_id = work.event_id or work.reserve_event_id()
    net = sum((line.amount for line in draft.lines), ZERO)
    taxes = tax_summary([part for line in draft.lines for part in line.tax_parts])
    tax = sum((part.tax_amount for part in taxes), ZERO)
    instalments, rounding = rounded_instalments(
        books.company.settings, net + tax,
        lambda due: due_dates(draft.term, draft.invoiced_on, due, books.company.minor_units, tax),
    )
    total = net + tax + rounding
    receivable = RoleLine(
        "receivable", total, books.branch.id, customer_id=draft.customer_id, channel=draft.channel,
        salesperson_id=draft.salesperson_id, subledger_kind="sales_invoice", subledger_id=invoice_id,
    )
    entry = RoleEntry(
        draft.invoiced_on, "sales invoice", draft.memo, "receivables", "sales_invoice", invoice_id,
        [receivable, *counter_lines, *(_tax_line(books, draft, part) for part in taxes),
         *([RoleLine("rounding", -rounding, books.branch.id, customer_id=draft.customer_id)] if rounding else [])],
    )
    post_by_role(work, books.company.id, [entry])
    tell_exposure(work, books.company.id, [entry], unbilled)
    series_number = draw_gapless(
        work, company_id=books.company.id, branch_id=books.branch.id, kind="sales_invoice",
        fiscal_year=books.fiscal_year,
    )
    number = books.number("INV", series_number)
    due_on = max(instalment.due_on for instalment in instalments)
    insert_rows(
        work,
        SalesInvoice,
        [
            {
                "id": invoice_id, "company_id": books.company.id, "branch_id": books.branch.id,
                "customer_id": draft.customer_id, "number": number, "fiscal_year": books.fiscal_year,
                "series_number": series_number, "kind": draft.kind, "origin_id": draft.origin_id,
                "invoiced_on": draft.invoiced_on, "due_on": due_on, "currency": books.currency,
                "net_amount": net, "tax_amount": tax, "rounding_amount": rounding,
                "total_amount": total, "payment_term_id": draft.term.id,
                "payment_term_text": draft.term.name,
                "seller": books.seller, "bill_to": draft.bill_to,
                "ship_to": draft.ship_to, "order_numbers": _order_numbers(draft.lines),
                "customer_reference": draft.customer_reference, "salesperson_id": draft.salesperson_id,
                "channel": draft.channel, "source_event_id": source_event_id, "actor": work.actor.name,
                "correlation_id": work.correlation_id, "recorded_at": work.now,
            }
        ],
    )
    _insert_lines(work, books.company.id, invoice_id, draft.lines)
    _insert_taxes(work, books.company.id, invoice_id, taxes)
    open_items(
        work,
        books.company.id,
        [
            NewOpenItem(
                "receivable", "sales_invoice", draft.customer_id, books.branch.id, invoice_id, number,
                books.currency, instalment.amount, draft.invoiced_on, instalment.due_on, position,
                instalment.discount_until, max(instalment.discount_amount, ZERO),
            )
            for position, instalment in enumerate(instalments, start=1)
        ],
    )
    work.publish(
        SalesInvoicePosted(
            company_id=books.company.id, occurred_on=draft.invoiced_on, sales_invoice_id=invoice_id,
            number=number, customer_id=draft.customer_id, branch_id=books.branch.id, total_amount=total,
            currency=books.currency, due_on=due_on,
        )
    )
    return invoice_id


def revenue_lines(draft: InvoiceDraft, branch_id: UUID, role: str | None = None) -> list[RoleLine]:
    """Cr revenue for each line, with every dimension the statements are read by."""
    return [
        RoleLine(
            role or line.revenue_role, -line.amount, branch_id, family_id=line.family_id,
            warehouse_id=line.warehouse_id, customer_id=draft.customer_id, channel=draft.channel,
            salesperson_id=draft.salesperson_id,
        )
        for line in draft.lines
    ]


def _tax_line(books: Books, draft: InvoiceDraft, part: LineTaxPart) -> RoleLine:
    return RoleLine(
        "tax_payable", -part.tax_amount, books.branch.id, customer_id=draft.customer_id,
        subledger_kind="tax_component", subledger_id=part.component_id,
    )


def _order_numbers(lines: Sequence[BilledLine]) -> str:
    return ", ".join(dict.fromkeys(line.order_number for line in lines if line.order_number))


def _insert_lines(work: UnitOfWork, company_id: UUID, invoice_id: UUID, lines: Sequence[BilledLine]) -> None:
    insert_rows(
        work,
        SalesInvoiceLine,
        [
            {
                "id": new_id(), "company_id": company_id, "invoice_id": invoice_id, "position": position,
                "kind": line.kind, "revenue_role": line.revenue_role, "shipment_id": line.shipment_id,
                "shipment_line_id": line.shipment_line_id, "order_line_id": line.order_line_id,
                "unbilled_line_id": line.unbilled_line_id, "item_id": line.item_id, "family_id": line.family_id,
                "warehouse_id": line.warehouse_id, "sku": line.sku, "description": line.description,
                "unit": line.unit, "qty": line.qty, "net_unit_price": line.net_unit_price, "amount": line.amount,
                "tax_code": line.tax.code, "tax_rate_percent": line.tax.rate_percent,
                "tax_amount": line.tax_amount, "tax_parts": stored_parts(line.tax_parts),
                "tax_point_on": line.tax_point_on, "order_number": line.order_number,
                "shipment_number": line.shipment_number,
            }
            for position, line in enumerate(lines, start=1)
        ],
    )


def _insert_taxes(work: UnitOfWork, company_id: UUID, invoice_id: UUID, taxes: Sequence[LineTaxPart]) -> None:
    insert_rows(
        work,
        SalesInvoiceTax,
        [
            {
                "invoice_id": invoice_id, "company_id": company_id, "component_id": part.component_id,
                "code": part.code, "name": part.name, "rate": part.rate, "taxable_amount": part.base_amount,
                "tax_amount": part.tax_amount,
            }
            for part in taxes
        ],
    )
