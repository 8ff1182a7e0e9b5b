"""Apply cash: receipts and credit memos settle what a customer owes."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from erp.finance.events import CashApplied
from erp.finance.open_items.apply import Application
from erp.finance.open_items.settle import check_settlement, item_ids_of, post_settlement
from erp.finance.open_items.state import OpenItemState, lock_open_items
from erp.finance.receivables.allowances import Allowances, check_allowances
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
    off are. Without a ``from_item_id`` an item is settled by its write-off alone. The day the money came decides
    whether a discount is still within its terms.

    Raises: Refused outside the company's allowances; Conflict where somebody else applied the item meanwhile.
    Effects: CashApplied; credit exposure falls by discount and write-off.
    """
    items = lock_open_items(work, item_ids_of(applications))
    for item in items.values():
        work.require("finance.cash_application.apply", item.branch_id)
    check_settlement(items, applications, company_id, "receivable")
    facts = company(work.session, company_id)
    allowed = Allowances(facts.settings["write_off_limit_amount"], facts.settings["discount_grace_days"])
    came_on = [items[a.from_item_id].posted_on if a.from_item_id else applied_on for a in applications]
    check_allowances(work, items, list(zip(applications, came_on, strict=True)), allowed)
    batch_id = work.reserve_event_id()
    after = post_settlement(
        work, company_id, items, applications, applied_on=applied_on, purpose="cash application",
        memo="Cash applied", reason=reason,
    )
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
