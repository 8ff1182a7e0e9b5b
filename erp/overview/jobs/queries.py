"""Reads of long work."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.actor import Actor
from erp.kernel.jobs import Job

PATIENCE_SECONDS = 15  # after which a page wonders why nobody has begun


def count_failed(session: Session, company_id: UUID, actor: Actor) -> int:
    """Long work that ended with an error; work belongs to the house, not to one company."""
    return int(session.scalar(text("SELECT count(*) FROM kernel.job WHERE status = 'failed'")) or 0)


def waits_for(session: Session, job: Job) -> str:
    """Why long work has not begun: ``worker`` where none seems to run, ``others`` where workers are busy, else nothing.

    A worker that lives renews the lease of what it does; where nobody has for a while, nobody is there.
    """
    if job.status != "queued":
        return ""
    row = session.execute(_WAITING, {"id": job.id, "seconds": PATIENCE_SECONDS}).one_or_none()
    if row is None or not row.overdue:
        return ""
    return "others" if row.busy else "worker"


_WAITING = text("""
    SELECT created_at < clock_timestamp() - make_interval(secs => :seconds) AS overdue,
           EXISTS (SELECT 1 FROM kernel.job o WHERE o.status = 'running'
                   AND o.seen_at > clock_timestamp() - make_interval(secs => :seconds + 15)) AS busy
    FROM kernel.job WHERE id = :id""")
