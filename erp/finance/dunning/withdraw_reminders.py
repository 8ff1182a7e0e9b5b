"""Withdraw proposed reminders: these customers are not told this time."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text

from erp.kernel.unit_of_work import UnitOfWork


def withdraw_reminders(work: UnitOfWork, company_id: UUID, notice_ids: Collection[UUID]) -> int:
    """Take proposals back; what was sent stays sent. The next run may propose them again.

    Raises: Forbidden.
    """
    work.require("finance.dunning.run")
    done = work.execute(
        text("""UPDATE finance.dunning_notice SET status = 'withdrawn', actor = :actor
                 WHERE id = ANY(CAST(:ids AS uuid[])) AND company_id = :company AND status = 'proposed'
                 RETURNING id"""),
        {"ids": list(notice_ids), "company": company_id, "actor": work.actor.name},
    )
    return len(done.all())
