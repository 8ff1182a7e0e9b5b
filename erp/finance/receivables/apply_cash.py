"""Apply cash: receipts and credit memos settle what a customer owes."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.finance.events import CashApplied
from erp.finance.open_items.apply import Application, apply_items
from erp.finance.open_items.settlement_lines import settlement_lines
from erp.finance.open_items.state import OpenItemState, lock_open_items
from erp.finance.postings.post_by_role import RoleEntry, post_by_role
from erp.finance.postings.tell_exposure import tell_exposure
from erp.finance.receivables.allowances import Allowances, check_allowances
from erp.kernel.errors import Refused
from erp.kernel.money import ZERO
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import company


def apply_cash(
    work: UnitOfWork,
    company_id: UUID,
    applications: Sequence[Application],
    *,
    applied_on: date,
    reason: str = "",
) -> dict[UUID, OpenItemState]:
    """Settle open items of one company against one another; returns them as they stand afterwards.

    Amounts stay on the receivable account, so nothing is posted for them; discount taken and differences written
    off are. Without a ``from_item_id`` an item is settled by its write-off alone.

    Raises: Refused outside the company's allowances; Conflict where somebody else applied the item meanwhile.
    Effects: CashApplied; credit exposure falls by discount and write-off.
    """
    if not applications:
        raise Refused("Nothing is applied yet. Enter an amount beside at least one item.")
    items = lock_open_items(work, _ids(applications))
    for item in items.values():
        work.require("finance.cash_application.apply", item.branch_id)
        if item.company_id != company_id or item.side != "receivable":
            raise Refused(f"{item.number} is no receivable of this company.")
    _check_amounts(items, applications)
    facts = company(work.session, company_id)
    allowed = Allowances(facts.settings["write_off_limit_amount"], facts.settings["discount_grace_days"])
    for application in applications:
        source = items[application.from_item_id] if application.from_item_id else None
        paid_on = source.posted_on if source is not None else applied_on
        check_allowances(work, items, [application], paid_on, allowed)
    batch_id = work.reserve_event_id()
    after = apply_items(
        work, items, applications, applied_on=applied_on, source_event_id=batch_id, reason=reason
    )
    entry = RoleEntry(
        applied_on, "cash application", "Cash applied", "receivables", "cash_application", batch_id,
        settlement_lines(items, applications),
    )
    post_by_role(work, company_id, [entry])
    tell_exposure(work, company_id, [entry])
    first = items[applications[0].to_item_id]
    work.publish(
        CashApplied(
            company_id=company_id,
            occurred_on=applied_on,
            application_batch_id=batch_id,
            customer_id=first.party_id,
            branch_id=first.branch_id,
            amount=sum((a.amount for a in applications), ZERO),
            discount_amount=sum((a.discount_amount for a in applications), ZERO),
            write_off_amount=sum((a.write_off_amount for a in applications), ZERO),
            currency=first.currency,
        )
    )
    return after


def _ids(applications: Sequence[Application]) -> set[UUID]:
    given = {application.from_item_id for application in applications if application.from_item_id}
    return given | {application.to_item_id for application in applications}


def _check_amounts(items: dict[UUID, OpenItemState], applications: Sequence[Application]) -> None:
    """Money moves from a credit to a debt; only a write-off may also clear a credit that is too small to pay back."""
    for application in applications:
        item = items[application.to_item_id]
        if application.amount < 0 or (application.amount and item.balance_amount <= 0):
            raise Refused(f"{item.number} is not owed: apply credits to invoices, not to other credits.")
        wrong_side = application.write_off_amount * item.balance_amount < Decimal(0)
        if wrong_side or (application.from_item_id and items[application.from_item_id].balance_amount >= 0):
            raise Refused(f"{item.number}: only credits can be applied, and only towards zero.")
