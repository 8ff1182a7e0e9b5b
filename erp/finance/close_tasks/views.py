"""Pages of closing steps: keeping them, and ticking them for a period."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.finance.close_tasks.forms import OWNERS, CloseTaskForm, MoveForm, TickForm
from erp.finance.close_tasks.models import TASK_STATUSES
from erp.finance.close_tasks.move_close_task import move_close_task
from erp.finance.close_tasks.queries import close_tasks
from erp.finance.close_tasks.set_close_task import TaskEntry, set_close_task
from erp.finance.close_tasks.tick_close_task import tick_close_task
from erp.finance.close_tasks.untick_close_task import untick_close_task
from erp.kernel.errors import NotFound
from erp.organization.api import period
from erp.web.forms import parse
from erp.web.pages import render
from erp.web.requests import current_company, perform, read
from erp.web.routing import requires

bp = Blueprint("finance_close_tasks", __name__, url_prefix="/finance/close-tasks")


@bp.get("")
@requires("finance.period.view")
def index() -> Response:
    return render(
        "finance/close_tasks/index.html", tasks=close_tasks(read(), current_company()), owners=OWNERS,
        statuses=TASK_STATUSES,
    )


@bp.post("")
@requires("finance.close_task.change")
def create() -> Response:
    form, company_id = parse(CloseTaskForm), current_company()
    return perform(
        lambda work: set_close_task(work, company_id, _entry(form)), then=lambda _: url_for(".index"),
        said="Step added. It stands on the checklist of every period that is not closed.",
    )


@bp.post("/<uuid:task_id>/change")
@requires("finance.close_task.change")
def change(task_id: UUID) -> Response:
    form, company_id = parse(CloseTaskForm), current_company()
    return perform(
        lambda work: set_close_task(work, company_id, _entry(form), task_id=task_id),
        then=lambda _: url_for(".index"), said="Step changed.",
    )


@bp.post("/<uuid:task_id>/move")
@requires("finance.close_task.change")
def move(task_id: UUID) -> Response:
    form, company_id = parse(MoveForm), current_company()
    return perform(
        lambda work: move_close_task(work, company_id, task_id, up=form["way"] == "up"),
        then=lambda _: url_for(".index"),
    )


@bp.post("/<uuid:task_id>/periods/<uuid:period_id>/tick")
@requires("finance.close_task.tick")
def tick(task_id: UUID, period_id: UUID) -> Response:
    form = parse(TickForm)
    _own(period_id)
    return perform(
        lambda work: tick_close_task(work, period_id, task_id, note=form["note"]),
        then=lambda _: url_for("finance_close.show", period_id=period_id), said="Ticked.",
    )


@bp.post("/<uuid:task_id>/periods/<uuid:period_id>/untick")
@requires("finance.close_task.tick")
def untick(task_id: UUID, period_id: UUID) -> Response:
    _own(period_id)
    return perform(
        lambda work: untick_close_task(work, period_id, task_id),
        then=lambda _: url_for("finance_close.show", period_id=period_id), said="The step is open again.",
    )


def _entry(form: dict[str, Any]) -> TaskEntry:
    return TaskEntry(
        name=form["name"], owner=form["owner"], due_working_day=form["due_working_day"], note=form["note"],
        is_blocking=form["is_blocking"], status=form["status"] or "active",
    )


def _own(period_id: UUID) -> None:
    if period(read(), period_id).company_id != current_company():
        raise NotFound("There is no such posting period in this company.")
