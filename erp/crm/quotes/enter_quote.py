"""Enter a quote: prices offered to a customer until a day."""

from erp.crm.quotes.entry import QuoteEntry, QuoteOutcome
from erp.crm.quotes.store_quote import store_quote
from erp.kernel.numbering import draw_numbers
from erp.kernel.unit_of_work import UnitOfWork


def enter_quote(work: UnitOfWork, entry: QuoteEntry) -> QuoteOutcome:
    """Store the first revision as a draft. Units, rounding, Raises: see ``store_quote``."""
    work.require("crm.quote.enter", entry.branch_id)
    number = draw_numbers(work, "quote")[0]
    quote_id, _ = store_quote(work, entry, number=number, revision=1)
    return QuoteOutcome(quote_id, number, 1, "draft")
