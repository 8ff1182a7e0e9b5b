"""Undo a payment to a supplier: the bank returned it, or it was recorded by mistake."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from erp.finance.events import SupplierPaymentReversed
from erp.finance.open_items.settlement_lines import control_line
from erp.finance.open_items.undo import close_by_reversal, lock_settled_payment, take_back_applications
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
    reason = reason.strip()
    settled = lock_settled_payment(work, payment_id)
    if work.session.scalar(select(SupplierPayment.id).where(SupplierPayment.reverses_id == payment_id)) is not None:
        raise Conflict("%(number)s has been undone already.", number=payment.number)
    day = first_open_date(work.session, payment.company_id, "payables", settled.day_to_undo(reversed_on))
    event_id, reversal_id = work.reserve_event_id(), new_id()
    own = take_back_applications(work, settled, on=day, purpose="supplier application undone", reason=reason)
    entry = RoleEntry(
        day, "supplier payment undone", f"{payment.number} undone", "payables", "supplier_payment", reversal_id,
        [RoleLine("cash", payment.amount, payment.branch_id, supplier_id=payment.supplier_id),
         control_line(own, payment.amount)],
    )
    post_by_role(work, payment.company_id, [entry])
    (number,) = draw_numbers(work, "supplier_payment")
    row = {column.name: getattr(payment, column.name) for column in SupplierPayment.__table__.columns}
    row |= {
        "id": reversal_id, "number": number, "paid_on": day, "amount": -payment.amount, "note": reason,
        "reverses_id": payment_id, "source_event_id": event_id, "actor": work.actor.name,
        "correlation_id": work.correlation_id, "recorded_at": work.now,
    }
    insert_rows(work, SupplierPayment, [row])
    close_by_reversal(work, own, reversal_id, kind="payment_reversal", number=number, on=day, reason=reason)
    work.publish(
        SupplierPaymentReversed(
            company_id=payment.company_id, occurred_on=day, supplier_payment_id=payment_id, number=payment.number,
            reversal_id=reversal_id, supplier_id=payment.supplier_id, amount=payment.amount,
            currency=payment.currency, reason=reason,
        )
    )
    return reversal_id
