"""Applications: so much of a credit settles so much of what is owed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.finance.open_items.models import CashApplication, OpenItem
from erp.finance.open_items.state import OpenItemState
from erp.finance.wording import amount_text
from erp.kernel.errors import Conflict, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO
from erp.kernel.rows import insert_rows, update_rows
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Application:
    """What one settlement takes from a credit item and brings to the item it settles."""

    to_item_id: UUID
    amount: Decimal
    from_item_id: UUID | None = None
    discount_amount: Decimal = ZERO
    write_off_amount: Decimal = ZERO
    reverses_id: UUID | None = None

    @property
    def settled_amount(self) -> Decimal:
        """By how much the item it goes to comes down."""
        return self.amount + self.discount_amount + self.write_off_amount


def apply_items(
    work: UnitOfWork,
    items: Mapping[UUID, OpenItemState],
    applications: Sequence[Application],
    *,
    applied_on: date,
    source_event_id: UUID,
    reason: str = "",
) -> dict[UUID, OpenItemState]:
    """Settle locked open items against one another; return them as they stand afterwards.

    Raises: Conflict where an item has less open than is applied; Refused where two items do not belong together.
    Effects: balances and the applications behind them; the ledger is the caller's.
    """
    applications = [a for a in applications if a.amount or a.discount_amount or a.write_off_amount]
    after = dict(items)
    for application in applications:
        target = after[application.to_item_id]
        source = after[application.from_item_id] if application.from_item_id is not None else None
        _check_together(target, source, applied_on)
        after[target.id] = _less(target, application.settled_amount)
        if source is not None:
            after[source.id] = _less(source, -application.amount)
    changed = [item for item in after.values() if item.balance_amount != items[item.id].balance_amount]
    update_rows(
        work, OpenItem, ("id",),
        [{"id": item.id, "balance_amount": item.balance_amount} for item in changed],
    )
    insert_rows(
        work,
        CashApplication,
        [
            {
                "id": new_id(), "company_id": after[a.to_item_id].company_id,
                "side": after[a.to_item_id].side, "from_item_id": a.from_item_id, "to_item_id": a.to_item_id,
                "amount": a.amount, "discount_amount": a.discount_amount,
                "write_off_amount": a.write_off_amount, "applied_on": applied_on,
                "reverses_id": a.reverses_id, "reason": reason, "source_event_id": source_event_id,
                "actor": work.actor.name, "correlation_id": work.correlation_id, "recorded_at": work.now,
            }
            for a in applications
        ],
    )
    return after


def apply_oldest_first(
    credit: OpenItemState, debits: Sequence[OpenItemState], limit: Decimal | None = None
) -> list[Application]:
    """Spread a credit over what is owed, the earliest due first, as far as it reaches."""
    left = -credit.balance_amount if limit is None else min(limit, -credit.balance_amount)
    applications = []
    for debit in sorted(debits, key=lambda item: (item.due_on, item.id)):
        amount = min(left, debit.balance_amount)
        if amount > 0:
            applications.append(Application(to_item_id=debit.id, amount=amount, from_item_id=credit.id))
            left -= amount
    return applications


def _less(item: OpenItemState, amount: Decimal) -> OpenItemState:
    balance = item.balance_amount - amount
    low, high = min(item.original_amount, ZERO), max(item.original_amount, ZERO)
    if not low <= balance <= high:
        raise Conflict(
            "%(number)s has only %(balance_amount)s %(currency)s open, %(amount)s was to be applied. Somebody may "
            "have applied it meanwhile: open the list again.",
            number=item.number, balance_amount=amount_text(abs(item.balance_amount)), currency=item.currency,
            amount=amount_text(abs(amount)),
        )
    return replace(item, balance_amount=balance)


def _check_together(target: OpenItemState, source: OpenItemState | None, applied_on: date) -> None:
    for item in (target, source):
        if item is not None and applied_on < item.posted_on:
            raise Refused(
                "%(number)s is dated %(isoformat)s: choose an application date on or after that.",
                field="applied_on", number=item.number, isoformat=item.posted_on.isoformat(),
            )
    if source is None:
        return
    if (source.company_id, source.side) != (target.company_id, target.side):
        raise Refused(
            "%(number)s and %(number2)s belong to different books.",
            number=source.number, number2=target.number,
        )
    if source.currency != target.currency:
        raise Refused(
            "%(number)s is in %(currency)s, %(number2)s in %(currency2)s: apply items of one currency.",
            number=source.number, currency=source.currency, number2=target.number, currency2=target.currency,
        )
    if source.original_amount * target.original_amount > 0:
        raise Refused(
            "%(number)s and %(number2)s stand on the same side: nothing can be settled.",
            number=source.number, number2=target.number,
        )
