"""Settle open items that exist already: check that they belong together, apply, and post what money does not cover."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from erp.finance.open_items.apply import Application, apply_items
from erp.finance.open_items.models import CashApplication
from erp.finance.open_items.settlement_lines import settlement_lines
from erp.finance.open_items.state import OpenItemState
from erp.finance.postings.post_by_role import RoleEntry, post_by_role
from erp.finance.postings.tell_exposure import tell_exposure
from erp.kernel.errors import Refused
from erp.kernel.money import ZERO
from erp.kernel.unit_of_work import UnitOfWork

SUBLEDGER = {"receivable": "receivables", "payable": "payables"}


def item_ids_of(applications: Sequence[Application]) -> set[UUID]:
    """The items that a set of applications touches."""
    given = {application.from_item_id for application in applications if application.from_item_id}
    return given | {application.to_item_id for application in applications}


def check_settlement(
    items: Mapping[UUID, OpenItemState], applications: Sequence[Application], company_id: UUID, side: str
) -> None:
    """Money moves from a credit to a debt; only a write-off may also clear a credit that is too small to pay back.

    Raises: Refused
    """
    if not applications:
        raise Refused("Nothing is applied yet. Enter an amount beside at least one item.")
    for item in items.values():
        if item.company_id != company_id or item.side != side:
            raise Refused(
                "%(number)s belongs to other books. Open the list again and choose from it.",
                number=item.number,
            )
    for application in applications:
        target = items[application.to_item_id]
        if application.amount < 0 or application.discount_amount < 0:
            raise Refused("%(number)s: amounts applied cannot be below zero.", number=target.number)
        if application.amount and target.balance_amount <= 0:
            raise Refused("%(number)s is not owed (any more): apply credits to what is owed.", number=target.number)
        if application.write_off_amount * target.balance_amount < ZERO:
            raise Refused(
                "%(number)s: a write-off takes the balance towards zero, not away from it.",
                number=target.number,
            )
        if application.from_item_id and items[application.from_item_id].balance_amount >= 0:
            raise Refused("%(number)s has nothing left to apply.", number=items[application.from_item_id].number)


def post_settlement(
    work: UnitOfWork,
    company_id: UUID,
    items: Mapping[UUID, OpenItemState],
    applications: Sequence[Application],
    *,
    applied_on: date,
    purpose: str,
    memo: str,
    reason: str = "",
) -> dict[UUID, OpenItemState]:
    """Apply locked items, and post discounts, write-offs and settlements across parties or branches.

    The source is the event this step will publish, which the entry names as its document too.
    Raises: Conflict where an item has less open.
    Effects: credit exposure follows what is posted on receivables.
    """
    batch_id = work.reserve_event_id()
    after = apply_items(
        work, items, applications, applied_on=applied_on, source_event_id=batch_id, reason=reason
    )
    side = next(iter(items.values())).side
    entry = RoleEntry(
        applied_on, purpose, memo, SUBLEDGER[side], "cash_application", batch_id,
        settlement_lines(items, applications),
    )
    post_by_role(work, company_id, [entry])
    tell_exposure(work, company_id, [entry])
    return after


def active_applications(work: UnitOfWork, item_ids: Collection[UUID]) -> list[CashApplication]:
    """The applications from or to some items that have not been undone."""
    reversals = select(CashApplication.reverses_id).where(CashApplication.reverses_id.is_not(None))
    return list(
        work.session.scalars(
            select(CashApplication)
            .where(
                CashApplication.from_item_id.in_(item_ids) | CashApplication.to_item_id.in_(item_ids),
                CashApplication.reverses_id.is_(None),
                CashApplication.id.not_in(reversals),
            )
            .order_by(CashApplication.id)
        )
    )


def opposite(application: CashApplication) -> Application:
    """The application that undoes another."""
    return Application(
        to_item_id=application.to_item_id,
        amount=-application.amount,
        from_item_id=application.from_item_id,
        discount_amount=-application.discount_amount,
        write_off_amount=-application.write_off_amount,
        reverses_id=application.id,
    )
