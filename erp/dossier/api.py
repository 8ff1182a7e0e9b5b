"""What the modules above may ask of the dossier. A table of contents: no logic lives here."""

from erp.dossier.attachments.attach_file import attach_file
from erp.dossier.attachments.models import Attachment
from erp.dossier.attachments.queries import attachments_of
from erp.dossier.attachments.remove_attachment import remove_attachment
from erp.dossier.notes.add_note import add_note
from erp.dossier.notes.queries import Note, notes_of
from erp.dossier.subject import Subject, find_subject, record_kinds

__all__ = [
    "Attachment",
    "Note",
    "Subject",
    "add_note",
    "attach_file",
    "attachments_of",
    "find_subject",
    "notes_of",
    "record_kinds",
    "remove_attachment",
]
