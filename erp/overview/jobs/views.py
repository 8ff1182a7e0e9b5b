"""Pages of long work."""

from typing import Any
from uuid import UUID

from flask import Blueprint, url_for
from sqlalchemy import Select, select
from werkzeug.wrappers import Response

from erp.kernel.errors import NotFound
from erp.kernel.jobs import Job
from erp.overview.jobs.cancel_job import cancel_job
from erp.overview.jobs.queries import waits_for
from erp.overview.row_actions.act_on_rows import named_action
from erp.overview.row_actions.ask_for_rows import JOB as ROWS
from erp.overview.row_actions.outcome import RowsOutcome, rows_outcome
from erp.web.doors import house
from erp.web.forms import Form, fields, parse_query
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import current_actor, perform, read
from erp.web.routing import requires

bp = Blueprint("overview_jobs", __name__, url_prefix="/overview/jobs")


class JobFilter(Form):
    status = fields.Choice(("queued", "running", "done", "failed", "cancelled"), allow_none=True)


COLUMNS = (
    Column("kind", "Work", link=lambda row: url_for("overview_jobs.show", job_id=row.id)),
    Column("status", "Status", kind="status"),
    Column("message", "At"),
    Column("created_by", "Asked for by"),
    Column("created_at", "Asked for at", kind="moment"),
    Column("finished_at", "Ended at", kind="moment"),
)


@bp.get("")
@requires("overview.job.view")
def index() -> Response:
    """Every piece of long work, the latest first."""
    query: Select[*tuple[Any, ...]] = select(
        Job.id, Job.kind, Job.status, Job.message, Job.created_by, Job.created_at, Job.finished_at
    )
    status = parse_query(JobFilter)["status"]
    if status:
        query = query.where(Job.status == status)
    return render_list("overview/jobs/index.html", page_by_key(query, columns=COLUMNS, key=("-id",)), name="jobs")


@bp.get("/<uuid:job_id>")
@requires("overview.job.view")
def show(job_id: UUID) -> Response:
    """One piece of long work; the page follows it while it runs."""
    return _shown("overview/jobs/show.html", job_id)


@bp.get("/<uuid:job_id>/progress")
@requires("overview.job.view")
def progress(job_id: UUID) -> Response:
    """The moving part of the page."""
    return _shown("overview/jobs/_progress.html", job_id)


@bp.post("/<uuid:job_id>/cancel")
@requires("overview.job.view")
def cancel(job_id: UUID) -> Response:
    """Stop it: one's own work, or anybody's with the right to."""
    return perform(
        lambda work: cancel_job(work, job_id), then=lambda _: url_for(".show", job_id=job_id),
        said="The work stops at its next step.",
    )


def _shown(template: str, job_id: UUID) -> Response:
    job = _job(job_id)
    own = job.created_by == current_actor().name
    return render(
        template, job=job, own=own, may_cancel=own or current_actor().may("overview.job.cancel"),
        waits=waits_for(read(), job), rows=_rows(job),
    )


def _rows(job: Job) -> RowsOutcome | None:
    """What became of the rows, where the work is an action on rows of a list."""
    if job.kind != ROWS:
        return None
    return rows_outcome(job, named_action(house().services.modules, job.arguments["action"]))


def _job(job_id: UUID) -> Job:
    job = read().get(Job, job_id)
    if job is None:
        raise NotFound("There is no such work.")
    return job
