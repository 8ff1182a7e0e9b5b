"""The event log and its deliveries: what happened, and who has not yet been told.

``event`` is append-only and keeps every domain event. ``delivery`` has one row per event and later-listener and is
written in the publisher's transaction, so that nothing is lost between the commit and Redis: Redis only wakes a
worker sooner, and a sweep finds what Redis forgot. Attempts are counted when a delivery is claimed, so that a
worker which dies still counts; the deliveries of one document to one listener run in order.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import DateTime

from erp.kernel.db import Base

MAX_ATTEMPTS = 8
LEASE_SECONDS = 300

Instant = DateTime(timezone=True)


class StoredEvent(Base):
    """One domain event as it was published; partitioned by month on its time-ordered id."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_document_id", "document_id"),
        Index("ix_event_correlation_id", "correlation_id"),
        {"schema": "kernel", "postgresql_partition_by": "RANGE (id)"},
    )
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    company_id: Mapped[UUID] = mapped_column(Uuid)
    document_id: Mapped[UUID] = mapped_column(Uuid)
    occurred_on: Mapped[date]
    occurred_at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(Text)
    actor_user_id: Mapped[UUID | None] = mapped_column(Uuid)
    correlation_id: Mapped[UUID] = mapped_column(Uuid)
    caused_by: Mapped[UUID | None] = mapped_column(Uuid)
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)


class Delivery(Base):
    """What one listener still has to be told, or was told."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("event_id", "subscriber"),
        CheckConstraint("status IN ('pending', 'running', 'done', 'dead', 'settled')", name="status"),
        Index("ix_delivery_due", "due_at", postgresql_where=text("status IN ('pending', 'running')")),
        Index("ix_delivery_document", "document_id", "subscriber",
              postgresql_where=text("status IN ('pending', 'running', 'dead')")),
        Index("ix_delivery_dead", "company_id", postgresql_where=text("status = 'dead'")),
        {"schema": "kernel"},
    )
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    event_id: Mapped[UUID] = mapped_column(Uuid)  # no foreign key into a partitioned ledger
    event_name: Mapped[str] = mapped_column(Text)
    company_id: Mapped[UUID] = mapped_column(Uuid)
    document_id: Mapped[UUID] = mapped_column(Uuid)
    occurred_on: Mapped[date]
    subscriber: Mapped[str] = mapped_column(Text)
    affects_close: Mapped[bool]
    status: Mapped[str] = mapped_column(Text, server_default="pending")
    attempts: Mapped[int] = mapped_column(server_default="0")
    due_at: Mapped[datetime] = mapped_column(Instant, server_default=text("clock_timestamp()"))
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    last_error: Mapped[str | None] = mapped_column(Text)
    settled_by: Mapped[str | None] = mapped_column(Text)
    settle_reason: Mapped[str | None] = mapped_column(Text)


class DeliveryFailure(Base):
    """A failed attempt and its error, kept after a later one succeeded."""

    __tablename__ = "delivery_failure"
    __table_args__ = ({"schema": "kernel"},)
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("kernel.delivery.id"), index=True)
    attempt: Mapped[int]
    error: Mapped[str] = mapped_column(Text)
    failed_at: Mapped[datetime] = mapped_column(Instant, server_default=text("clock_timestamp()"))


@dataclass(frozen=True)
class Claimed:
    """A delivery taken by this worker, good for the lease."""

    id: UUID
    event_id: UUID
    event_name: str
    subscriber: str
    attempt: int


_CLAIM = text("""
    UPDATE kernel.delivery AS d
    SET attempts = attempts + 1, status = 'running',
        due_at = clock_timestamp() + make_interval(secs => :lease)
    WHERE d.id = :id AND d.status IN ('pending', 'running') AND d.due_at <= clock_timestamp()
      AND NOT EXISTS (
          SELECT FROM kernel.delivery AS earlier
          WHERE earlier.document_id = d.document_id AND earlier.subscriber = d.subscriber
            AND earlier.id < d.id AND earlier.status IN ('pending', 'running', 'dead'))
    RETURNING d.id, d.event_id, d.event_name, d.subscriber, d.attempts
""")


def claim(session: Session, delivery_id: UUID) -> Claimed | None:
    """Take one due delivery and count the attempt; None where another has it or an earlier one must go first."""
    row = session.execute(_CLAIM, {"id": delivery_id, "lease": LEASE_SECONDS}).one_or_none()
    return Claimed(*row) if row else None


def finish(session: Session, claimed: Claimed) -> bool:
    """Mark the delivery done in the handler's own transaction; False where the claim was lost meanwhile."""
    result = session.execute(
        text("""UPDATE kernel.delivery SET status = 'done', done_at = clock_timestamp(), last_error = NULL
                WHERE id = :id AND status = 'running' AND attempts = :attempt"""),
        {"id": claimed.id, "attempt": claimed.attempt},
    )
    return bool(result.rowcount == 1)  # type: ignore[attr-defined]


def fail(session: Session, claimed: Claimed, failure_id: UUID, error: str) -> None:
    """Record the error; the next attempt waits twice as long as the one before, and the eighth is the last."""
    session.execute(
        text("""
            UPDATE kernel.delivery
            SET last_error = :error,
                status = CASE WHEN attempts >= :most THEN 'dead' ELSE 'pending' END,
                due_at = clock_timestamp() + make_interval(secs => power(2, attempts))
            WHERE id = :id AND status = 'running' AND attempts = :attempt"""),
        {"id": claimed.id, "attempt": claimed.attempt, "error": error, "most": MAX_ATTEMPTS},
    )
    session.execute(
        text("""INSERT INTO kernel.delivery_failure (id, delivery_id, attempt, error)
                VALUES (:id, :delivery, :attempt, :error)"""),
        {"id": failure_id, "delivery": claimed.id, "attempt": claimed.attempt, "error": error},
    )


def due(session: Session, limit: int = 500) -> list[UUID]:
    """Deliveries nobody is working on, the oldest first: what the sweep hands to the workers."""
    return list(session.scalars(
        text("""SELECT id FROM kernel.delivery
                WHERE status IN ('pending', 'running') AND due_at <= clock_timestamp()
                ORDER BY due_at, id LIMIT :limit"""),
        {"limit": limit},
    ))
