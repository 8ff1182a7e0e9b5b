"""Issue a consolidated invoice: what was shipped to a customer over days or weeks, on one paper."""

from datetime import date
from uuid import UUID

from sqlalchemy import Row, select, text

from erp.crm.api import Exposure
from erp.finance.invoicing.books import read_books
from erp.finance.invoicing.issue_invoice import InvoiceDraft, issue_invoice
from erp.finance.invoicing.lines import BilledLine, LineTaxCode, read_components, taxed
from erp.finance.invoicing.models import UnbilledEntry, UnbilledLine
from erp.finance.postings.post_by_role import RoleLine
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows, lock_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.terms.api import payment_terms

_CLOSE_LINES = text("""
    UPDATE finance.unbilled_line SET open_qty = 0, open_amount = 0, open_tax_amount = 0, is_open = false
    WHERE id = ANY(CAST(:ids AS uuid[]))
""")


def issue_consolidated_invoice(
    work: UnitOfWork,
    *,
    company_id: UUID,
    branch_id: UUID,
    customer_id: UUID,
    payment_term_id: UUID,
    invoiced_on: date,
    through: date,
    billing_mode: str | None = None,
) -> UUID:
    """Dr receivable, Cr unbilled receivable, Cr tax for every line open up to and including a day.

    With a ``billing_mode`` only lines shipped while the customer was billed that way are taken up.
    Each line keeps the tax point, and the tax rate, of the day it was shipped.
    Rounding: tax is rounded once more over the whole invoice, by line or by document, as the company chose.
    Raises: Refused where nothing is open.
    Effects: SalesInvoicePosted; exposure moves from unbilled to receivable.
    """
    work.require("finance.billing.run", branch_id)
    wanted = work.session.scalars(
        select(UnbilledLine.id).where(
            UnbilledLine.company_id == company_id,
            UnbilledLine.branch_id == branch_id,
            UnbilledLine.customer_id == customer_id,
            UnbilledLine.payment_term_id == payment_term_id,
            UnbilledLine.tax_point_on <= through,
            UnbilledLine.is_open,
            *([UnbilledLine.billing_mode == billing_mode] if billing_mode else []),
        )
    ).all()
    rows = [row for row in lock_rows(work, UnbilledLine, wanted) if row.is_open]
    if not rows:
        raise Refused("Nothing is left to invoice for this customer. Somebody may have invoiced it meanwhile.")
    rows.sort(key=lambda row: (row.tax_point_on, row.shipment_number, row.id))
    first = rows[0]
    books = read_books(work.session, company_id, branch_id, invoiced_on, first.currency)
    lines = taxed(
        [_line(row) for row in rows], str(books.company.settings["tax_rounding"]), books.company.minor_units
    )
    same_address = all(row.ship_to == first.ship_to for row in rows)
    draft = InvoiceDraft(
        kind="consolidated",
        origin_id=None,
        customer_id=customer_id,
        invoiced_on=invoiced_on,
        term=payment_terms(work.session, [payment_term_id])[payment_term_id],
        bill_to=dict(rows[-1].bill_to),
        ship_to=dict(first.ship_to) if same_address else {},
        customer_reference=", ".join(dict.fromkeys(r.customer_reference for r in rows if r.customer_reference)),
        salesperson_id=first.salesperson_id,
        channel=first.channel,
        memo=f"Consolidated invoice for shipments up to {through.isoformat()}",
        lines=lines,
    )
    unbilled = [
        Exposure(
            company_id, customer_id, -(row.open_amount + row.open_tax_amount), "unbilled", row.origin_id
        )
        for row in rows
    ]
    invoice_id = issue_invoice(work, books, draft, [_taken_up(row) for row in rows], unbilled)
    work.execute(_CLOSE_LINES, {"ids": [row.id for row in rows]})
    insert_rows(
        work,
        UnbilledEntry,
        [
            {
                "id": new_id(), "company_id": company_id, "unbilled_line_id": row.id, "kind": "invoiced",
                "qty": -row.open_qty, "amount": -row.open_amount, "tax_amount": -row.open_tax_amount,
                "occurred_on": invoiced_on, "source_kind": "sales_invoice", "source_id": invoice_id,
            }
            for row in rows
        ],
    )
    return invoice_id


def _line(row: Row[tuple[object, ...]]) -> BilledLine:
    return BilledLine(
        kind="item" if row.kind == "item" else "charge",
        revenue_role=row.revenue_role,
        order_line_id=row.order_line_id,
        order_number=row.order_number,
        description=row.description,
        unit=row.unit,
        qty=row.open_qty,
        net_unit_price=row.net_unit_price,
        amount=row.open_amount,
        tax=LineTaxCode(row.tax_code, row.tax_rate_percent, read_components(row.tax_components)),
        tax_point_on=row.tax_point_on,
        shipment_id=row.shipment_id,
        shipment_line_id=row.shipment_line_id,
        shipment_number=row.shipment_number,
        unbilled_line_id=row.id,
        item_id=row.item_id,
        family_id=row.family_id,
        warehouse_id=row.warehouse_id,
        sku=row.sku,
    )


def _taken_up(row: Row[tuple[object, ...]]) -> RoleLine:
    """Cr unbilled receivable, with the dimensions and the document its debit had."""
    return RoleLine(
        "unbilled_receivable",
        -row.open_amount,
        row.branch_id,
        customer_id=row.customer_id,
        channel=row.channel,
        salesperson_id=row.salesperson_id,
        subledger_kind="unbilled",
        subledger_id=row.origin_id,
    )
