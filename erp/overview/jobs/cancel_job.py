"""Ask long work to stop."""

from uuid import UUID

from sqlalchemy import text

from erp.kernel.errors import Conflict
from erp.kernel.unit_of_work import UnitOfWork


def cancel_job(work: UnitOfWork, job_id: UUID) -> None:
    """The job stops between two of its steps; what it had finished stays. Raises: Conflict for a job that has ended."""
    work.require("overview.job.cancel")
    row = work.execute(
        text("""UPDATE kernel.job SET cancel_requested = true,
                       status = CASE WHEN status = 'queued' THEN 'cancelled' ELSE status END
                WHERE id = :id AND status IN ('queued', 'running') RETURNING id"""),
        {"id": job_id},
    ).one_or_none()
    if row is None:
        raise Conflict("This work has already ended.")
