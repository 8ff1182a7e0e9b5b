"""Take a tick back: the step has to be done again."""

from uuid import UUID

from erp.finance.close_tasks.models import CloseTask, CloseTaskTick
from erp.finance.close_tasks.still_open import period_still_open
from erp.kernel.errors import Conflict
from erp.kernel.unit_of_work import UnitOfWork


def untick_close_task(work: UnitOfWork, period_id: UUID, task_id: UUID) -> None:
    """The step is open again; the audit trail keeps who had ticked it. Raises: Forbidden; Conflict."""
    work.require("finance.close_task.tick")
    period_still_open(work, period_id)
    work.session.get(CloseTask, task_id, with_for_update={"key_share": True})
    known = work.session.get(CloseTaskTick, (period_id, task_id))
    if known is None:
        raise Conflict("This step is not ticked. Load the page again.")
    work.session.delete(known)
    work.session.flush()
