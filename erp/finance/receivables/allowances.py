"""How much of an invoice may be settled without money: discount within its terms, small differences within a limit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.finance.open_items.apply import Application
from erp.finance.open_items.state import OpenItemState
from erp.finance.wording import amount_text
from erp.kernel.errors import Refused
from erp.kernel.money import ZERO
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Allowances:
    """What a company allows while cash is applied."""

    write_off_limit: Decimal
    discount_grace_days: int


_TAKEN = text("""
    SELECT to_item_id, sum(discount_amount) AS amount FROM finance.cash_application
    WHERE to_item_id = ANY(CAST(:items AS uuid[])) GROUP BY to_item_id
""")


def check_allowances(
    work: UnitOfWork,
    items: Mapping[UUID, OpenItemState],
    applications: Sequence[tuple[Application, date]],
    allowed: Allowances,
) -> None:
    """Refuse a discount outside its terms, one that was taken before, and a write-off above the limit.

    Each application comes with the day its money came: that decides the discount, however late it is applied. The
    items are locked, so that what was taken of their discounts stays as it is read.
    Raises: Refused; Forbidden without the right to write off.
    """
    taken = _discounts_taken(work, [a.to_item_id for a, _ in applications if a.discount_amount])
    for application, paid_on in applications:
        item = items[application.to_item_id]
        if application.discount_amount:
            before = taken.get(item.id, ZERO)
            _check_discount(item, application.discount_amount, before, paid_on, allowed.discount_grace_days)
            taken[item.id] = before + application.discount_amount
        if application.write_off_amount:
            work.require("finance.write_off.record", item.branch_id)
            if abs(application.write_off_amount) > allowed.write_off_limit:
                raise Refused(
                    "%(number)s: %(write_off_amount)s is more than the %(write_off_limit)s %(currency)s that may be "
                    "written off. Leave it open, or issue a credit memo.",
                    field="write_off_amount", number=item.number,
                    write_off_amount=amount_text(application.write_off_amount),
                    write_off_limit=amount_text(allowed.write_off_limit), currency=item.currency,
                )


def _discounts_taken(work: UnitOfWork, item_ids: Sequence[UUID]) -> dict[UUID, Decimal]:
    """What was taken of the items' discounts so far, less what was undone."""
    if not item_ids:
        return {}
    return {row.to_item_id: row.amount for row in work.execute(_TAKEN, {"items": list(item_ids)})}


def _check_discount(item: OpenItemState, discount: Decimal, before: Decimal, paid_on: date, grace_days: int) -> None:
    if discount < 0 or discount > item.discount_amount:
        raise Refused(
            "%(number)s allows a discount of %(discount_amount)s %(currency)s, not %(discount)s.",
            field="discount_amount", number=item.number, discount_amount=amount_text(item.discount_amount),
            currency=item.currency, discount=amount_text(discount),
        )
    if before + discount > item.discount_amount:
        raise Refused(
            "%(number)s allows a discount of %(discount_amount)s %(currency)s, and %(before)s of it was taken before.",
            field="discount_amount", number=item.number, discount_amount=amount_text(item.discount_amount),
            currency=item.currency, before=amount_text(before),
        )
    last_day = item.discount_until + timedelta(days=grace_days) if item.discount_until else None
    if last_day is None or paid_on > last_day:
        raise Refused(
            "%(number)s: the discount ended on %(last_day)s; the money came on %(isoformat)s. Apply without discount, "
            "or issue a credit memo for it.",
            field="discount_amount", number=item.number,
            last_day=last_day.isoformat() if last_day else 'no day', isoformat=paid_on.isoformat(),
        )
