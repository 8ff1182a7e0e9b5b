"""Notes and attachments on the page of any record that can be found: shown by the layout, written by these steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from flask import Blueprint, Response, current_app, request, send_file
from flask.blueprints import BlueprintSetupState

from erp.dossier.attachments.attach_file import MEGABYTE, attach_file
from erp.dossier.attachments.models import Attachment
from erp.dossier.attachments.queries import attachment, attachments_of, content_of
from erp.dossier.attachments.remove_attachment import remove_attachment
from erp.dossier.notes.add_note import add_note
from erp.dossier.notes.correct_note import correct_note
from erp.dossier.notes.queries import Note, latest_version, notes_of
from erp.dossier.records.forms import CorrectForm, NoteForm, PinForm, RemoveForm
from erp.dossier.subject import Subject, find_subject, record_kinds
from erp.kernel.errors import NotFound, Refused
from erp.kernel.finding import Findable
from erp.organization.api import setting
from erp.web.addresses import own_address
from erp.web.forms import parse
from erp.web.places import place_or_none
from erp.web.requests import current_actor, current_company, perform, read
from erp.web.routing import requires
from erp.web.visitors import current_visitor

bp = Blueprint("dossier_records", __name__, url_prefix="/dossier")
_KINDS = "erp.dossier"
# Whatever a file holds, a browser keeps it as a file: it renders nothing of it, and runs nothing in it.
_HARMLESS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


@dataclass(frozen=True)
class Dossier:
    """What the page of a record shows below its own facts."""

    subject: Subject
    notes: Sequence[Note]
    attachments: Sequence[Attachment]
    user_id: UUID | None
    may_write: bool
    may_attach: bool
    may_remove: bool
    largest_mb: int

    @property
    def pinned(self) -> list[Note]:
        return [note for note in self.notes if note.is_pinned]

    @property
    def standing(self) -> list[Attachment]:
        return [found for found in self.attachments if found.removed_at is None]

    @property
    def removed(self) -> list[Attachment]:
        return [found for found in self.attachments if found.removed_at is not None]


@bp.record_once
def gather(state: BlueprintSetupState) -> None:
    """The kinds of records are read from the manifests once."""
    state.app.extensions[_KINDS] = record_kinds(state.app.extensions["erp"].services.modules)


@bp.app_context_processor
def on_this_page() -> dict[str, object]:
    """For the layout: the dossier of the record that the page shows, where it shows one."""
    return {"dossier_here": _dossier_here}


@bp.post("/<kind>/<uuid:record_id>/notes")
@requires("dossier.note.write")
def write(kind: str, record_id: UUID) -> Response:
    """Writes a note on the record; pinned, it stands on top of the page."""
    form, subject = parse(NoteForm), _subject(kind, record_id)
    return perform(lambda work: add_note(work, subject, **form), then=_back("notes"), said="Note written.")


@bp.post("/notes/<uuid:note_id>/correct")
@requires("dossier.note.write")
def correct(note_id: UUID) -> Response:
    """Gives a note of one's own new words; the old ones stay readable below it."""
    form, subject = parse(CorrectForm), _subject_of_note(note_id)
    return perform(
        lambda work: correct_note(work, subject, note_id, **form), then=_back("notes"), said="Note corrected."
    )


@bp.post("/notes/<uuid:note_id>/pin")
@requires("dossier.note.write")
def pin(note_id: UUID) -> Response:
    """Puts a note on top of the page, or takes it down again."""
    form, subject = parse(PinForm), _subject_of_note(note_id)
    return perform(
        lambda work: correct_note(
            work, subject, note_id, version_no=form["version_no"], is_pinned=form["pinned"]
        ),
        then=_back("notes"),
        said="The note is on top of the page." if form["pinned"] else "The note is no longer on top of the page.",
    )


@bp.post("/<kind>/<uuid:record_id>/attachments")
@requires("dossier.attachment.add")
def attach(kind: str, record_id: UUID) -> Response:
    """Attaches a file: pictures, PDFs, texts and office files without macros, told by their content."""
    subject = _subject(kind, record_id)
    name, content = _sent_file(setting(read(), subject.company_id, "attachment_largest_mb"))
    return perform(
        lambda work: attach_file(work, subject, name=name, content=content),
        then=_back("attachments"),
        said="File attached.",
        answer=lambda attachment_id: {"id": str(attachment_id)},
    )


@bp.get("/attachments/<uuid:attachment_id>")
@requires("dossier.record.view")
def download(attachment_id: UUID) -> Response:
    """Hands out an attachment, always to be kept as a file."""
    found = attachment(read(), attachment_id)
    _subject(found.record_kind, found.record_id).require(current_actor(), "dossier.record.view")
    answer = send_file(
        BytesIO(content_of(read(), found)), mimetype=found.media_type, as_attachment=True,
        download_name=found.file_name, etag=False,
    )
    answer.headers.update(_HARMLESS)
    return answer


@bp.post("/attachments/<uuid:attachment_id>/remove")
@requires("dossier.attachment.add")
def remove(attachment_id: UUID) -> Response:
    """Removes an attachment: nobody can open it any more, and the page says who removed it and why."""
    form, found = parse(RemoveForm), attachment(read(), attachment_id)
    subject = _subject(found.record_kind, found.record_id)
    return perform(
        lambda work: remove_attachment(work, subject, attachment_id, **form),
        then=_back("attachments"),
        said="Attachment removed.",
    )


def _back(part: str) -> Callable[[object], str]:
    """Back to the page the form stood on, where it stood."""
    page = own_address(request.form.get("shown_on")) or "/"
    return lambda _: f"{page}#{part}"


def _dossier_here() -> Dossier | None:
    visitor, place = current_visitor(), place_or_none()
    if visitor is None or place is None or not visitor.actor.may("dossier.record.view"):
        return None
    findable = next((f for f in _kinds().values() if f.endpoint == request.endpoint), None)
    if findable is None:
        return None
    try:
        subject = find_subject(
            read(), findable, (request.view_args or {})[findable.argument], company_id=place.company_id
        )
    except NotFound:  # a record of another company that one may see
        return None
    actor = visitor.actor
    if not subject.may(actor, subject.permission):  # the page is about to be refused
        return None
    return Dossier(
        subject=subject,
        notes=notes_of(read(), subject.kind, subject.id),
        attachments=attachments_of(read(), subject.kind, subject.id),
        user_id=actor.user_id,
        may_write=subject.may(actor, "dossier.note.write"),
        may_attach=subject.may(actor, "dossier.attachment.add"),
        may_remove=subject.may(actor, "dossier.attachment.remove"),
        largest_mb=setting(read(), subject.company_id, "attachment_largest_mb"),
    )


def _kinds() -> dict[str, Findable]:
    kinds: dict[str, Findable] = current_app.extensions[_KINDS]
    return kinds


def _subject(kind: str, record_id: UUID) -> Subject:
    findable = _kinds().get(kind)
    if findable is None:
        raise NotFound("There is no kind of record called %(kind)s.", kind=kind)
    return find_subject(read(), findable, record_id, company_id=current_company())


def _subject_of_note(note_id: UUID) -> Subject:
    found = latest_version(read(), note_id)
    return _subject(found.record_kind, found.record_id)


def _sent_file(largest_mb: int) -> tuple[str, bytes]:
    """The name and content of the file that was sent, read no further than what may be kept."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Refused("Choose a file.", field="file")
    content = sent.read(largest_mb * MEGABYTE + 1)
    sent.seek(0)  # the request's key is bound to what was sent, file and all
    return sent.filename, content
