"""Bill what one shipment, or one fulfilment of charges, made billable."""

from datetime import date
from uuid import UUID

from erp.crm.api import BillingTerms
from erp.finance.invoicing.billed_lines import Shipped, bill_to, billed_lines, ship_to
from erp.finance.invoicing.books import read_books
from erp.finance.invoicing.issue_invoice import InvoiceDraft, issue_invoice, revenue_lines
from erp.finance.invoicing.lines import taxed
from erp.finance.invoicing.record_unbilled import record_unbilled
from erp.kernel.unit_of_work import UnitOfWork
from erp.terms.api import payment_terms


def bill_fulfilment(
    work: UnitOfWork,
    company_id: UUID,
    branch_id: UUID,
    occurred_on: date,
    terms: BillingTerms,
    shipped: Shipped,
) -> None:
    """Post revenue at the frozen prices, with the invoice or ahead of it.

    Raises: Refused where an account, a tax rule or a posting period is missing.
    Effects: one sales invoice, or unbilled lines; credit exposure.
    """
    books = read_books(work.session, company_id, branch_id, occurred_on, terms.currency)
    lines = taxed(
        billed_lines(work.session, company_id, terms, shipped, occurred_on),
        str(books.company.settings["tax_rounding"]),
        books.company.minor_units,
    )
    draft = InvoiceDraft(
        kind="shipment" if shipped.shipment_id else "charges",
        origin_id=terms.document_id,
        customer_id=terms.customer_id,
        invoiced_on=occurred_on,
        term=payment_terms(work.session, [terms.payment_term_id])[terms.payment_term_id],
        bill_to=bill_to(terms),
        ship_to=ship_to(terms),
        customer_reference=terms.customer_reference,
        salesperson_id=terms.salesperson_id,
        channel=terms.channel,
        memo=f"Shipment {shipped.number}" if shipped.shipment_id else f"Charges of order {terms.order_number}",
        lines=lines,
    )
    if terms.billing_mode == "per_shipment":
        issue_invoice(work, books, draft, revenue_lines(draft, branch_id))
    else:
        record_unbilled(work, books, draft, terms.document_id, terms.billing_mode)
