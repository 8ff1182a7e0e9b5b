"""Record cash: a customer has paid."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.finance.events import CashReceived
from erp.finance.open_items.aging import open_items_on
from erp.finance.open_items.apply import Application, apply_items, apply_oldest_first
from erp.finance.open_items.open import NewOpenItem, open_items
from erp.finance.open_items.settlement_lines import control_line, settlement_lines
from erp.finance.open_items.state import OpenItemState, lock_open_items
from erp.finance.postings.post_by_role import RoleEntry, RoleLine, post_by_role
from erp.finance.postings.tell_exposure import tell_exposure
from erp.finance.receivables.allowances import Allowances, check_allowances
from erp.finance.receivables.models import METHODS, CashReceipt
from erp.finance.wording import amount_text
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO, round_amount
from erp.kernel.numbering import draw_numbers
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import CompanyFacts, company


@dataclass(frozen=True)
class ReceiptApplication:
    """What of a receipt settles an open item, with discount taken and a difference written off."""

    to_item_id: UUID
    amount: Decimal
    discount_amount: Decimal = ZERO
    write_off_amount: Decimal = ZERO


@dataclass(frozen=True)
class RecordedReceipt:
    """The receipt as it was recorded."""

    id: UUID
    number: str
    open_item_id: UUID
    unapplied_amount: Decimal


def record_cash_receipt(
    work: UnitOfWork,
    *,
    company_id: UUID,
    branch_id: UUID,
    customer_id: UUID,
    amount: Decimal,
    received_on: date,
    method: str = "bank_transfer",
    reference: str = "",
    note: str = "",
    applications: Sequence[ReceiptApplication] = (),
    oldest_first: bool = False,
) -> RecordedReceipt:
    """Dr cash, Cr receivable for the whole receipt; what settles nothing yet stands as unapplied cash.

    With ``oldest_first`` it settles the customer's debts by due date as far as it reaches; otherwise only what
    ``applications`` name. More than is owed stays unapplied.

    Raises: Refused for an amount that is no money, or a discount or write-off that is not allowed; Conflict where
    an item has been settled meanwhile.
    Effects: CashReceived; the customer's credit exposure falls by the receipt, discounts and write-offs.
    """
    work.require("finance.cash_receipt.record", branch_id)
    facts = company(work.session, company_id)
    _check(amount, method, facts)
    wanted = {application.to_item_id for application in applications}
    if oldest_first and not applications:
        due = open_items_on(work.session, company_id, "receivable", received_on, [customer_id])
        wanted = {item.id for item in due if item.open_amount > 0}
    items = lock_open_items(work, wanted)
    receipt_id, source_event_id = new_id(), work.reserve_event_id()
    receipt = OpenItemState(
        id=new_id(), company_id=company_id, branch_id=branch_id, side="receivable", party_id=customer_id,
        kind="cash_receipt", document_id=receipt_id, number="", currency=facts.currency,
        original_amount=-amount, balance_amount=-amount, posted_on=received_on, due_on=received_on,
        discount_until=None, discount_amount=ZERO,
    )
    chosen = (
        apply_oldest_first(receipt, [item for item in items.values() if item.balance_amount > 0])
        if oldest_first and not applications
        else _applications(receipt, items, applications, company_id)
    )
    if sum((application.amount for application in chosen), ZERO) > amount:
        raise Refused(
            "More is applied than was received (%(amount)s %(currency)s). Lower an amount.",
            field="amount", amount=amount_text(amount), currency=facts.currency,
        )
    allowed = Allowances(facts.settings["write_off_limit_amount"], facts.settings["discount_grace_days"])
    check_allowances(work, items, [(application, received_on) for application in chosen], allowed)
    states = {**items, receipt.id: receipt}
    entry = RoleEntry(
        received_on, "cash receipt", f"Cash receipt {reference}".strip(), "receivables", "cash_receipt", receipt_id,
        [RoleLine("cash", amount, branch_id, customer_id=customer_id), control_line(receipt, -amount),
         *settlement_lines(states, chosen)],
    )
    post_by_role(work, company_id, [entry])
    tell_exposure(work, company_id, [entry])
    (number,) = draw_numbers(work, "cash_receipt")
    insert_rows(
        work,
        CashReceipt,
        [
            {
                "id": receipt_id, "company_id": company_id, "branch_id": branch_id, "customer_id": customer_id,
                "number": number, "kind": "receipt", "received_on": received_on, "amount": amount,
                "currency": facts.currency, "method": method, "reference": reference, "note": note,
                "reverses_id": None, "source_event_id": source_event_id, "actor": work.actor.name,
                "correlation_id": work.correlation_id, "recorded_at": work.now,
            }
        ],
    )
    (opened,) = open_items(
        work, company_id,
        [NewOpenItem("receivable", "cash_receipt", customer_id, branch_id, receipt_id, number, facts.currency,
                     -amount, received_on, received_on)],
    )
    after = apply_items(
        work, {**items, opened.id: opened}, [replace(a, from_item_id=opened.id) for a in chosen],
        applied_on=received_on, source_event_id=source_event_id,
    )
    work.publish(
        CashReceived(
            company_id=company_id, occurred_on=received_on, cash_receipt_id=receipt_id, number=number,
            customer_id=customer_id, branch_id=branch_id, amount=amount, currency=facts.currency,
        )
    )
    return RecordedReceipt(receipt_id, number, opened.id, -after[opened.id].balance_amount)


def _check(amount: Decimal, method: str, facts: CompanyFacts) -> None:
    if amount <= 0:
        raise Refused("A receipt must be more than zero. To pay a customer back, use a refund.", field="amount")
    if amount != round_amount(amount, facts.minor_units):
        raise Refused(
            "%(currency)s has %(minor_units)s decimal places: enter the amount with no more.",
            field="amount", currency=facts.currency, minor_units=facts.minor_units,
        )
    if method not in METHODS:
        raise Refused("Choose how the money came: %(methods)s.", field="method", methods=', '.join(METHODS))


def _applications(
    receipt: OpenItemState,
    items: dict[UUID, OpenItemState],
    applications: Sequence[ReceiptApplication],
    company_id: UUID,
) -> list[Application]:
    chosen = []
    for given in applications:
        item = items[given.to_item_id]
        if item.company_id != company_id or item.side != "receivable" or item.balance_amount <= 0:
            raise Refused("%(number)s is not owed to this company any more. Open the list again.", number=item.number)
        if given.amount < 0 or given.discount_amount < 0 or given.write_off_amount < 0:
            raise Refused("%(number)s: amounts applied cannot be below zero.", number=item.number)
        chosen.append(
            Application(given.to_item_id, given.amount, receipt.id, given.discount_amount, given.write_off_amount)
        )
    return chosen
