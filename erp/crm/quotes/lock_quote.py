"""Lock a quote for a step, and read its lines."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.crm.quotes.entry import QuoteEntry
from erp.crm.quotes.models import Quote
from erp.kernel.audit import changed_by
from erp.kernel.errors import Conflict, NotFound, Outdated
from erp.kernel.rows import lock_rows
from erp.kernel.unit_of_work import UnitOfWork

OPEN = ("draft", "sent")


def lock_open_quote(work: UnitOfWork, quote_id: UUID, version: int | None = None) -> Row[Any]:
    """Lock a quote that still may change. Raises: NotFound, Forbidden, Conflict (decided, superseded or changed)."""
    rows = lock_rows(work, Quote, [quote_id])
    if not rows:
        raise NotFound("There is no such quote.")
    quote = rows[0]
    work.require("crm.quote.enter", quote.branch_id)
    if version is not None and quote.version != version:
        raise Outdated(
            "Quote %(number)s was changed by somebody else meanwhile. Nothing was saved: look at it as it is now, then "
            "save again.",
            number=quote.number,
            who=changed_by(work.session, "crm.quote", quote_id),
        )
    if quote.decision == "superseded":
        raise Conflict("Quote %(number)s has a newer revision. Open that one.", number=quote.number)
    if quote.decision not in OPEN:
        raise Conflict("Quote %(number)s is %(decision)s.", number=quote.number, decision=quote.decision)
    return quote


def quote_lines(work: UnitOfWork, quote_id: UUID) -> list[Row[Any]]:
    """The lines of a quote, in order."""
    statement = text("SELECT * FROM crm.quote_line WHERE quote_id = :quote ORDER BY position")
    return list(work.execute(statement, {"quote": quote_id}))


def same_entry(quote: Row[Any], **changed: Any) -> QuoteEntry:
    """The entry a stored quote came from, with some fields changed; lines have to be given."""
    names = (
        "company_id", "branch_id", "warehouse_id", "customer_id", "ship_to_id", "contact_id", "requested_on",
        "salesperson_id", "customer_reference", "note",
    )  # fmt: skip
    return QuoteEntry(**{**{name: getattr(quote, name) for name in names}, **changed})
