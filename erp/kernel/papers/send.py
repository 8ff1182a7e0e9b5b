"""Send a paper by e-mail, with the PDF attached and a record of it, once: the one way any document is sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from erp.kernel.actor import Actor
from erp.kernel.adapters import Attachment, MailMessage, NoMail
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.jobs import Progress, enqueue_job
from erp.kernel.papers.kinds import Asked, Letter, PaperKind
from erp.kernel.papers.sent import PaperEmail
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from erp.kernel.assembly import Services

JOB = "send_paper"


def proposed_letter(work: UnitOfWork, kind: PaperKind, document_id: UUID, asked: Asked) -> Letter:
    """The message as it would be sent, in the reader's language.

    Raises: NotFound for a paper that is not sent.
    """
    if kind.letter is None:
        raise NotFound("Papers of this kind are not sent by e-mail.")
    return kind.letter(work.session, work.adapters, document_id, asked)


def ask_to_send(
    work: UnitOfWork, kind: PaperKind, document_id: UUID, asked: Asked, *, sent_to: str, subject: str, text: str
) -> UUID:
    """Have a worker send a paper with these words; returns the job to follow.

    Raises: NotFound; Forbidden; Refused where no mail server is configured.
    """
    branches = kind.branches(work.session, [document_id])
    if document_id not in branches or not kind.send:
        raise NotFound("There is no such document to send.")
    work.require(kind.send, branches[document_id])
    if isinstance(work.adapters.mail, NoMail):
        raise Refused("No mail server is configured. Set ERP_SMTP_URL, or download the PDF.")
    words = {"sent_to": sent_to, "subject": " ".join(subject.split()), "text": text}  # a heading is one line
    return enqueue_job(work, JOB, {
        "paper_kind": kind.name, "document_id": str(document_id), "asked": asked.plain(), **words,
        "actor": work.actor.name,
    })


def send_asked_paper(services: Services, progress: Progress, arguments: dict[str, Any]) -> dict[str, Any]:
    """The job: print and send one paper with the words it was asked to be sent with."""
    kind, asked = services.papers[arguments["paper_kind"]], Asked.of(arguments["asked"])
    document_id = UUID(arguments["document_id"])
    with services.units.begin(Actor.system(str(arguments["actor"]))) as work:
        letter = replace(
            proposed_letter(work, kind, document_id, asked),
            sent_to=arguments["sent_to"], subject=arguments["subject"], text=arguments["text"],
        )
        send_paper(work, kind, document_id, asked, letter, key=str(progress.job_id))
    return {"sent_to": letter.sent_to}


def send_at_once(work: UnitOfWork, kind: PaperKind, document_id: UUID, company_id: UUID) -> None:
    """Send a paper that has just been issued to the address on file, where there is one and a mail server too."""
    if isinstance(work.adapters.mail, NoMail):
        return
    asked = Asked(company_id)
    letter = proposed_letter(work, kind, document_id, asked)
    if letter.sent_to:
        send_paper(work, kind, document_id, asked, letter, key=str(document_id))


def send_paper(
    work: UnitOfWork, kind: PaperKind, document_id: UUID, asked: Asked, letter: Letter, *, key: str
) -> bool:
    """Hand the message to the mail server and record it; False where it has been sent under this key before.

    The message id is stable, so that a mail server drops the second copy where the first was sent and the record
    was lost with the transaction.
    """
    message_id = f"<{kind.name}.{key}@{letter.reply_to.rpartition('@')[2] or 'invalid'}>"
    if work.session.scalar(select(PaperEmail.id).where(PaperEmail.message_id == message_id)) is not None:
        return False
    paper = kind.print(work.session, work.adapters, document_id, asked)
    insert_rows(work, PaperEmail, [{
        "id": new_id(), "company_id": letter.company_id, "document_kind": kind.name, "document_id": document_id,
        "sent_to": letter.sent_to, "subject": letter.subject, "body": letter.text, "message_id": message_id,
        "sent_at": work.now, "sent_by": work.actor.name,
    }])
    if kind.note_sent is not None:
        kind.note_sent(work, document_id)
    work.adapters.mail.send(MailMessage(
        to=tuple(part.strip() for part in letter.sent_to.split(",")),
        subject=letter.subject,
        text=letter.text,
        attachments=(Attachment(f"{letter.number}.pdf", paper),),
        reply_to=letter.reply_to or None,
        message_id=message_id,
    ))
    return True
