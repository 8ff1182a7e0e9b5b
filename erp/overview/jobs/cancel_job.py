"""Ask long work to stop."""

from uuid import UUID

from sqlalchemy import text

from erp.kernel.errors import Conflict
from erp.kernel.unit_of_work import UnitOfWork


def cancel_job(work: UnitOfWork, job_id: UUID) -> None:
    """The job stops between two of its steps; what it had finished stays. Whoever asked for it may always stop it.

    Raises: Forbidden; Conflict for a job that has ended.
    """
    asked_by = work.session.scalar(text("SELECT created_by FROM kernel.job WHERE id = :id"), {"id": job_id})
    if asked_by != work.actor.name:
        work.require("overview.job.cancel")
    row = work.execute(
        text("""UPDATE kernel.job SET cancel_requested = true,
                       status = CASE WHEN status = 'queued' THEN 'cancelled' ELSE status END
                WHERE id = :id AND status IN ('queued', 'running') RETURNING id"""),
        {"id": job_id},
    ).one_or_none()
    if row is None:
        raise Conflict("This work has already ended.")
