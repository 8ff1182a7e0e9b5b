"""The quote as a paper: who may see it, how it is printed, the message it travels with, and what sending it means."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.crm.customers.paper_language import paper_language
from erp.crm.customers.queries import customer
from erp.crm.quotes.page_queries import quote_page
from erp.crm.quotes.print_quote import print_quote
from erp.crm.quotes.send_quote import send_quote
from erp.kernel.adapters import Adapters
from erp.kernel.papers.kinds import Asked, Letter, PaperKind, branches_in, written
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import minor_units, stationery


def quote_letter(session: Session, adapters: Adapters, quote_id: UUID, asked: Asked) -> Letter:
    """The message in the customer's language."""
    quote = quote_page(session, quote_id).quote
    buyer = customer(session, quote.customer_id)
    papers = stationery(session, quote.company_id, language=paper_language(session, buyer.id), country=buyer.country)
    subject, words = written(
        adapters.templates, "crm/email/quote.txt", quote=quote, name=buyer.name,
        places=minor_units(session, quote.currency), **papers,
    )
    return Letter(
        quote.company_id, quote.number, buyer.invoice_email, papers["letterhead"].email, subject, words
    )


def _note_sent(work: UnitOfWork, quote_id: UUID) -> None:
    """A draft that was mailed is a sent quote; one that was sent before stays what it is."""
    decision = work.session.scalar(text("SELECT decision FROM crm.quote WHERE id = :quote"), {"quote": quote_id})
    if decision == "draft":
        send_quote(work, quote_id)


QUOTE = PaperKind(
    "quote", "crm.quote.view", branches_in("crm.quote"),
    lambda session, adapters, quote_id, _asked: print_quote(session, adapters, quote_id),
    send="crm.quote.enter", letter=quote_letter, note_sent=_note_sent,
)
