"""Revise a quote: a draft is replaced in place, a sent one gets a new revision and stays as it was sent."""

from uuid import UUID

from sqlalchemy import text

from erp.crm.quotes.entry import QuoteEntry, QuoteOutcome
from erp.crm.quotes.lock_quote import lock_open_quote
from erp.crm.quotes.store_quote import store_quote
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork


def revise_quote(work: UnitOfWork, quote_id: UUID, entry: QuoteEntry, *, version: int | None = None) -> QuoteOutcome:
    """Store what was entered as the newest revision, a draft, at the prices of its day.

    Raises: NotFound, Conflict (decided, superseded, or changed meanwhile), Refused.
    """
    quote = lock_open_quote(work, quote_id, version)
    if (entry.company_id, entry.branch_id) != (quote.company_id, quote.branch_id):
        raise Refused("A quote cannot move to another branch. Enter it there.")
    if quote.decision == "draft":
        work.execute(text("DELETE FROM crm.quote_line WHERE quote_id = :quote"), {"quote": quote_id})
        store_quote(work, entry, number=quote.number, revision=quote.revision, replaces_id=quote_id)
        work.execute(text("UPDATE crm.quote SET version = version + 1 WHERE id = :quote"), {"quote": quote_id})
        return QuoteOutcome(quote_id, quote.number, quote.revision, "draft")
    supersede(work, quote_id)
    newer_id, _ = store_quote(work, entry, number=quote.number, revision=quote.revision + 1)
    return QuoteOutcome(newer_id, quote.number, quote.revision + 1, "draft")


def supersede(work: UnitOfWork, quote_id: UUID) -> None:
    """Mark a revision as replaced by a newer one."""
    work.execute(
        text("UPDATE crm.quote SET decision = 'superseded', version = version + 1 WHERE id = :quote"),
        {"quote": quote_id},
    )
