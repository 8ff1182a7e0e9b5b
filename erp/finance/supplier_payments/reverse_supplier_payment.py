"""Undo a payment to a supplier: the bank returned it, or it was recorded by mistake."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from erp.finance.events import SupplierPaymentReversed
from erp.finance.open_items.apply import Application
from erp.finance.open_items.models import OpenItem
from erp.finance.open_items.open import NewOpenItem, open_items
from erp.finance.open_items.settle import active_applications, item_ids_of, opposite, post_settlement
from erp.finance.open_items.settlement_lines import control_line
from erp.finance.open_items.state import lock_open_items
from erp.finance.postings.post_by_role import RoleEntry, RoleLine, post_by_role
from erp.finance.supplier_payments.models import SupplierPayment
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.numbering import draw_numbers
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import first_open_date


def reverse_supplier_payment(work: UnitOfWork, payment_id: UUID, *, reason: str, reversed_on: date) -> UUID:
    """Dr cash, Cr payable on the first open date; what the payment settled, with its discounts, is owed again.

    Raises: NotFound; Conflict where it has been undone; Refused without a reason.
    Effects: a reversal that names the payment, SupplierPaymentReversed.
    """
    payment = work.session.get(SupplierPayment, payment_id)
    if payment is None or payment.reverses_id is not None:
        raise NotFound("There is no such supplier payment.")
    work.require("finance.supplier_payment.reverse", payment.branch_id)
    if not reason.strip():
        raise Refused("Say why the payment is undone.", field="reason")
    own_id = work.session.scalars(select(OpenItem.id).where(OpenItem.document_id == payment_id)).one()
    applied = active_applications(work, [own_id])
    items = lock_open_items(work, item_ids_of([opposite(a) for a in applied]) | {own_id})
    if work.session.scalar(select(SupplierPayment.id).where(SupplierPayment.reverses_id == payment_id)):
        raise Conflict("%(number)s has been undone already.", number=payment.number)
    applied = active_applications(work, [own_id])  # as they stand under the lock
    if not item_ids_of([opposite(a) for a in applied]) <= set(items):
        raise Conflict("%(number)s was applied further just now. Try again.", number=payment.number)
    day = first_open_date(
        work.session, payment.company_id, "payables", max([reversed_on, *(a.applied_on for a in applied)])
    )
    event_id, reversal_id = work.reserve_event_id(), new_id()
    after = items
    if applied:
        after = post_settlement(
            work, payment.company_id, items, [opposite(a) for a in applied], applied_on=day,
            purpose="supplier application undone", memo=f"{payment.number} undone", reason=reason.strip(),
        )
    entry = RoleEntry(
        day, "supplier payment undone", f"{payment.number} undone", "payables", "supplier_payment", reversal_id,
        [RoleLine("cash", payment.amount, payment.branch_id, supplier_id=payment.supplier_id),
         control_line(items[own_id], payment.amount)],
    )
    post_by_role(work, payment.company_id, [entry])
    (number,) = draw_numbers(work, "supplier_payment")
    row = {column.name: getattr(payment, column.name) for column in SupplierPayment.__table__.columns}
    row |= {
        "id": reversal_id, "number": number, "paid_on": day, "amount": -payment.amount, "note": reason.strip(),
        "reverses_id": payment_id, "source_event_id": event_id, "actor": work.actor.name,
        "correlation_id": work.correlation_id, "recorded_at": work.now,
    }
    insert_rows(work, SupplierPayment, [row])
    (undoing,) = open_items(
        work, payment.company_id,
        [NewOpenItem("payable", "payment_reversal", payment.supplier_id, payment.branch_id, reversal_id, number,
                     payment.currency, payment.amount, day, day)],
    )
    post_settlement(
        work, payment.company_id, {own_id: after[own_id], undoing.id: undoing},
        [Application(undoing.id, payment.amount, own_id)], applied_on=day, purpose="reversal applied",
        memo=f"{payment.number} undone", reason=reason.strip(),
    )
    work.publish(
        SupplierPaymentReversed(
            company_id=payment.company_id, occurred_on=day, supplier_payment_id=payment_id, number=payment.number,
            reversal_id=reversal_id, supplier_id=payment.supplier_id, amount=payment.amount,
            currency=payment.currency, reason=reason.strip(),
        )
    )
    return reversal_id
