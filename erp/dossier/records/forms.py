"""What the notes and attachments of a page may send."""

from erp.dossier.notes.models import LONGEST_NOTE
from erp.web.forms import Form, fields


class NoteForm(Form):
    """A new note."""

    body = fields.Text(max=LONGEST_NOTE, required=True)
    is_pinned = fields.Check()


class CorrectForm(Form):
    """New words for a note, typed against one of its versions."""

    body = fields.Text(max=LONGEST_NOTE, required=True)
    version_no = fields.Integer(required=True)


class PinForm(Form):
    """A pin set or taken off."""

    pinned = fields.Check()
    version_no = fields.Integer(required=True)


class RemoveForm(Form):
    """Why an attachment goes."""

    reason = fields.Text(max=300, required=True)
