"""What was sent of documents by e-mail, what waits to be sent, and what could not be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound


@dataclass(frozen=True)
class TrailEmail:
    """A message about a document: ``sent``, or on its way as a delivery or as work that somebody asked for.

    ``state`` is sent, pending, failed or settled; a message that is not sent has no page, but a job or an event has.
    """

    id: UUID
    document_id: UUID
    state: str
    sent_to: str
    at: datetime
    by: str
    error: str
    event_id: UUID | None
    job_id: UUID | None


@dataclass(frozen=True)
class SentEmail:
    """A message as it was sent."""

    id: UUID
    company_id: UUID
    document_kind: str
    document_id: UUID
    sent_to: str
    subject: str
    body: str
    message_id: str
    sent_at: datetime
    sent_by: str


_EMAILS = text("""
    SELECT id, document_id, 'sent' AS state, sent_to, sent_at AS at, sent_by AS by, '' AS error,
           CAST(NULL AS uuid) AS event_id, CAST(NULL AS uuid) AS job_id
    FROM kernel.paper_email WHERE document_id = ANY(CAST(:ids AS uuid[]))
    UNION ALL
    SELECT id, document_id, CASE status WHEN 'dead' THEN 'failed' ELSE 'pending' END, '', due_at, '',
           coalesce(last_error, ''), event_id, NULL
    FROM kernel.delivery
    WHERE document_id = ANY(CAST(:ids AS uuid[])) AND status IN ('pending', 'running', 'dead')
      AND subscriber LIKE '%.email\\_%'
    UNION ALL
    SELECT id, CAST(arguments ->> 'document_id' AS uuid), CASE status WHEN 'failed' THEN 'failed' ELSE 'pending' END,
           arguments ->> 'sent_to', created_at, created_by, coalesce(error, ''), NULL, id
    FROM kernel.job
    WHERE kind = 'send_paper' AND status IN ('queued', 'running', 'failed')
      AND arguments ->> 'document_id' = ANY(CAST(:texts AS text[]))
    ORDER BY at DESC""")


def emails_of(session: Session, document_ids: Sequence[UUID]) -> list[TrailEmail]:
    """The messages about these documents, the latest first."""
    rows = session.execute(_EMAILS, {"ids": list(document_ids), "texts": [str(id_) for id_ in document_ids]})
    return [TrailEmail(*row) for row in rows]


def sent_email(session: Session, email_id: UUID) -> SentEmail:
    """One message as it was sent.

    Raises: NotFound
    """
    row: Any = session.execute(
        text("""SELECT id, company_id, document_kind, document_id, sent_to, subject, body, message_id, sent_at, sent_by
                FROM kernel.paper_email WHERE id = :id"""),
        {"id": email_id},
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such e-mail.")
    return SentEmail(*row)
