"""Correct a note, or pin it: what it said before stays readable."""

from uuid import UUID

from erp.dossier.notes.add_note import note_text
from erp.dossier.notes.models import NoteVersion
from erp.dossier.notes.queries import author_of, latest_version
from erp.dossier.subject import Subject
from erp.kernel.errors import Forbidden, NotFound, Outdated
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


def correct_note(
    work: UnitOfWork,
    subject: Subject,
    note_id: UUID,
    *,
    version_no: int,
    body: str | None = None,
    is_pinned: bool | None = None,
) -> UUID:
    """The note reads so from now on, as a new version; ``version_no`` is the one the person was looking at.

    Its words are corrected by whoever wrote it; whoever may write notes on the record may pin it or take the pin off.
    Raises: NotFound; Forbidden; Conflict where the note was changed meanwhile; Refused for a text that is none.
    """
    subject.require(work.actor, "dossier.note.write")
    latest = latest_version(work.session, note_id)
    if (latest.record_kind, latest.record_id) != (subject.kind, subject.id):
        raise NotFound("There is no such note.")
    if latest.version_no != version_no:
        raise Outdated(
            "This note was changed meanwhile. Nothing was saved: read it as it is now, then correct it again."
        )
    text = latest.body if body is None else note_text(body)
    pinned = latest.is_pinned if is_pinned is None else is_pinned
    if text != latest.body and not work.actor.is_system and author_of(work.session, note_id) != work.actor.user_id:
        raise Forbidden("A note is corrected by whoever wrote it. Write one of your own beside it.")
    if (text, pinned) == (latest.body, latest.is_pinned):
        return note_id
    insert_rows(
        work,
        NoteVersion,
        [
            {
                "id": new_id(), "note_id": note_id, "version_no": version_no + 1, "company_id": latest.company_id,
                "record_kind": subject.kind, "record_id": subject.id, "body": text, "is_pinned": pinned,
                "written_by": work.actor.name, "written_by_user_id": work.actor.user_id, "written_at": work.now,
            }
        ],
    )
    return note_id
