"""Match a receipt: what came in settles what was chosen, as it was seen when it was chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.finance.open_items.apply import Application
from erp.finance.open_items.state import OpenItemState, lock_open_items
from erp.finance.receivables.apply_cash import apply_cash
from erp.finance.wording import amount_text
from erp.kernel.errors import Conflict, Refused
from erp.kernel.money import ZERO
from erp.kernel.unit_of_work import UnitOfWork

_LATEST = text("""
    SELECT actor, recorded_at FROM finance.cash_application
    WHERE from_item_id = :item OR to_item_id = :item ORDER BY id DESC LIMIT 1
""")


@dataclass(frozen=True)
class Match:
    """What of an open item is settled; ``seen_amount`` is what the person saw to be open of it."""

    to_item_id: UUID
    seen_amount: Decimal
    amount: Decimal
    discount_amount: Decimal = ZERO
    write_off_amount: Decimal = ZERO


@dataclass(frozen=True)
class Matched:
    """The receipt or credit memo as it stands afterwards."""

    number: str
    currency: str
    left_amount: Decimal
    settled: int


def match_receipt(
    work: UnitOfWork,
    company_id: UUID,
    credit_item_id: UUID,
    matches: Sequence[Match],
    *,
    seen_amount: Decimal,
    applied_on: date,
) -> Matched:
    """Apply a receipt or credit memo to the debts chosen, unless somebody changed one of them meanwhile.

    ``seen_amount`` is what the person saw to be left of the credit. Whoever comes second is told who was first and
    nothing is applied, even where the amounts would still fit: the choice was made on other figures.

    Raises: Conflict naming who changed what; Refused where nothing was chosen or as ``apply_cash``.
    Effects: CashApplied, discounts and write-offs posted.
    """
    chosen = [m for m in matches if m.amount or m.discount_amount or m.write_off_amount]
    if not chosen:
        raise Refused("Nothing is chosen yet. Tick what the money is for, or type an amount beside it.")
    items = lock_open_items(work, {credit_item_id, *(match.to_item_id for match in chosen)})
    credit = items[credit_item_id]
    _require_seen(work, credit, -seen_amount)
    for match in chosen:
        _require_seen(work, items[match.to_item_id], match.seen_amount)
        _require_open(items[match.to_item_id], match)
    money = sum((match.amount for match in chosen), ZERO)
    if money > seen_amount:
        raise Refused(
            "%(money)s is chosen, and %(number)s has %(left)s %(currency)s left. Lower an amount.",
            money=amount_text(money), number=credit.number, left=amount_text(seen_amount), currency=credit.currency,
        )
    after = apply_cash(
        work,
        company_id,
        [
            Application(m.to_item_id, m.amount, credit_item_id if m.amount else None, m.discount_amount,
                        m.write_off_amount)
            for m in chosen
        ],
        applied_on=applied_on,
    )
    left = -after.get(credit_item_id, credit).balance_amount
    return Matched(credit.number, credit.currency, left, len(chosen))


def _require_open(item: OpenItemState, match: Match) -> None:
    """Typed by mistake, not overtaken by anybody: the item was seen as it is."""
    settled = match.amount + match.discount_amount + match.write_off_amount
    if settled > item.balance_amount:
        raise Refused(
            "%(settled)s is entered for %(number)s, of which %(open)s %(currency)s are open. Lower the amount, the "
            "discount or what is written off.",
            settled=amount_text(settled), number=item.number, open=amount_text(item.balance_amount),
            currency=item.currency,
        )


def _require_seen(work: UnitOfWork, item: OpenItemState, seen: Decimal) -> None:
    if item.balance_amount == seen:
        return
    latest = work.execute(_LATEST, {"item": item.id}).one_or_none()
    raise Conflict(
        "%(number)s has %(now)s %(currency)s left, not %(seen)s as when you looked: %(actor)s applied it meanwhile. "
        "Nothing of yours was applied and what you entered is kept: compare the figures, then apply again.",
        number=item.number, now=amount_text(abs(item.balance_amount)), seen=amount_text(abs(seen)),
        currency=item.currency, actor=latest.actor if latest else "",
    )
