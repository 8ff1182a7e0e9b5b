"""How much of an invoice may be settled without money: discount within its terms, small differences within a limit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from erp.finance.open_items.apply import Application
from erp.finance.open_items.state import OpenItemState
from erp.finance.wording import amount_text
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Allowances:
    """What a company allows while cash is applied."""

    write_off_limit: Decimal
    discount_grace_days: int


def check_allowances(
    work: UnitOfWork,
    items: Mapping[UUID, OpenItemState],
    applications: Iterable[Application],
    paid_on: date,
    allowed: Allowances,
) -> None:
    """Refuse a discount outside its terms and a write-off above the limit.

    ``paid_on`` is the day the money came: it decides the discount, however late it is applied.
    Raises: Refused; Forbidden without the right to write off.
    """
    for application in applications:
        item = items[application.to_item_id]
        if application.discount_amount:
            _check_discount(item, application.discount_amount, paid_on, allowed.discount_grace_days)
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


def _check_discount(item: OpenItemState, discount: Decimal, paid_on: date, grace_days: int) -> None:
    if discount < 0 or discount > item.discount_amount:
        raise Refused(
            "%(number)s allows a discount of %(discount_amount)s %(currency)s, not %(discount)s.",
            field="discount_amount", number=item.number, discount_amount=amount_text(item.discount_amount),
            currency=item.currency, discount=amount_text(discount),
        )
    last_day = item.discount_until + timedelta(days=grace_days) if item.discount_until else None
    if last_day is None or paid_on > last_day:
        raise Refused(
            "%(number)s: the discount ended on %(last_day)s; the money came on %(isoformat)s. Apply without discount, "
            "or issue a credit memo for it.",
            field="discount_amount", number=item.number,
            last_day=last_day.isoformat() if last_day else 'no day', isoformat=paid_on.isoformat(),
        )
