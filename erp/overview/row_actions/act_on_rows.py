"""Take an action for each of many rows: the work of the job.

Each row is a transaction of its own, with a request key made of the job and the row: a job that another worker takes
over gives the answer again where the row was done, and does only the rest.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from erp.identity.api import actor_of_user
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.kernel.errors import Refused
from erp.kernel.jobs import JobCancelled, JobTakenOver, Progress
from erp.kernel.module import Module
from erp.kernel.plain import to_plain
from erp.kernel.request_key import claim_request, keep_answer
from erp.kernel.row_actions import Asked, RowAction
from erp.kernel.unit_of_work import UnitOfWork

REPORT_SECONDS = 0.5
Act = Callable[[UnitOfWork, UUID, Asked], str | None]

log = logging.getLogger(__name__)


def act_on_rows(services: Services, progress: Progress, arguments: dict[str, Any]) -> dict[str, Any]:
    """The job. Rows that are refused are named in the result, with the reason; they hold up none of the others.

    Raises: Refused where the action is gone, or the person who asked may no longer sign in.
    """
    action = named_action(services.modules, arguments["action"])
    with new_session(services.engine) as session:
        actor = actor_of_user(session, UUID(arguments["user_id"]))
    if action is None or action.act is None:
        raise Refused("This version of the product does not know the action %(action)s.", action=arguments["action"])
    if actor is None:
        raise Refused("Whoever asked for this may no longer sign in, so nothing more is done in their name.")
    asked = Asked(
        UUID(arguments["company_id"]), date.fromisoformat(arguments["today"]), _answers(action, arguments["answers"])
    )
    rows: Sequence[tuple[str, str]] = arguments["rows"]
    done: Counter[str] = Counter()
    refused: list[dict[str, Any]] = []
    report = _now_and_then(progress, len(rows))
    try:
        for number, (row_id, label) in enumerate(rows):
            report(number, label)
            step = replace(asked, step=f"{progress.job_id}.{row_id}")
            refusal = _take(services, actor, action.name, action.act, UUID(row_id), step, done)
            if refusal is not None:
                refused.append({"id": row_id, "label": label, **refusal})
        progress.report(len(rows), len(rows))
    except JobCancelled as cancelled:
        cancelled.result = _result(len(rows), done, refused)
        raise
    return _result(len(rows), done, refused)


def named_action(modules: Sequence[Module], name: str) -> RowAction | None:
    """The action of that name, of whatever module."""
    return next((action for module in modules for action in module.row_actions if action.name == name), None)


def _take(
    services: Services, actor: Actor, name: str, act: Act, row_id: UUID, asked: Asked, done: Counter[str]
) -> dict[str, Any] | None:
    """One row; what refused it, or nothing. A fault of ours is told as one, and the rest goes on."""
    content = hashlib.sha256(name.encode()).hexdigest()

    def once(work: UnitOfWork) -> str:
        earlier = claim_request(work, asked.step, content)
        if earlier is not None:
            return str(earlier.answer["outcome"])
        outcome = act(work, row_id, asked) or ""
        keep_answer(work, asked.step, {"outcome": outcome})
        return outcome

    try:
        done[services.units.run(actor, once)] += 1
    except JobTakenOver:
        raise
    except Refused as refusal:
        params = {name: str(value) if isinstance(value, Refused) else value for name, value in refusal.params.items()}
        return {"template": refusal.template, "params": {name: str(to_plain(value)) for name, value in params.items()}}
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        return _fault(name, row_id)
    except Exception:
        return _fault(name, row_id)
    return None


def _fault(name: str, row_id: UUID) -> dict[str, Any]:
    log.exception("%s failed for %s", name, row_id)
    return {"template": "Something went wrong on our side and nothing was changed. It is in the log.", "params": {}}


def _result(total: int, done: Counter[str], refused: list[dict[str, Any]]) -> dict[str, Any]:
    return {"rows": total, "done": dict(done), "refused": refused}


def _answers(action: RowAction, given: dict[str, Any]) -> dict[str, Any]:
    """The answers as the action expects them: a job's arguments hold days as texts."""
    days = {question.name for question in action.questions if question.kind == "day"}
    return {name: date.fromisoformat(value) if name in days and value else value for name, value in given.items()}


def _now_and_then(progress: Progress, total: int) -> Callable[[int, str], None]:
    """Report the first row and then about twice a second: a report is a transaction of its own, too."""
    reported = float("-inf")

    def report(done: int, label: str) -> None:
        nonlocal reported
        if time.monotonic() - reported >= REPORT_SECONDS:
            progress.report(done, total, label)
            reported = time.monotonic()

    return report
