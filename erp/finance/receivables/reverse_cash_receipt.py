"""Undo a cash receipt: a cheque bounced, a debit was called back, or it was recorded by mistake."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from erp.finance.events import CashReceiptReversed
from erp.finance.open_items.settlement_lines import control_line
from erp.finance.open_items.undo import close_by_reversal, lock_settled_payment, take_back_applications
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
    reason = reason.strip()
    settled = lock_settled_payment(work, receipt_id)
    if work.session.scalar(select(CashReceipt.id).where(CashReceipt.reverses_id == receipt_id)) is not None:
        raise Conflict("%(number)s has been undone already.", number=receipt.number)
    day = first_open_date(work.session, receipt.company_id, "receivables", settled.day_to_undo(reversed_on))
    event_id, reversal_id = work.reserve_event_id(), new_id()
    own = take_back_applications(work, settled, on=day, purpose="cash application undone", reason=reason)
    entry = RoleEntry(
        day, "cash receipt undone", f"{receipt.number} undone", "receivables", "cash_receipt", reversal_id,
        [RoleLine("cash", -receipt.amount, receipt.branch_id, customer_id=receipt.customer_id),
         control_line(own, receipt.amount)],
    )
    post_by_role(work, receipt.company_id, [entry])
    tell_exposure(work, receipt.company_id, [entry])
    (number,) = draw_numbers(work, "cash_receipt")
    row = {column.name: getattr(receipt, column.name) for column in CashReceipt.__table__.columns}
    row |= {
        "id": reversal_id, "number": number, "kind": "reversal", "received_on": day, "amount": -receipt.amount,
        "note": reason, "reverses_id": receipt_id, "source_event_id": event_id,
        "actor": work.actor.name, "correlation_id": work.correlation_id, "recorded_at": work.now,
    }
    insert_rows(work, CashReceipt, [row])
    close_by_reversal(work, own, reversal_id, kind="receipt_reversal", number=number, on=day, reason=reason)
    work.publish(
        CashReceiptReversed(
            company_id=receipt.company_id, occurred_on=day, cash_receipt_id=receipt_id, number=receipt.number,
            reversal_id=reversal_id, customer_id=receipt.customer_id, amount=receipt.amount,
            currency=receipt.currency, reason=reason,
        )
    )
    return reversal_id
