"""Table of the notes: every version of every note, none of them ever changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from erp.kernel.db import Base
from erp.kernel.outbox import Instant

LONGEST_NOTE = 4000


class NoteVersion(Base):
    """One version of a note, as somebody wrote it; the latest is the note. Append-only.

    ``record_kind`` and ``record_id`` name the record of a module above; ``note_id`` is the id of the first version.
    """

    __tablename__ = "note_version"
    __table_args__ = (
        UniqueConstraint("note_id", "version_no"),
        CheckConstraint("version_no > 0 AND (version_no = 1) = (id = note_id)", name="version_no"),
        CheckConstraint("length(body) BETWEEN 1 AND 4000", name="body"),
        Index("ix_note_version_record", "record_kind", "record_id"),
        {"schema": "dossier"},
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    note_id: Mapped[UUID] = mapped_column(Uuid)
    version_no: Mapped[int]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    record_kind: Mapped[str] = mapped_column(Text)
    record_id: Mapped[UUID] = mapped_column(Uuid)
    body: Mapped[str] = mapped_column(Text)
    is_pinned: Mapped[bool]
    written_by: Mapped[str] = mapped_column(Text)
    written_by_user_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("identity.user_account.id"))
    written_at: Mapped[datetime] = mapped_column(Instant)
