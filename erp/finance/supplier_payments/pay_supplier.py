"""Pay a supplier: bills are settled, discounts within their terms taken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.finance.events import SupplierPaid
from erp.finance.open_items.apply import Application, apply_items
from erp.finance.open_items.open import NewOpenItem, open_items
from erp.finance.open_items.settlement_lines import control_line, settlement_lines
from erp.finance.open_items.state import OpenItemState, lock_open_items
from erp.finance.postings.post_by_role import RoleEntry, RoleLine, post_by_role
from erp.finance.supplier_payments.models import PAYMENT_METHODS, SupplierPayment
from erp.finance.wording import amount_text
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO, round_amount
from erp.kernel.numbering import draw_numbers
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import CompanyFacts, company


@dataclass(frozen=True)
class PaidItem:
    """What of a payment settles an open bill, with the discount taken."""

    to_item_id: UUID
    amount: Decimal
    discount_amount: Decimal = ZERO


@dataclass(frozen=True)
class RecordedPayment:
    """The payment as it was recorded."""

    id: UUID
    number: str
    open_item_id: UUID
    unapplied_amount: Decimal


def pay_supplier(
    work: UnitOfWork,
    *,
    company_id: UUID,
    branch_id: UUID,
    supplier_id: UUID,
    amount: Decimal,
    paid_on: date,
    method: str = "bank_transfer",
    reference: str = "",
    note: str = "",
    items: Sequence[PaidItem] = (),
) -> RecordedPayment:
    """Dr payable, Cr cash for the whole payment; a discount taken is Dr payable, Cr supplier discounts on top.

    What settles no bill yet (a prepayment) stands unapplied on the supplier's account.
    Raises: Refused for more than a bill has open, a discount beyond its terms, or more applied than paid.
    Effects: SupplierPaid.
    """
    work.require("finance.supplier_payment.record", branch_id)
    facts = company(work.session, company_id)
    _check(facts, amount, method)
    locked = lock_open_items(work, [item.to_item_id for item in items])
    for item in items:
        _check_item(locked[item.to_item_id], item, company_id, supplier_id, paid_on)
    if sum((item.amount for item in items), ZERO) > amount:
        raise Refused(
            "More is applied than is paid (%(amount)s %(currency)s). Lower an amount.",
            field="amount", amount=amount_text(amount), currency=facts.currency,
        )
    payment_id, event_id = new_id(), work.reserve_event_id()
    payment = OpenItemState(
        id=new_id(), company_id=company_id, branch_id=branch_id, side="payable", party_id=supplier_id,
        kind="supplier_payment", document_id=payment_id, number="", currency=facts.currency,
        original_amount=-amount, balance_amount=-amount, posted_on=paid_on, due_on=paid_on, discount_until=None,
        discount_amount=ZERO,
    )
    chosen = [Application(i.to_item_id, i.amount, payment.id, i.discount_amount) for i in items]
    entry = RoleEntry(
        paid_on, "supplier payment", f"Payment to supplier {reference}".strip(), "payables", "supplier_payment",
        payment_id,
        [control_line(payment, -amount), RoleLine("cash", -amount, branch_id, supplier_id=supplier_id),
         *settlement_lines({**locked, payment.id: payment}, chosen)],
    )
    post_by_role(work, company_id, [entry])
    (number,) = draw_numbers(work, "supplier_payment")
    insert_rows(
        work,
        SupplierPayment,
        [
            {
                "id": payment_id, "company_id": company_id, "branch_id": branch_id, "supplier_id": supplier_id,
                "number": number, "paid_on": paid_on, "amount": amount, "currency": facts.currency,
                "method": method, "reference": reference, "note": note, "reverses_id": None,
                "source_event_id": event_id, "actor": work.actor.name, "correlation_id": work.correlation_id,
                "recorded_at": work.now,
            }
        ],
    )
    (opened,) = open_items(
        work, company_id,
        [NewOpenItem("payable", "supplier_payment", supplier_id, branch_id, payment_id, number, facts.currency,
                     -amount, paid_on, paid_on)],
    )
    after = apply_items(
        work, {**locked, opened.id: opened}, [replace(a, from_item_id=opened.id) for a in chosen],
        applied_on=paid_on, source_event_id=event_id,
    )
    work.publish(
        SupplierPaid(
            company_id=company_id, occurred_on=paid_on, supplier_payment_id=payment_id, number=number,
            supplier_id=supplier_id, branch_id=branch_id, amount=amount,
            discount_amount=sum((item.discount_amount for item in items), ZERO), currency=facts.currency,
        )
    )
    return RecordedPayment(payment_id, number, opened.id, -after[opened.id].balance_amount)


def _check(facts: CompanyFacts, amount: Decimal, method: str) -> None:
    if amount <= 0 or amount != round_amount(amount, facts.minor_units):
        raise Refused(
            "A payment is more than zero, with %(minor_units)s decimal places at most.",
            field="amount", minor_units=facts.minor_units,
        )
    if method not in PAYMENT_METHODS:
        raise Refused(
            "Choose how it is paid: %(payment_methods)s.",
            field="method", payment_methods=', '.join(PAYMENT_METHODS),
        )


def _check_item(
    item: OpenItemState, paid: PaidItem, company_id: UUID, supplier_id: UUID, paid_on: date
) -> None:
    if (item.company_id, item.side, item.party_id) != (company_id, "payable", supplier_id):
        raise Refused(
            "%(number)s is not owed to this supplier. Open the list again and choose from it.",
            number=item.number,
        )
    if paid.amount < 0 or item.balance_amount <= 0:
        raise Refused("%(number)s is not owed (any more).", number=item.number)
    if paid.discount_amount:
        too_much = not 0 < paid.discount_amount <= item.discount_amount
        too_late = item.discount_until is None or paid_on > item.discount_until
        if too_much or too_late:
            raise Refused(
                "%(number)s allows %(discount_amount)s %(currency)s discount when paid by %(discount_until)s.",
                field="discount_amount", number=item.number,
                discount_amount=amount_text(item.discount_amount), currency=item.currency,
                discount_until=item.discount_until.isoformat() if item.discount_until else 'no day',
            )
