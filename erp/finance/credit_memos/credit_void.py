"""A shipment was taken back before the carrier had it: its invoice is given back in full."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.finance.credit_memos.credited_before import less_credited_before
from erp.finance.credit_memos.invoiced import invoice_heads, invoiced_by_shipment, open_item_ids
from erp.finance.credit_memos.issue_memo import MemoDraft, issue_memo
from erp.finance.credit_memos.lines import give_back
from erp.finance.invoicing.books import read_books
from erp.finance.invoicing.reduce_unbilled import Reduction, reduce_unbilled
from erp.finance.open_items.state import lock_open_items
from erp.inventory.events import ShipmentVoided
from erp.kernel.unit_of_work import UnitOfWork

_UNBILLED = text("SELECT id, open_qty FROM finance.unbilled_line WHERE origin_id = :shipment AND is_open")


def credit_void(work: UnitOfWork, event: ShipmentVoided) -> None:
    """Credit what the shipment was invoiced at, applied to its invoice or, where that is paid, left unapplied.

    What was not invoiced yet leaves the unbilled receivable instead: Dr revenue, Cr unbilled receivable.
    Effects: CreditMemoPosted, or a reduction of unbilled lines; credit exposure.
    """
    unbilled = _unbilled(work.session, event.shipment_id)
    if unbilled:
        reduction = Reduction(
            "voided", event.occurred_on, "shipment", event.shipment_id, f"Shipment {event.number} voided"
        )
        reduce_unbilled(work, event.company_id, unbilled, reduction)
    invoice_ids = {line.invoice_id for line in invoiced_by_shipment(work.session, event.shipment_id)}
    if not invoice_ids:
        return
    items = lock_open_items(work, open_item_ids(work.session, invoice_ids))
    invoiced = invoiced_by_shipment(work.session, event.shipment_id)  # as it stands under the lock
    heads = invoice_heads(work.session, invoice_ids)
    head = heads[0]
    books = read_books(work.session, event.company_id, event.branch_id, event.occurred_on, head.currency)
    lines = [give_back(line, line.qty_left, books.company.minor_units) for line in invoiced if line.qty_left > 0]
    draft = MemoDraft(
        customer_id=head.customer_id,
        reason="void",
        explanation=event.reason,
        origin_kind="shipment",
        origin_id=event.shipment_id,
        origin_number=event.number,
        invoice_numbers=", ".join(one.number for one in heads),
        credited_on=event.occurred_on,
        bill_to=head.bill_to,
        customer_reference=head.customer_reference,
        salesperson_id=head.salesperson_id,
        channel=head.channel,
        lines=[*lines, *less_credited_before(work.session, lines, invoice_ids)],
    )
    issue_memo(work, books, draft, items)


def _unbilled(session: Session, shipment_id: UUID) -> dict[UUID, Decimal]:
    return {row.id: row.open_qty for row in session.execute(_UNBILLED, {"shipment": shipment_id})}
