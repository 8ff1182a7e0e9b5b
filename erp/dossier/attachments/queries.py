"""Read the attachments of a record, and what is in one of them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from erp.dossier.attachments.models import Attachment, FileContent
from erp.kernel.errors import NotFound


def attachments_of(session: Session, record_kind: str, record_id: UUID) -> Sequence[Attachment]:
    """The attachments of a record in the order they came, with the removed ones."""
    return session.scalars(
        select(Attachment)
        .where(Attachment.record_kind == record_kind, Attachment.record_id == record_id)
        .order_by(Attachment.id)
    ).all()


def attachment(session: Session, attachment_id: UUID) -> Attachment:
    """One attachment.

    Raises: NotFound
    """
    found = session.get(Attachment, attachment_id)
    if found is None:
        raise NotFound("There is no such attachment.")
    return found


def content_of(session: Session, found: Attachment) -> bytes:
    """What is in an attachment.

    Raises: NotFound where it was removed, saying by whom and why.
    """
    if found.removed_at is not None:
        raise NotFound(
            "%(file_name)s was removed by %(removed_by)s: %(reason)s",
            file_name=found.file_name, removed_by=found.removed_by, reason=found.removed_reason,
        )
    content: bytes = session.execute(
        select(FileContent.content).where(FileContent.content_hash == found.content_hash)
    ).scalar_one()
    return content


def bytes_kept(session: Session, company_id: UUID) -> int:
    """What the attachments of a company take, with the removed ones that are not forgotten yet."""
    kept = session.scalar(
        select(func.sum(Attachment.size_bytes)).where(
            Attachment.company_id == company_id, Attachment.forgotten_at.is_(None)
        )
    )
    return int(kept or 0)


def count_of(session: Session, record_kind: str, record_id: UUID) -> int:
    """How many attachments hang on a record."""
    return session.scalar(
        select(func.count()).where(
            Attachment.record_kind == record_kind, Attachment.record_id == record_id, Attachment.removed_at.is_(None)
        )
    ) or 0
