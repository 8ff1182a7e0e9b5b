"""Undo a cash receipt: a cheque bounced, a debit was called back, or it was recorded by mistake."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from erp.finance.events import CashReceiptReversed
from erp.finance.open_items.apply import Application
from erp.finance.open_items.models import OpenItem
from erp.finance.open_items.open import NewOpenItem, open_items
from erp.finance.open_items.settle import active_applications, item_ids_of, opposite, post_settlement
from erp.finance.open_items.settlement_lines import control_line
from erp.finance.open_items.state import lock_open_items
from erp.finance.postings.post_by_role import RoleEntry, RoleLine, post_by_role
from erp.finance.postings.tell_exposure import tell_exposure
from erp.finance.receivables.models import CashReceipt
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.numbering import draw_numbers
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import first_open_date


def reverse_cash_receipt(work: UnitOfWork, receipt_id: UUID, *, reason: str, reversed_on: date) -> UUID:
    """Dr receivable, Cr cash on the first open date; every application of the receipt is undone with it.

    Raises: NotFound; Conflict where it has been undone; Refused without a reason.
    Effects: a reversal that names the receipt, CashReceiptReversed; what it settled is owed again, and credit
    exposure with it.
    """
    receipt = work.session.get(CashReceipt, receipt_id)
    if receipt is None or receipt.kind != "receipt":
        raise NotFound("There is no such cash receipt.")
    work.require("finance.cash_receipt.reverse", receipt.branch_id)
    if not reason.strip():
        raise Refused("Say why the receipt is undone.", field="reason")
    own_id = work.session.scalars(select(OpenItem.id).where(OpenItem.document_id == receipt_id)).one()
    applied = active_applications(work, [own_id])
    items = lock_open_items(work, item_ids_of([opposite(a) for a in applied]) | {own_id})
    if work.session.scalar(select(CashReceipt.id).where(CashReceipt.reverses_id == receipt_id)) is not None:
        raise Conflict("%(number)s has been undone already.", number=receipt.number)
    applied = active_applications(work, [own_id])  # as they stand under the lock
    if not item_ids_of([opposite(a) for a in applied]) <= set(items):
        raise Conflict("%(number)s was applied further just now. Try again.", number=receipt.number)
    day = first_open_date(
        work.session, receipt.company_id, "receivables", max([reversed_on, *(a.applied_on for a in applied)])
    )
    event_id, reversal_id = work.reserve_event_id(), new_id()
    after = items
    if applied:
        after = post_settlement(
            work, receipt.company_id, items, [opposite(a) for a in applied], applied_on=day,
            purpose="cash application undone", memo=f"{receipt.number} undone", reason=reason.strip(),
        )
    entry = RoleEntry(
        day, "cash receipt undone", f"{receipt.number} undone", "receivables", "cash_receipt", reversal_id,
        [RoleLine("cash", -receipt.amount, receipt.branch_id, customer_id=receipt.customer_id),
         control_line(items[own_id], receipt.amount)],
    )
    post_by_role(work, receipt.company_id, [entry])
    tell_exposure(work, receipt.company_id, [entry])
    (number,) = draw_numbers(work, "cash_receipt")
    row = {column.name: getattr(receipt, column.name) for column in CashReceipt.__table__.columns}
    row |= {
        "id": reversal_id, "number": number, "kind": "reversal", "received_on": day, "amount": -receipt.amount,
        "note": reason.strip(), "reverses_id": receipt_id, "source_event_id": event_id,
        "actor": work.actor.name, "correlation_id": work.correlation_id, "recorded_at": work.now,
    }
    insert_rows(work, CashReceipt, [row])
    (undoing,) = open_items(
        work, receipt.company_id,
        [NewOpenItem("receivable", "receipt_reversal", receipt.customer_id, receipt.branch_id, reversal_id, number,
                     receipt.currency, receipt.amount, day, day)],
    )
    post_settlement(
        work, receipt.company_id, {own_id: after[own_id], undoing.id: undoing},
        [Application(undoing.id, receipt.amount, own_id)], applied_on=day, purpose="reversal applied",
        memo=f"{receipt.number} undone", reason=reason.strip(),
    )
    work.publish(
        CashReceiptReversed(
            company_id=receipt.company_id, occurred_on=day, cash_receipt_id=receipt_id, number=receipt.number,
            reversal_id=reversal_id, customer_id=receipt.customer_id, amount=receipt.amount,
            currency=receipt.currency, reason=reason.strip(),
        )
    )
    return reversal_id
