"""Pay a customer's credit back."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.finance.events import CustomerRefunded
from erp.finance.open_items.apply import Application, apply_items
from erp.finance.open_items.open import NewOpenItem, open_items
from erp.finance.open_items.settlement_lines import control_line
from erp.finance.open_items.state import lock_open_items
from erp.finance.postings.post_by_role import RoleEntry, RoleLine, post_by_role
from erp.finance.postings.tell_exposure import tell_exposure
from erp.finance.receivables.models import METHODS, CashReceipt
from erp.finance.wording import amount_text
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.numbering import draw_numbers
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


def refund_customer(
    work: UnitOfWork,
    open_item_id: UUID,
    *,
    amount: Decimal,
    paid_on: date,
    method: str = "bank_transfer",
    reference: str = "",
    note: str = "",
) -> UUID:
    """Dr receivable, Cr cash for a credit memo or unapplied cash that is paid out, in whole or in part.

    Raises: NotFound; Refused where the item is no credit or has less left.
    Effects: CustomerRefunded; the credit comes down, and exposure rises, by the amount.
    """
    items = lock_open_items(work, [open_item_id])
    credit = items[open_item_id]
    work.require("finance.refund.pay", credit.branch_id)
    if credit.side != "receivable" or credit.balance_amount >= 0:
        raise Refused("%(number)s is no credit that could be paid back.", number=credit.number)
    if not 0 < amount <= -credit.balance_amount:
        raise Refused(
            "%(number)s has %(balance_amount)s %(currency)s left: pay back no more than that.",
            field="amount", number=credit.number, balance_amount=amount_text(-credit.balance_amount),
            currency=credit.currency,
        )
    if method not in METHODS:
        raise Refused("Choose how it is paid: %(methods)s.", field="method", methods=', '.join(METHODS))
    refund_id, event_id = new_id(), work.reserve_event_id()
    entry = RoleEntry(
        paid_on, "customer refund", f"Refund of {credit.number}", "receivables", "cash_receipt", refund_id,
        [RoleLine("cash", -amount, credit.branch_id, customer_id=credit.party_id), control_line(credit, amount)],
    )
    post_by_role(work, credit.company_id, [entry])
    tell_exposure(work, credit.company_id, [entry])
    (number,) = draw_numbers(work, "cash_receipt")
    insert_rows(
        work,
        CashReceipt,
        [
            {
                "id": refund_id, "company_id": credit.company_id, "branch_id": credit.branch_id,
                "customer_id": credit.party_id, "number": number, "kind": "refund", "received_on": paid_on,
                "amount": -amount, "currency": credit.currency, "method": method, "reference": reference,
                "note": note, "reverses_id": None, "source_event_id": event_id, "actor": work.actor.name,
                "correlation_id": work.correlation_id, "recorded_at": work.now,
            }
        ],
    )
    (paid,) = open_items(
        work, credit.company_id,
        [NewOpenItem("receivable", "refund", credit.party_id, credit.branch_id, refund_id, number,
                     credit.currency, amount, paid_on, paid_on)],
    )
    apply_items(
        work, {**items, paid.id: paid}, [Application(paid.id, amount, credit.id)], applied_on=paid_on,
        source_event_id=event_id, reason="refund",
    )
    work.publish(
        CustomerRefunded(
            company_id=credit.company_id, occurred_on=paid_on, cash_receipt_id=refund_id, number=number,
            customer_id=credit.party_id, amount=amount, currency=credit.currency,
        )
    )
    return refund_id
