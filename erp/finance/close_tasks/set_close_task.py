"""Set a closing step: a company adds, changes or retires what it does at every close."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from erp.finance.close_tasks.models import TASK_STATUSES, CloseTask
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork

MOST = 100  # active steps of a company


@dataclass(frozen=True)
class TaskEntry:
    """A closing step as entered; ``owner`` is the role that answers for it."""

    name: str
    owner: str
    due_working_day: int
    note: str = ""
    is_blocking: bool = False
    status: str = "active"


def set_close_task(work: UnitOfWork, company_id: UUID, entry: TaskEntry, *, task_id: UUID | None = None) -> UUID:
    """Add a step at the end, or change the one named. Ticks of earlier months stay with the step.

    Raises: Forbidden; NotFound; Refused without a name or an owner, for a day outside 1 to 60, or beyond 100 steps.
    """
    work.require("finance.close_task.change")
    _check(entry)
    tasks = work.session
    if task_id is None:
        count = tasks.scalar(
            select(func.count()).where(CloseTask.company_id == company_id, CloseTask.status == "active")
        )
        if (count or 0) >= MOST:
            raise Refused("A close has at most %(most)s manual steps. Retire one first.", most=MOST)
        last = tasks.scalar(select(func.max(CloseTask.position)).where(CloseTask.company_id == company_id))
        task = CloseTask(id=new_id(), company_id=company_id, position=(last or 0) + 1)
        tasks.add(task)
    else:
        found = tasks.get(CloseTask, task_id, with_for_update={"key_share": True})
        if found is None or found.company_id != company_id:
            raise NotFound("There is no such closing step in this company.")
        task = found
    task.name, task.owner, task.note = entry.name.strip(), entry.owner, entry.note.strip()
    task.due_working_day, task.is_blocking, task.status = entry.due_working_day, entry.is_blocking, entry.status
    tasks.flush()
    return task.id


def _check(entry: TaskEntry) -> None:
    if not entry.name.strip():
        raise Refused("Say what is to be done.", field="name")
    if not entry.owner.strip():
        raise Refused("Say who answers for it.", field="owner")
    if not 1 <= entry.due_working_day <= 60:
        raise Refused("Due on working day 1 to 60 after the end of the period.", field="due_working_day")
    if entry.status not in TASK_STATUSES:
        raise Refused("A step is active or retired.", field="status")
