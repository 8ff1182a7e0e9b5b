"""Read closing steps: those of a company, and how far a period is with them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from erp.finance.close_tasks.models import CloseTask


@dataclass(frozen=True)
class TaskState:
    """A step of one period: ticked by whom and when, or waiting."""

    id: UUID
    name: str
    note: str
    owner: str
    due_working_day: int
    is_blocking: bool
    ticked_by: str | None
    ticked_at: datetime | None


_STATES = text("""
    SELECT t.id, t.name, coalesce(nullif(k.note, ''), t.note), t.owner, t.due_working_day, t.is_blocking, k.ticked_by,
           k.ticked_at
    FROM finance.close_task t
    LEFT JOIN finance.close_task_tick k ON k.task_id = t.id AND k.period_id = :period
    WHERE t.company_id = :company AND (k.period_id IS NOT NULL OR t.status = 'active' AND NOT :closed)
    ORDER BY t.position, t.id
""")


def task_states(session: Session, company_id: UUID, period_id: UUID, *, is_closed: bool = False) -> list[TaskState]:
    """The steps of a period in their order; of a closed one those that were done for it."""
    rows = session.execute(_STATES, {"company": company_id, "period": period_id, "closed": is_closed})
    return [TaskState(*tuple(row)) for row in rows]


def close_tasks(session: Session, company_id: UUID) -> list[CloseTask]:
    """Every step of a company, the active ones first, in their order."""
    return list(
        session.scalars(
            select(CloseTask)
            .where(CloseTask.company_id == company_id)
            .order_by(CloseTask.status, CloseTask.position, CloseTask.id)
            .limit(300)
        )
    )
