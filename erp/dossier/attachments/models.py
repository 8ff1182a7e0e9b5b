"""Tables of the attachments: which file hangs on which record, and what is in it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from erp.kernel.db import Base
from erp.kernel.outbox import Instant


class FileContent(Base):
    """The bytes of a file, once, however many records it hangs on. Forgotten some time after the last was removed."""

    __tablename__ = "file_content"
    __table_args__ = (
        CheckConstraint("content_hash ~ '^[0-9a-f]{64}$'", name="content_hash"),
        {"schema": "dossier"},
    )

    content_hash: Mapped[str] = mapped_column(Text, primary_key=True, comment="SHA-256 of the content")
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Attachment(Base):
    """A file on a record. Nothing of it changes but that it is removed, by whom and why.

    ``record_kind`` and ``record_id`` name the record of a module above. The type is the one its content showed.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("size_bytes > 0", name="size_bytes"),
        CheckConstraint("length(file_name) BETWEEN 1 AND 120", name="file_name"),
        CheckConstraint(
            "(removed_at IS NULL) = (removed_by IS NULL) AND (removed_at IS NULL) = (removed_reason IS NULL)",
            name="removed",
        ),
        Index("ix_attachment_record", "record_kind", "record_id"),
        Index("ix_attachment_content_hash", "content_hash"),
        Index("ix_attachment_company_id", "company_id", postgresql_include=["size_bytes"],
              postgresql_where=text("forgotten_at IS NULL")),
        {"schema": "dossier"},
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    record_kind: Mapped[str] = mapped_column(Text)
    record_id: Mapped[UUID] = mapped_column(Uuid)
    file_name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text)
    size_bytes: Mapped[int]
    content_hash: Mapped[str] = mapped_column(Text)  # no foreign key: the content is forgotten before this row is
    attached_by: Mapped[str] = mapped_column(Text)
    attached_by_user_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("identity.user_account.id"))
    attached_at: Mapped[datetime] = mapped_column(Instant)
    removed_by: Mapped[str | None] = mapped_column(Text)
    removed_reason: Mapped[str | None] = mapped_column(Text)
    removed_at: Mapped[datetime | None] = mapped_column(Instant)
    forgotten_at: Mapped[datetime | None] = mapped_column(Instant, comment="when its content was given up")
