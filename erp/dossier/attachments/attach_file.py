"""Attach a file to a record."""

from hashlib import sha256
from uuid import UUID

from sqlalchemy import text

from erp.dossier.attachments.file_name import file_name
from erp.dossier.attachments.file_type import file_type
from erp.dossier.attachments.forget_removed import CONTENTS
from erp.dossier.attachments.models import Attachment
from erp.dossier.attachments.queries import bytes_kept, count_of
from erp.dossier.subject import Subject
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import settings

MEGABYTE = 1024 * 1024
MOST_ON_A_RECORD = 200


def attach_file(work: UnitOfWork, subject: Subject, *, name: str, content: bytes) -> UUID:
    """The file hangs on the record from now on; returns the id of the attachment.

    Its content says what it is, its name is made harmless. The same content is stored once.

    Raises: Forbidden; Refused for a type we do not keep, a file over the company's limit, and a full store.
    """
    subject.require(work.actor, "dossier.attachment.add")
    chosen = settings(work.session, subject.company_id)
    _check_size(len(content), chosen["attachment_largest_mb"])
    known = file_type(content, name)
    _check_room(work, subject, len(content), chosen["attachment_total_mb"])
    content_hash = sha256(content).hexdigest()
    # Shared with others who attach: only the forgetting of contents must not happen meanwhile.
    work.execute(text("SELECT pg_advisory_xact_lock_shared(hashtext(:key))"), {"key": CONTENTS})
    work.execute(
        text("""INSERT INTO dossier.file_content (content_hash, content) VALUES (:content_hash, :content)
                ON CONFLICT (content_hash) DO NOTHING"""),
        {"content_hash": content_hash, "content": content},
    )
    attachment_id = new_id()
    insert_rows(
        work,
        Attachment,
        [
            {
                "id": attachment_id, "company_id": subject.company_id, "record_kind": subject.kind,
                "record_id": subject.id, "file_name": file_name(name, known), "media_type": known.media_type,
                "size_bytes": len(content), "content_hash": content_hash, "attached_by": work.actor.name,
                "attached_by_user_id": work.actor.user_id, "attached_at": work.now,
            }
        ],
    )
    return attachment_id


def _check_size(size: int, largest_mb: int) -> None:
    if size > largest_mb * MEGABYTE:
        raise Refused(
            "This file is too large: at most %(most)s MB are kept. Send a smaller one, or a picture of lower "
            "resolution.",
            field="file", most=largest_mb,
        )


def _check_room(work: UnitOfWork, subject: Subject, size: int, total_mb: int) -> None:
    if count_of(work.session, subject.kind, subject.id) >= MOST_ON_A_RECORD:
        raise Refused(
            "This record has %(most)s attachments, and no more fit. Remove some first.",
            field="file", most=MOST_ON_A_RECORD,
        )
    if bytes_kept(work.session, subject.company_id) + size > total_mb * MEGABYTE:
        raise Refused(
            "The company's attachments have reached %(most)s MB together. Ask a controller to raise the setting, or "
            "remove what is no longer needed.",
            field="file", most=total_mb,
        )
