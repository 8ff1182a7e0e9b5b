"""Read the notes of a record: one execution, whatever their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from erp.dossier.notes.models import NoteVersion
from erp.kernel.errors import NotFound

MOST_VERSIONS = 1000


@dataclass(frozen=True)
class Note:
    """A note as it reads now, who wrote it first, and how it read before."""

    id: UUID
    body: str
    is_pinned: bool
    version_no: int
    author: str
    author_user_id: UUID | None
    written_at: datetime
    changed_by: str
    changed_at: datetime
    earlier: tuple[NoteVersion, ...]  # versions that read differently, the latest first

    @property
    def is_corrected(self) -> bool:
        return bool(self.earlier)


def notes_of(session: Session, record_kind: str, record_id: UUID) -> list[Note]:
    """The notes of a record, pinned ones first, then the latest first."""
    versions = session.scalars(
        select(NoteVersion)
        .where(NoteVersion.record_kind == record_kind, NoteVersion.record_id == record_id)
        .order_by(NoteVersion.note_id.desc(), NoteVersion.version_no)
        .limit(MOST_VERSIONS)
    )
    by_note: dict[UUID, list[NoteVersion]] = {}
    for version in versions:
        by_note.setdefault(version.note_id, []).append(version)
    return sorted((_note(found) for found in by_note.values()), key=lambda note: not note.is_pinned)


def latest_version(session: Session, note_id: UUID) -> NoteVersion:
    """The note as it reads now.

    Raises: NotFound
    """
    found = session.scalars(
        select(NoteVersion).where(NoteVersion.note_id == note_id).order_by(NoteVersion.version_no.desc()).limit(1)
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such note.")
    return found


def author_of(session: Session, note_id: UUID) -> UUID | None:
    """Who wrote the note first; None where a program did."""
    return session.scalar(select(NoteVersion.written_by_user_id).where(NoteVersion.id == note_id))


def _note(versions: Sequence[NoteVersion]) -> Note:
    first, latest = versions[0], versions[-1]
    texts: list[NoteVersion] = []  # pinning makes a version, too, but says nothing new
    for version in versions:
        if not texts or texts[-1].body != version.body:
            texts.append(version)
    return Note(
        first.note_id, latest.body, latest.is_pinned, latest.version_no, first.written_by, first.written_by_user_id,
        first.written_at, texts[-1].written_by, texts[-1].written_at, tuple(reversed(texts[:-1])),
    )  # fmt: skip
