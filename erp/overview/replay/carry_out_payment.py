"""A customer pays what is due, after setting off its credits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.finance.api import Application, ReceiptApplication, apply_cash, record_cash_receipt
from erp.kernel.actor import Actor
from erp.kernel.marks import mark_once
from erp.kernel.unit_of_work import UnitOfWork, UnitOfWorkFactory
from erp.overview.replay.desk import Desk

# What a customer pays follows from its whole account, whatever its credits were set off against: everything due by
# now, less every credit and payment so far.
_DUE = text(
    "WITH owing AS (SELECT DISTINCT party_id FROM finance.open_item "
    "  WHERE company_id = :company AND side = 'receivable' AND balance_amount > 0 AND due_on <= :on), "
    "net AS (SELECT i.party_id, sum(i.original_amount) AS amount FROM finance.open_item i JOIN owing USING (party_id) "
    "  WHERE i.company_id = :company AND i.side = 'receivable' AND (i.original_amount < 0 OR i.due_on <= :on) "
    "  GROUP BY i.party_id) "
    "SELECT i.party_id, c.code, i.id, i.balance_amount, net.amount FROM finance.open_item i JOIN net USING (party_id) "
    "JOIN crm.customer c ON c.id = i.party_id "
    "WHERE i.company_id = :company AND i.side = 'receivable' AND i.balance_amount <> 0 "
    "  AND (i.balance_amount < 0 OR i.due_on <= :on) ORDER BY c.code, i.due_on, i.id"
)


@dataclass(frozen=True)
class Payment:
    """One customer on one day: what it pays, its debts that are due and its open credits, oldest first."""

    customer: str
    customer_id: UUID
    on: date
    amount: Decimal
    debts: tuple[tuple[UUID, Decimal], ...]
    credits: tuple[tuple[UUID, Decimal], ...]

    @property
    def key(self) -> str:
        return f"payment {self.on} {self.customer}"


def payments_due(session: Session, company_id: UUID, on: date) -> list[Payment]:
    """Every customer that owes something by that day."""
    rows = session.execute(_DUE, {"company": company_id, "on": on})
    payments = []
    for (customer_id, code), items in groupby(rows, key=lambda row: (row.party_id, row.code)):
        found = list(items)
        debts = tuple((row.id, row.balance_amount) for row in found if row.balance_amount > 0)
        credits = tuple((row.id, -row.balance_amount) for row in found if row.balance_amount < 0)
        amount = max(found[0].amount, Decimal(0))
        if amount or credits:
            payments.append(Payment(code, customer_id, on, amount, debts, credits))
    return payments


def carry_out_payment(units: UnitOfWorkFactory, actor: Actor, source: str, desk: Desk, payment: Payment) -> None:
    """Set off credits against the oldest debts, and pay the rest in one receipt."""
    units.run(actor, lambda work: _pay(work, source, desk, payment))


def set_off(payment: Payment) -> tuple[list[Application], dict[UUID, Decimal]]:
    """Credits against debts, oldest against oldest; and what is left to pay of each debt."""
    left = dict(payment.debts)
    applications = []
    for credit_id, credit in payment.credits:
        for debt_id, owed in list(left.items()):
            amount = min(credit, owed)
            if amount <= 0:
                continue
            applications.append(Application(from_item_id=credit_id, to_item_id=debt_id, amount=amount))
            left[debt_id] -= amount
            credit -= amount
    return applications, {debt_id: owed for debt_id, owed in left.items() if owed > 0}


def _pay(work: UnitOfWork, source: str, desk: Desk, payment: Payment) -> None:
    if not mark_once(work, source, payment.key):
        return
    applications, left = set_off(payment)
    if applications:
        apply_cash(work, desk.company_id, applications, applied_on=payment.on)
    if payment.amount:
        record_cash_receipt(
            work,
            company_id=desk.company_id,
            branch_id=desk.branch_id,
            customer_id=payment.customer_id,
            amount=payment.amount,
            received_on=payment.on,
            reference=payment.key,
            applications=[ReceiptApplication(debt_id, owed) for debt_id, owed in share_out(payment.amount, left)],
        )


def share_out(amount: Decimal, debts: Mapping[UUID, Decimal]) -> list[tuple[UUID, Decimal]]:
    """A payment over debts, the oldest first, as far as it reaches."""
    shares = []
    for debt_id, owed in debts.items():
        share = min(amount, owed)
        if share > 0:
            shares.append((debt_id, share))
            amount -= share
    return shares
