"""Tick a closing step: somebody has done it for a period."""

from uuid import UUID

from erp.finance.close_tasks.models import CloseTask, CloseTaskTick
from erp.finance.close_tasks.still_open import period_still_open
from erp.kernel.errors import Conflict, NotFound
from erp.kernel.unit_of_work import UnitOfWork


def tick_close_task(work: UnitOfWork, period_id: UUID, task_id: UUID, *, note: str = "") -> None:
    """Write down who did the step, and when.

    Raises: Forbidden; NotFound; Conflict where it was ticked already or the period is closed.
    """
    work.require("finance.close_task.tick")
    company_id = period_still_open(work, period_id)
    task = work.session.get(CloseTask, task_id, with_for_update={"key_share": True})
    if task is None or task.company_id != company_id:
        raise NotFound("There is no such closing step in this company.")
    known = work.session.get(CloseTaskTick, (period_id, task_id))
    if known is not None:
        raise Conflict("“%(name)s” was ticked already, by %(by)s.", name=task.name, by=known.ticked_by)
    work.session.add(
        CloseTaskTick(
            period_id=period_id, task_id=task_id, company_id=company_id, note=note.strip(),
            ticked_by=work.actor.name, ticked_at=work.now,
        )
    )
    work.session.flush()
