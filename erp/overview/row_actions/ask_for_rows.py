"""Ask for an action on many rows of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from erp.kernel.errors import Forbidden, Refused
from erp.kernel.jobs import enqueue_job
from erp.kernel.row_actions import Asked, RowAction
from erp.kernel.unit_of_work import UnitOfWork

JOB = "overview.act_on_rows"


def ask_for_rows(
    work: UnitOfWork, action: RowAction, rows: Sequence[tuple[UUID, str]], *, company_id: UUID, today: date,
    answers: Mapping[str, object], back: str,
) -> UUID:  # fmt: skip
    """Have a worker take the action for each of the rows, in the name of the person who asks; returns the job.

    An action that makes one thing of all the rows asks for a job of its own.

    Raises: Forbidden; Refused for no rows.
    """
    if work.actor.user_id is None:
        raise Forbidden("Only a person can ask for this: it is done in their name.")
    work.require(action.permission)
    if not rows:
        raise Refused("Choose rows of the list first.")
    if action.together is not None:
        return action.together(work, [row_id for row_id, _label in rows], Asked(company_id, today, answers))
    arguments = {
        "action": action.name, "rows": [[str(row_id), label] for row_id, label in rows],
        "user_id": str(work.actor.user_id), "company_id": str(company_id), "today": today.isoformat(),
        "answers": dict(answers), "back": back,
    }  # fmt: skip
    return enqueue_job(work, JOB, arguments)
