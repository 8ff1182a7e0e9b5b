"""Whether the company's own steps of the close are done: what no figure can tell, somebody ticks."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from erp.finance.close.check_line import BLOCKING, DONE, OPEN, CheckLine
from erp.finance.close_tasks.queries import task_states
from erp.organization.api import working_days_after


def check_tasks(
    session: Session, company_id: UUID, period_id: UUID, last_day: date, *, is_closed: bool
) -> list[CheckLine]:
    """Each manual step with the working day it is due on; an unticked one stops the close where the company says so."""
    steps = task_states(session, company_id, period_id, is_closed=is_closed)
    if not steps:
        return []
    days = working_days_after(session, company_id, last_day, max(step.due_working_day for step in steps))
    return [
        CheckLine(
            f"task_{step.id}", step.name,
            DONE if step.ticked_at else BLOCKING if step.is_blocking else OPEN,
            step.note, step.owner, stops=step.is_blocking, task_id=step.id,
            due_on=days[step.due_working_day - 1] if step.due_working_day <= len(days) else None,
            done_by=step.ticked_by, done_at=step.ticked_at,
        )
        for step in steps
    ]
