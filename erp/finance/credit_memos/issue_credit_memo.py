"""The last line of a return is decided: the customer is credited, once, for all of it."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.crm.api import ReturnLineTerms, ReturnTerms, return_terms
from erp.finance.credit_memos.credited_before import less_credited_before
from erp.finance.credit_memos.invoiced import invoice_heads, invoiced_by_shipment_line, open_item_ids
from erp.finance.credit_memos.issue_memo import MemoDraft, issue_memo
from erp.finance.credit_memos.lines import CreditLine, InvoicedLine, give_back, restocking_fees
from erp.finance.credit_memos.without_invoice import credit_without_invoice
from erp.finance.invoicing.books import Books, read_books
from erp.finance.invoicing.charge_unbilled_fee import charge_unbilled_fee
from erp.finance.invoicing.reduce_unbilled import Reduced, Reduction, reduce_unbilled
from erp.finance.open_items.state import OpenItemState, lock_open_items
from erp.inventory.api import ReturnReceiptLineFacts, return_receipt_lines
from erp.inventory.events import ReturnDispositioned
from erp.kernel.unit_of_work import UnitOfWork

_UNBILLED = text("""
    SELECT id, shipment_line_id FROM finance.unbilled_line
    WHERE shipment_line_id = ANY(CAST(:ids AS uuid[])) AND is_open
""")


def issue_credit_memo(work: UnitOfWork, event: ReturnDispositioned) -> None:
    """Credit a return receipt at the invoiced price and the original tax, less the restocking fee on a line of its own.

    Goods that were not invoiced yet leave the unbilled receivable instead; their fee will be on the invoice. Goods
    returned without a sale are credited at the price they were authorized at, with the tax of today.

    Rounding: a part of an invoice line is its cumulative share; see ``give_back``.
    Raises: Refused where an account, a tax rule or a posting period is missing.
    Effects: nothing until the receipt is complete; then one credit memo, applied to the invoices it gives back or
    left unapplied, and unbilled lines reduced. CreditMemoPosted.
    """
    if not event.receipt_complete or event.origin_kind != "rma":
        return
    terms = return_terms(work.session, [event.origin_id])[event.origin_id]
    books = read_books(work.session, event.company_id, event.branch_id, event.occurred_on, terms.currency)
    by_rma_line = {line.rma_line_id: line for line in terms.lines}
    returned = [
        (line, by_rma_line[line.origin_line_id]) for line in return_receipt_lines(work.session, event.return_receipt_id)
    ]
    still_unbilled = _reduce_unbilled(work, event, books, terms, returned)
    returned = [pair for pair in returned if pair[0].id not in still_unbilled]
    if not returned:
        return
    shipment_line_ids = {t.original_shipment_line_id for _, t in returned if t.original_shipment_line_id}
    invoice_ids = {line.invoice_id for line in invoiced_by_shipment_line(work.session, shipment_line_ids)}
    items: dict[UUID, OpenItemState] = lock_open_items(work, open_item_ids(work.session, invoice_ids))
    invoiced = {  # as it stands under the lock
        line.shipment_line_id: line for line in invoiced_by_shipment_line(work.session, shipment_line_ids)
    }
    credited = _credit_lines(work, event, books, terms, returned, invoiced)
    percents = {line.invoice_id: percent for line, percent in reversed(credited)}
    for less in less_credited_before(work.session, [line for line, _ in credited], invoice_ids):
        credited.append((less, percents[less.invoice_id]))  # no fee on what is not given back
    heads = invoice_heads(work.session, invoice_ids)
    draft = MemoDraft(
        customer_id=terms.customer_id,
        reason="return",
        explanation=", ".join(dict.fromkeys(line.reason_name for _, line in returned)),
        origin_kind="return_receipt",
        origin_id=event.return_receipt_id,
        origin_number=terms.rma_number,
        invoice_numbers=", ".join(head.number for head in heads),
        credited_on=event.occurred_on,
        bill_to=heads[0].bill_to if heads else bill_to_of(terms),
        customer_reference=terms.customer_reference,
        salesperson_id=heads[0].salesperson_id if heads else terms.salesperson_id,
        channel=heads[0].channel if heads else terms.channel,
        lines=[line for line, _ in credited] + restocking_fees(credited, books.company.minor_units),
    )
    issue_memo(work, books, draft, items)


def bill_to_of(terms: ReturnTerms) -> dict[str, str]:
    """Whom the memo is addressed to where no invoice says it."""
    return {
        "code": terms.customer_code,
        "name": terms.bill_to_name,
        "street": terms.bill_to_street,
        "postal_code": terms.bill_to_postal_code,
        "city": terms.bill_to_city,
        "region": terms.bill_to_region,
        "country": terms.bill_to_country,
        "tax_number": terms.bill_to_tax_number,
    }


Returned = Sequence[tuple[ReturnReceiptLineFacts, ReturnLineTerms]]


def _credit_lines(
    work: UnitOfWork,
    event: ReturnDispositioned,
    books: Books,
    terms: ReturnTerms,
    returned: Returned,
    invoiced: dict[UUID | None, InvoicedLine],
) -> list[tuple[CreditLine, Decimal]]:
    """Each returned line with the percentage of its restocking fee."""
    unknown = [pair for pair in returned if pair[1].original_shipment_line_id not in invoiced]
    priced = credit_without_invoice(work.session, books, terms, event.warehouse_id, event.occurred_on, unknown)
    credited = []
    for line, line_terms in returned:
        sale = invoiced.get(line_terms.original_shipment_line_id)
        if sale is None or line_terms.original_shipment_line_id is None:
            credited.append((priced[line.id], line_terms.restocking_fee_percent))
            continue
        credit = give_back(sale, line.qty, books.company.minor_units, line.id)
        invoiced[line_terms.original_shipment_line_id] = replace(sale, qty_credited=sale.qty_credited + line.qty)
        credited.append((credit, line_terms.restocking_fee_percent))
    return credited


def _reduce_unbilled(
    work: UnitOfWork, event: ReturnDispositioned, books: Books, terms: ReturnTerms, returned: Returned
) -> set[UUID]:
    """Take goods not invoiced yet off the unbilled receivable; returns the receipt lines that this covers."""
    shipment_line_ids = [t.original_shipment_line_id for _, t in returned if t.original_shipment_line_id]
    unbilled: dict[UUID | None, UUID] = {
        row.shipment_line_id: row.id for row in work.execute(_UNBILLED, {"ids": shipment_line_ids})
    }
    quantities: dict[UUID, Decimal] = {}
    percents: dict[UUID, Decimal] = {}
    covered = set()
    for line, line_terms in returned:
        unbilled_id = unbilled.get(line_terms.original_shipment_line_id)
        if unbilled_id is not None:
            quantities[unbilled_id] = quantities.get(unbilled_id, Decimal(0)) + line.qty
            percents[unbilled_id] = line_terms.restocking_fee_percent
            covered.add(line.id)
    if not covered:
        return covered
    reduction = Reduction(
        "returned", event.occurred_on, "return_receipt", event.return_receipt_id,
        f"Return {terms.rma_number} before the invoice",
    )
    reduced: list[Reduced] = reduce_unbilled(
        work, event.company_id, quantities, reduction, books.company.minor_units
    )
    charge_unbilled_fee(
        work, books, [(one, percents[one.unbilled_line_id]) for one in reduced], event.return_receipt_id,
        terms.rma_number, event.occurred_on,
    )
    return covered
