"""Move a closing step: it changes places with its neighbour in the order of the close."""

from uuid import UUID

from sqlalchemy import select

from erp.finance.close_tasks.models import CloseTask
from erp.kernel.errors import NotFound
from erp.kernel.unit_of_work import UnitOfWork


def move_close_task(work: UnitOfWork, company_id: UUID, task_id: UUID, *, up: bool) -> None:
    """One place up or down among the active steps; at the end of the list nothing changes. Raises: NotFound."""
    work.require("finance.close_task.change")
    tasks = list(
        work.session.scalars(
            select(CloseTask)
            .where(CloseTask.company_id == company_id, CloseTask.status == "active")
            .order_by(CloseTask.position, CloseTask.id)
            .with_for_update(key_share=True)
        )
    )
    here = next((at for at, task in enumerate(tasks) if task.id == task_id), None)
    if here is None:
        raise NotFound("There is no such closing step in this company.")
    there = here + (-1 if up else 1)
    if 0 <= there < len(tasks):
        tasks[here], tasks[there] = tasks[there], tasks[here]
    for position, task in enumerate(tasks, start=1):
        if task.position != position:
            task.position = position
    work.session.flush()
