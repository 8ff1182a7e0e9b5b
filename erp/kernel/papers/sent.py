"""Papers that were sent: to whom, when, by whom, and in which words."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint, Uuid, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from erp.kernel.db import Base
from erp.kernel.outbox import Instant


class PaperEmail(Base):
    """A paper went out by e-mail. Append-only."""

    __tablename__ = "paper_email"
    __table_args__ = (
        UniqueConstraint("message_id"),
        Index("ix_paper_email_document_id", "document_id"),
        {"schema": "kernel"},
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    company_id: Mapped[UUID] = mapped_column(Uuid)
    document_kind: Mapped[str] = mapped_column(Text)
    document_id: Mapped[UUID] = mapped_column(Uuid)
    sent_to: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text, server_default="")
    body: Mapped[str] = mapped_column(Text, server_default="")
    message_id: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(Instant)
    sent_by: Mapped[str] = mapped_column(Text)


def emails_of(session: Session, document_kind: str, document_id: UUID) -> list[PaperEmail]:
    """When the document went to whom, the latest first."""
    statement = (
        select(PaperEmail)
        .where(PaperEmail.document_kind == document_kind, PaperEmail.document_id == document_id)
        .order_by(PaperEmail.sent_at.desc())
        .limit(100)
    )
    return list(session.scalars(statement))
