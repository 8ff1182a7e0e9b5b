"""Undo a payment's open item: what it settled is owed again, and its reversal closes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from erp.finance.open_items.apply import Application
from erp.finance.open_items.models import OpenItem
from erp.finance.open_items.open import NewOpenItem, open_items
from erp.finance.open_items.settle import active_applications, item_ids_of, opposite, post_settlement
from erp.finance.open_items.state import OpenItemState, lock_open_items
from erp.kernel.errors import Conflict
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class SettledPayment:
    """The open item of a payment and everything it was applied to, under their locks."""

    own: OpenItemState
    items: Mapping[UUID, OpenItemState]
    undoing: Sequence[Application]  # what takes its applications back
    last_applied_on: date | None

    def day_to_undo(self, wanted: date) -> date:
        """Nothing is taken back before it was applied."""
        return max(wanted, self.last_applied_on) if self.last_applied_on else wanted


def lock_settled_payment(work: UnitOfWork, payment_id: UUID) -> SettledPayment:
    """Lock a payment's open item with everything it was applied to.

    Raises: Conflict where it was applied further before the locks were held.
    """
    own_id = work.session.scalars(select(OpenItem.id).where(OpenItem.document_id == payment_id)).one()
    before = [opposite(application) for application in active_applications(work, [own_id])]
    items = lock_open_items(work, item_ids_of(before) | {own_id})
    applied = active_applications(work, [own_id])  # as they stand under the lock
    undoing = [opposite(application) for application in applied]
    own = items[own_id]
    if not item_ids_of(undoing) <= set(items):
        raise Conflict("%(number)s was applied further just now. Try again.", number=own.number)
    return SettledPayment(own, items, undoing, max((a.applied_on for a in applied), default=None))


def take_back_applications(
    work: UnitOfWork, payment: SettledPayment, *, on: date, purpose: str, reason: str
) -> OpenItemState:
    """Make everything that the payment settled owed again, with its discounts; the payment's item as it is then."""
    if not payment.undoing:
        return payment.own
    after = post_settlement(
        work, payment.own.company_id, payment.items, payment.undoing, applied_on=on, purpose=purpose,
        memo=f"{payment.own.number} undone", reason=reason,
    )
    return after[payment.own.id]


def close_by_reversal(
    work: UnitOfWork, own: OpenItemState, reversal_id: UUID, *, kind: str, number: str, on: date, reason: str
) -> None:
    """Open the reversal's item for the opposite amount, and settle the payment's with it."""
    amount = -own.original_amount
    (reversal,) = open_items(
        work, own.company_id,
        [NewOpenItem(own.side, kind, own.party_id, own.branch_id, reversal_id, number, own.currency, amount, on, on)],
    )
    post_settlement(
        work, own.company_id, {own.id: own, reversal.id: reversal}, [Application(reversal.id, amount, own.id)],
        applied_on=on, purpose="reversal applied", memo=f"{own.number} undone", reason=reason,
    )
