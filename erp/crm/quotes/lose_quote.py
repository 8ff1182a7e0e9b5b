"""Close a quote the customer did not take, with the reason."""

from uuid import UUID

from sqlalchemy import text

from erp.crm.quotes.entry import QuoteOutcome
from erp.crm.quotes.lock_quote import lock_open_quote
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork


def lose_quote(work: UnitOfWork, quote_id: UUID, *, reason: str) -> QuoteOutcome:
    """Note that the quote was lost, and why. Raises: NotFound, Conflict (decided or superseded), Refused."""
    quote = lock_open_quote(work, quote_id)
    if not reason.strip():
        raise Refused("Say why it was lost: reasons are counted.", field="reason")
    work.execute(
        text("""UPDATE crm.quote SET decision = 'lost', lost_reason = :reason, version = version + 1
                 WHERE id = :quote"""),
        {"quote": quote_id, "reason": reason.strip()},
    )
    return QuoteOutcome(quote_id, quote.number, quote.revision, "lost")
