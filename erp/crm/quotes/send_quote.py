"""Mark a quote as sent: from now on it is changed by revisions only."""

from uuid import UUID

from sqlalchemy import text

from erp.crm.quotes.entry import QuoteOutcome
from erp.crm.quotes.lock_quote import lock_open_quote
from erp.kernel.errors import Conflict
from erp.kernel.unit_of_work import UnitOfWork


def send_quote(work: UnitOfWork, quote_id: UUID, *, version: int | None = None) -> QuoteOutcome:
    """Note that the customer has the quote. Raises: NotFound, Conflict (sent already, decided or superseded)."""
    quote = lock_open_quote(work, quote_id, version)
    if quote.decision == "sent":
        raise Conflict("Quote %(number)s was sent already. Revise it to send another.", number=quote.number)
    work.execute(
        text("UPDATE crm.quote SET decision = 'sent', version = version + 1 WHERE id = :quote"), {"quote": quote_id}
    )
    return QuoteOutcome(quote_id, quote.number, quote.revision, "sent")
