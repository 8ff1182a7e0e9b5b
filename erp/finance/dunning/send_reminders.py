"""Send reminders: from here on the customers have been told, and owe the fees."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import text

from erp.finance.events import RemindersSent
from erp.finance.open_items.open import NewOpenItem, open_items
from erp.finance.postings.post_by_role import RoleEntry, RoleLine, post_by_role
from erp.finance.postings.tell_exposure import tell_exposure
from erp.kernel.errors import Conflict
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import company

_LOCKED = text("""
    SELECT n.id, n.status, n.level, n.fee_amount, n.customer_id, i.branch_id, i.number
      FROM finance.dunning_notice n JOIN finance.open_item i ON i.id = n.open_item_id
     WHERE n.id = ANY(CAST(:ids AS uuid[])) AND n.company_id = :company ORDER BY n.id FOR NO KEY UPDATE OF n
""")


def send_reminders(work: UnitOfWork, company_id: UUID, notice_ids: Collection[UUID], *, sent_on: date) -> int:
    """Mark proposed reminders as sent and charge their fees: Dr receivable, Cr charges to customers.

    Each fee is an open item of its own, due at once, without tax: it is damages, not a supply. Reminders sent before
    are passed over.

    Raises: Forbidden; Conflict where one was withdrawn meanwhile; Refused where the day is closed.
    Effects: entries, open items, credit exposure, RemindersSent.
    """
    work.require("finance.dunning.run")
    facts = company(work.session, company_id)
    rows = work.execute(_LOCKED, {"ids": list(notice_ids), "company": company_id}).all()
    if any(row.status == "withdrawn" for row in rows):
        raise Conflict("Some of these reminders were withdrawn meanwhile. Reload the list.")
    rows = [row for row in rows if row.status == "proposed"]
    if not rows:
        return 0
    entries = [
        RoleEntry(
            sent_on, f"dunning fee {row.id}", f"Reminder {row.level} of {row.number}", "receivables", "dunning_notice",
            row.id,
            [
                RoleLine(
                    "receivable", row.fee_amount, row.branch_id, customer_id=row.customer_id,
                    subledger_kind="dunning_notice", subledger_id=row.id,
                ),
                RoleLine("freight_revenue", -row.fee_amount, row.branch_id, customer_id=row.customer_id),
            ],
        )
        for row in rows
        if row.fee_amount
    ]
    work.reserve_event_id()
    post_by_role(work, company_id, entries)
    tell_exposure(work, company_id, entries)
    open_items(
        work,
        company_id,
        [
            NewOpenItem(
                "receivable", "dunning_fee", row.customer_id, row.branch_id, row.id, f"{row.number}/R{row.level}",
                facts.currency, row.fee_amount, sent_on, sent_on,
            )
            for row in rows
        ],
    )
    work.execute(
        text("""UPDATE finance.dunning_notice SET status = 'sent', sent_on = :on, sent_at = :now, actor = :actor
                 WHERE id = ANY(CAST(:ids AS uuid[]))"""),
        {"ids": [row.id for row in rows], "on": sent_on, "now": work.now, "actor": work.actor.name},
    )
    work.publish(
        RemindersSent(
            company_id=company_id, occurred_on=sent_on, batch_id=new_id(), notice_ids=tuple(row.id for row in rows)
        )
    )
    return len(rows)
