"""Undo an application of cash: what it settled is owed again."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from erp.finance.events import CashApplicationReversed
from erp.finance.open_items.models import CashApplication
from erp.finance.open_items.settle import opposite, post_settlement
from erp.finance.open_items.state import lock_open_items
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import first_open_date


def unapply_cash(work: UnitOfWork, application_id: UUID, *, reason: str, undone_on: date) -> UUID:
    """Record the negative of an application, with its discount and write-off, on the first open date.

    Returns the customer whose debt it had settled.

    Raises: NotFound; Conflict where it has been undone; Refused without a reason.
    Effects: CashApplicationReversed; credit exposure rises by discount and write-off.
    """
    application = work.session.get(CashApplication, application_id)
    if application is None or application.side != "receivable":
        raise NotFound("There is no such cash application.")
    if not reason.strip():
        raise Refused("Say why the application is undone.", field="reason")
    ids = {application.to_item_id} | ({application.from_item_id} if application.from_item_id else set())
    items = lock_open_items(work, ids)
    for item in items.values():
        work.require("finance.cash_application.reverse", item.branch_id)
    undone = work.session.scalar(
        select(CashApplication.id).where(CashApplication.reverses_id == application_id)
    )
    if undone is not None or application.reverses_id is not None:
        raise Conflict("This application has been undone already, or undoes another. Open the list again.")
    day = first_open_date(
        work.session, application.company_id, "receivables", max(undone_on, application.applied_on)
    )
    post_settlement(
        work, application.company_id, items, [opposite(application)], applied_on=day,
        purpose="cash application undone", memo="Cash application undone", reason=reason.strip(),
    )
    target = items[application.to_item_id]
    work.publish(
        CashApplicationReversed(
            company_id=application.company_id, occurred_on=day, cash_application_id=application_id,
            customer_id=target.party_id, amount=application.amount, currency=target.currency,
            reason=reason.strip(),
        )
    )
    return target.party_id
