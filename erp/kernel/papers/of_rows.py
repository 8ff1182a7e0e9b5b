"""Papers of many rows of a list: printed as one PDF, or each sent by e-mail in the words that are proposed for it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from erp.kernel.adapters import NoMail
from erp.kernel.errors import NotFound, Refused
from erp.kernel.papers.kinds import Asked as AskedPaper
from erp.kernel.papers.kinds import PaperKind
from erp.kernel.papers.print_batch import ask_to_print
from erp.kernel.papers.send import proposed_letter, send_paper
from erp.kernel.row_actions import Asked, RowAction
from erp.kernel.unit_of_work import UnitOfWork


def papers_of_rows(kind: PaperKind, list_: str, opens: tuple[str, str]) -> tuple[RowAction, ...]:
    """What a list of documents offers for their papers: printing and, where the kind is sent, sending."""
    return (_printing(kind, list_, opens), *((_sending(kind, list_, opens),) if kind.send else ()))


def _printing(kind: PaperKind, list_: str, opens: tuple[str, str]) -> RowAction:
    def ask(work: UnitOfWork, ids: Sequence[UUID], asked: Asked) -> UUID:
        return ask_to_print(work, kind, ids, _of_today(asked))

    return RowAction(
        f"{kind.name}.print", list_, "Print",
        "A worker prints these papers, in the order of the list, as one PDF of at most 500. Papers that were printed "
        "before are not made again.",
        kind.view, None, opens, together=ask,
    )  # fmt: skip


def _sending(kind: PaperKind, list_: str, opens: tuple[str, str]) -> RowAction:
    def send(work: UnitOfWork, document_id: UUID, asked: Asked) -> str | None:
        branches = kind.branches(work.session, [document_id])
        if document_id not in branches:
            raise NotFound("There is no such document to send.")
        work.require(kind.send, branches[document_id])
        if isinstance(work.adapters.mail, NoMail):
            raise Refused("No mail server is configured. Set ERP_SMTP_URL, or download the PDF.")
        wanted = _of_today(asked)
        letter = proposed_letter(work, kind, document_id, wanted)
        if not letter.sent_to:
            raise Refused("There is no e-mail address to send it to. Enter one, or send the paper from its own page.")
        send_paper(work, kind, document_id, wanted, letter, key=asked.step)
        return "sent"

    return RowAction(
        f"{kind.name}.send", list_, "Send by e-mail",
        "Each paper goes to the address that is kept for it, in the reader's language and in the usual words, and the "
        "document's page tells when. Where no address is kept, the row is refused.",
        kind.send, send, opens,
    )  # fmt: skip


def _of_today(asked: Asked) -> AskedPaper:
    return AskedPaper(asked.company_id, last_day=asked.today)
