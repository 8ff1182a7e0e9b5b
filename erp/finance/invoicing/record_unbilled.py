"""Revenue ahead of its invoice: what the next consolidated invoice will take up, line by line."""

from uuid import UUID

from erp.crm.api import Exposure
from erp.finance.invoicing.books import Books
from erp.finance.invoicing.issue_invoice import InvoiceDraft, revenue_lines
from erp.finance.invoicing.lines import stored_components
from erp.finance.invoicing.models import UnbilledEntry, UnbilledLine
from erp.finance.postings.post_by_role import RoleEntry, RoleLine, post_by_role
from erp.finance.postings.tell_exposure import tell_exposure
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


def record_unbilled(
    work: UnitOfWork, books: Books, draft: InvoiceDraft, origin_id: UUID, billing_mode: str
) -> None:
    """Dr unbilled receivable, Cr revenue, net of tax: the tax is owed when the invoice is issued.

    Effects: one unbilled line for each line; exposure of the kind unbilled, with the tax it will bear.
    """
    source_kind = draft.kind
    unbilled = RoleLine(
        "unbilled_receivable", sum((line.amount for line in draft.lines), ZERO), books.branch.id,
        customer_id=draft.customer_id, channel=draft.channel, salesperson_id=draft.salesperson_id,
        subledger_kind="unbilled", subledger_id=origin_id,
    )
    entry = RoleEntry(
        draft.invoiced_on, "unbilled revenue", draft.memo, "receivables", source_kind, origin_id,
        [unbilled, *revenue_lines(draft, books.branch.id)],
    )
    post_by_role(work, books.company.id, [entry])
    gross = sum((line.amount + line.tax_amount for line in draft.lines), ZERO)
    tell_exposure(
        work, books.company.id, [entry],
        [Exposure(books.company.id, draft.customer_id, gross, "unbilled", origin_id)],
    )
    lines = [
        {
            "id": new_id(), "company_id": books.company.id, "branch_id": books.branch.id,
            "customer_id": draft.customer_id, "kind": line.kind, "revenue_role": line.revenue_role,
            "origin_id": origin_id, "shipment_id": line.shipment_id, "shipment_line_id": line.shipment_line_id,
            "shipment_number": line.shipment_number, "order_line_id": line.order_line_id,
            "order_number": line.order_number, "item_id": line.item_id, "family_id": line.family_id,
            "warehouse_id": line.warehouse_id, "sku": line.sku, "description": line.description,
            "unit": line.unit, "qty": line.qty, "net_unit_price": line.net_unit_price,
            "currency": books.currency, "amount": line.amount, "tax_code": line.tax.code,
            "tax_rate_percent": line.tax.rate_percent, "tax_amount": line.tax_amount,
            "tax_components": stored_components(line.tax), "tax_point_on": line.tax_point_on,
            "billing_mode": billing_mode, "payment_term_id": draft.term.id, "bill_to": draft.bill_to,
            "ship_to": draft.ship_to, "customer_reference": draft.customer_reference,
            "salesperson_id": draft.salesperson_id, "channel": draft.channel, "open_qty": line.qty,
            "open_amount": line.amount, "open_tax_amount": line.tax_amount, "is_open": True,
        }
        for line in draft.lines
    ]
    insert_rows(work, UnbilledLine, lines)
    insert_rows(
        work,
        UnbilledEntry,
        [
            {
                "id": new_id(), "company_id": books.company.id, "unbilled_line_id": line["id"],
                "kind": "shipped", "qty": line["qty"], "amount": line["amount"],
                "tax_amount": line["tax_amount"], "occurred_on": draft.invoiced_on, "source_kind": source_kind,
                "source_id": origin_id,
            }
            for line in lines
        ],
    )
