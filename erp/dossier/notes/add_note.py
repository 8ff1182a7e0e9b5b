"""Write a note on a record."""

from uuid import UUID

from erp.dossier.notes.models import LONGEST_NOTE, NoteVersion
from erp.dossier.subject import Subject
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


def add_note(work: UnitOfWork, subject: Subject, *, body: str, is_pinned: bool = False) -> UUID:
    """Everybody who may see the record reads the note from now on; pinned, it stands on top of the record's page.

    Raises: Forbidden; Refused for a note that says nothing or too much.
    """
    subject.require(work.actor, "dossier.note.write")
    note_id = new_id()
    insert_rows(
        work,
        NoteVersion,
        [
            {
                "id": note_id, "note_id": note_id, "version_no": 1, "company_id": subject.company_id,
                "record_kind": subject.kind, "record_id": subject.id, "body": note_text(body), "is_pinned": is_pinned,
                "written_by": work.actor.name, "written_by_user_id": work.actor.user_id, "written_at": work.now,
            }
        ],
    )
    return note_id


def note_text(body: str) -> str:
    """What a note may say.

    Raises: Refused
    """
    text = body.strip()
    if not text:
        raise Refused("Write something, or leave the note.", field="body")
    if len(text) > LONGEST_NOTE:
        raise Refused(
            "A note has at most %(most)s characters; this has %(count)s. Attach a file instead.",
            field="body", most=LONGEST_NOTE, count=len(text),
        )
    return text
