"""Send a document to a customer by e-mail, with the paper attached, once."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from erp.finance.invoicing.models import DocumentEmail
from erp.kernel.adapters import Attachment, MailMessage
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Paper:
    """A document ready to be sent. ``key`` makes the message's id: the same key is never sent twice."""

    company_id: UUID
    document_kind: str
    document_id: UUID
    number: str
    key: str
    sent_to: str
    reply_to: str
    subject: str
    text: str
    pdf: bytes


def send_paper(work: UnitOfWork, paper: Paper) -> bool:
    """Hand the message to the mail server and record it; False where it has been sent under this key before.

    The message id is stable, so that a mail server drops the second copy where the first was sent and the record
    was lost with the transaction.
    """
    message_id = f"<{paper.document_kind}.{paper.key}@{_domain(paper.reply_to)}>"
    sent = work.session.scalar(select(DocumentEmail.id).where(DocumentEmail.message_id == message_id))
    if sent is not None:
        return False
    insert_rows(
        work,
        DocumentEmail,
        [
            {
                "id": new_id(), "company_id": paper.company_id, "document_kind": paper.document_kind,
                "document_id": paper.document_id, "sent_to": paper.sent_to, "message_id": message_id,
                "sent_at": work.now, "sent_by": work.actor.name,
            }
        ],
    )
    work.adapters.mail.send(
        MailMessage(
            to=tuple(part.strip() for part in paper.sent_to.split(",")),
            subject=paper.subject,
            text=paper.text,
            attachments=(Attachment(f"{paper.number}.pdf", paper.pdf),),
            reply_to=paper.reply_to or None,
            message_id=message_id,
        )
    )
    return True


def _domain(address: str) -> str:
    return address.rpartition("@")[2] or "invalid"
