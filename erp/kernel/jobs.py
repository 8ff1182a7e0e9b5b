"""Long work: done by a worker, with progress, cancel and a result that survive a reload of the page.

A job is a row, written in the transaction that asks for it; RQ only wakes a worker. Each kind of job is a function
``(services, progress, arguments) -> result`` that a module names in its manifest.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from erp.kernel.db import Base, new_session
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.outbox import Instant
from erp.kernel.plain import to_json
from erp.kernel.rows import insert_rows

if TYPE_CHECKING:
    from erp.kernel.assembly import Services
    from erp.kernel.unit_of_work import UnitOfWork


class Job(Base):
    """One piece of long work and how far it is."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("status IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="status"),
        Index("ix_job_open", "created_at", postgresql_where=text("status IN ('queued', 'running')")),
        {"schema": "kernel"},
    )
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    arguments: Mapped[dict[str, Any]] = mapped_column(JSONB)
    status: Mapped[str] = mapped_column(Text, server_default="queued")
    done_steps: Mapped[int] = mapped_column(server_default="0")
    total_steps: Mapped[int] = mapped_column(server_default="0")
    message: Mapped[str] = mapped_column(Text, server_default="")
    result: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    error: Mapped[str | None] = mapped_column(Text)
    cancel_requested: Mapped[bool] = mapped_column(server_default="false")
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant, server_default=text("clock_timestamp()"))
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)


class JobCancelled(Refused):
    """Somebody asked the job to stop; it stops between two of its steps."""


class Progress:
    """How a job says how far it is; every report is committed at once, apart from the job's own work."""

    def __init__(self, services: Services, job_id: UUID | None) -> None:
        self._services = services
        self.job_id = job_id

    def report(self, done: int, total: int, message: str = "") -> None:
        """Show the progress, and stop here if the job was cancelled.

        Raises: JobCancelled.
        """
        if self.job_id is None:
            return
        with new_session(self._services.engine) as session:
            cancelled = session.scalar(
                text("""UPDATE kernel.job SET done_steps = :done, total_steps = :total, message = :message,
                               seen_at = clock_timestamp()
                        WHERE id = :id RETURNING cancel_requested"""),
                {"id": self.job_id, "done": done, "total": total, "message": message},
            )
            session.commit()
        if cancelled:
            raise JobCancelled("The job was cancelled. What it had finished stays; the rest was not done.")


def enqueue_job(work: UnitOfWork, kind: str, arguments: Mapping[str, Any] | None = None) -> UUID:
    """Ask for long work; a worker begins it after the commit. Returns the id of its progress page."""
    job_id = new_id()
    insert_rows(
        work, Job,
        [{"id": job_id, "kind": kind, "arguments": dict(arguments or {}), "created_by": work.actor.name}],
    )
    work.jobs.append(job_id)
    return job_id


def run_job(services: Services, job_id: UUID) -> str:
    """Do the job unless another worker has it; returns its final status, or ``skipped``."""
    with new_session(services.engine) as session:
        row = session.execute(
            text("""UPDATE kernel.job SET status = 'running', started_at = clock_timestamp(),
                           seen_at = clock_timestamp()
                    WHERE id = :id AND (status = 'queued'
                          OR status = 'running' AND seen_at < clock_timestamp() - interval '10 minutes')
                    RETURNING kind, arguments"""),
            {"id": job_id},
        ).one_or_none()
        session.commit()
    if row is None:
        return "skipped"
    try:
        function = services.jobs[row.kind]
        result = function(services, Progress(services, job_id), row.arguments)
    except JobCancelled as refusal:
        return _finish(services, job_id, "cancelled", error=refusal.message)
    except Exception as error:
        _finish(services, job_id, "failed", error=f"{type(error).__name__}: {error}")
        if isinstance(error, Refused):
            return "failed"
        raise
    return _finish(services, job_id, "done", result=result)


def _finish(
    services: Services, job_id: UUID, status: str, *, result: Any = None, error: str | None = None
) -> str:
    with new_session(services.engine) as session:
        session.execute(
            text("""UPDATE kernel.job SET status = :status, result = CAST(:result AS jsonb), error = :error,
                           finished_at = clock_timestamp() WHERE id = :id"""),
            {"id": job_id, "status": status, "result": to_json(result or {}), "error": error},
        )
        session.commit()
    return status
