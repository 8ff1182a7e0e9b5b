"""Long work: done by a worker, with progress, cancel and a result that survive a reload of the page.

A job is a row, written in the transaction that asks for it; RQ only wakes a worker. Each kind of job is a function
``(services, progress, arguments) -> result`` that a module names in its manifest.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, Session, mapped_column

from erp.kernel.db import Base, new_session
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.outbox import Instant
from erp.kernel.plain import to_json
from erp.kernel.rows import insert_rows

if TYPE_CHECKING:
    from erp.kernel.assembly import Services
    from erp.kernel.unit_of_work import UnitOfWork

LEASE_SECONDS = 30  # on the clock of the database, which is one for all workers
BEAT_SECONDS = 10
WAITING = (
    "(status = 'queued' OR status = 'running' "
    f"AND seen_at < clock_timestamp() - interval '{LEASE_SECONDS} seconds')"
)

log = logging.getLogger(__name__)


class Job(Base):
    """One piece of long work and how far it is."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("status IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="status"),
        Index("ix_job_open", "created_at", postgresql_where=text("status IN ('queued', 'running')")),
        Index("ix_job_undone", "kind", postgresql_where=text("status IN ('queued', 'running', 'failed')")),
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
    """Somebody asked the job to stop; it stops between two of its steps. ``result`` tells what it had done by then."""

    result: dict[str, Any] | None = None


class JobTakenOver(Exception):
    """Another worker does the job: this one was not heard of for so long that it was taken for dead."""


class Progress:
    """How a job says how far it is; every report is committed at once, apart from the job's own work."""

    def __init__(self, services: Services, job_id: UUID | None, lease: Lease | None = None) -> None:
        self._services = services
        self.job_id = job_id
        self._lease = lease

    def report(self, done: int, total: int, message: str = "") -> None:
        """Show the progress, and stop here if the job was cancelled.

        Raises: JobCancelled; JobTakenOver.
        """
        if self.job_id is None:
            return
        if self._lease is not None:
            self._lease.renew()
        with new_session(self._services.engine) as session:
            cancelled = session.scalar(
                text("""UPDATE kernel.job SET done_steps = :done, total_steps = :total, message = :message
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


@dataclass(frozen=True)
class Lease:
    """A worker's hold on a job: renewed while it lives, and anybody's half a minute after it died."""

    services: Services
    job_id: UUID
    started_at: datetime  # names the run: whoever takes the job over writes another

    def renew(self) -> None:
        """Say that the worker lives.

        Raises: JobTakenOver.
        """
        with new_session(self.services.engine) as session:
            held = session.execute(
                text("""UPDATE kernel.job SET seen_at = clock_timestamp()
                        WHERE id = :id AND started_at = :started AND status = 'running' RETURNING id"""),
                {"id": self.job_id, "started": self.started_at},
            ).one_or_none()
            session.commit()
        if held is None:
            raise JobTakenOver(f"job {self.job_id} was taken over by another worker")

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Renew the lease now and then, beside the work, until it is done; a database that is away is waited for."""
        done = threading.Event()

        def beat() -> None:
            while not done.wait(BEAT_SECONDS):
                try:
                    self.renew()
                except JobTakenOver:
                    return  # the work hears of it at its next report
                except DBAPIError:
                    log.warning("the lease of job %s could not be renewed; trying again", self.job_id, exc_info=True)

        heart = threading.Thread(target=beat, name=f"lease of job {self.job_id}", daemon=True)
        heart.start()
        try:
            yield
        finally:
            done.set()
            heart.join()


def run_job(services: Services, job_id: UUID) -> str:
    """Do the job unless a living worker has it; returns its final status, ``skipped`` or ``taken over``."""
    with new_session(services.engine) as session:
        row = session.execute(
            text(f"""UPDATE kernel.job SET status = 'running', started_at = clock_timestamp(),
                            seen_at = clock_timestamp()
                     WHERE id = :id AND {WAITING} RETURNING kind, arguments, started_at"""),  # noqa: S608
            {"id": job_id},
        ).one_or_none()
        session.commit()
    if row is None:
        return "skipped"
    lease = Lease(services, job_id, row.started_at)
    try:
        function = services.jobs[row.kind]
        with lease.kept():
            result = function(services, Progress(services, job_id, lease), row.arguments)
    except JobTakenOver:
        log.warning("job %s is done by another worker; this one stops", job_id)
        return "taken over"
    except JobCancelled as refusal:
        return _finish(lease, "cancelled", result=refusal.result, error=refusal.message)
    except Exception as error:
        _finish(lease, "failed", error=f"{type(error).__name__}: {error}")
        if isinstance(error, Refused):
            return "failed"
        raise
    return _finish(lease, "done", result=result)


def waiting_jobs(session: Session) -> list[UUID]:
    """Jobs that nobody has begun, or whose worker was not heard of for longer than its lease."""
    return list(session.scalars(text(f"SELECT id FROM kernel.job WHERE {WAITING}")))  # noqa: S608


def _finish(lease: Lease, status: str, *, result: Any = None, error: str | None = None) -> str:
    with new_session(lease.services.engine) as session:
        finished = session.execute(
            text("""UPDATE kernel.job SET status = :status, result = CAST(:result AS jsonb), error = :error,
                           finished_at = clock_timestamp() WHERE id = :id AND started_at = :started RETURNING id"""),
            {
                "id": lease.job_id, "started": lease.started_at, "status": status,
                "result": to_json(result or {}), "error": error,
            },
        ).one_or_none()
        session.commit()
    return status if finished is not None else "taken over"
