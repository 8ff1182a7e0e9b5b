"""Remove an attachment: it can no longer be opened, and the record says who removed it and why."""

from uuid import UUID

from erp.dossier.attachments.models import Attachment
from erp.dossier.subject import Subject
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.rows import lock_rows, update_rows
from erp.kernel.unit_of_work import UnitOfWork


def remove_attachment(work: UnitOfWork, subject: Subject, attachment_id: UUID, *, reason: str) -> UUID:
    """Nobody can open the file any more; its content is forgotten after the days of grace.

    Whoever attached it may remove it; of others' it takes the permission to remove.

    Raises: NotFound; Forbidden; Conflict where it is removed already; Refused without a reason.
    """
    found = next(iter(lock_rows(work, Attachment, [attachment_id])), None)
    if found is None or (found.record_kind, found.record_id) != (subject.kind, subject.id):
        raise NotFound("There is no such attachment.")
    is_own = work.actor.user_id is not None and found.attached_by_user_id == work.actor.user_id
    subject.require(work.actor, "dossier.attachment.add" if is_own else "dossier.attachment.remove")
    if found.removed_at is not None:
        raise Conflict("%(file_name)s is removed already.", file_name=found.file_name)
    if not reason.strip():
        raise Refused("Say why it is removed.", field="reason")
    update_rows(
        work,
        Attachment,
        ("id",),
        [
            {
                "id": attachment_id, "removed_at": work.now, "removed_by": work.actor.name,
                "removed_reason": reason.strip(),
            }
        ],
    )
    return attachment_id
