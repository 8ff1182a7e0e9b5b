"""Price a quote again on today's terms: a new revision, and what moved line by line."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.crm.pricing.frozen import entry_of
from erp.crm.quotes.entry import PriceChange, QuoteOutcome
from erp.crm.quotes.lock_quote import lock_open_quote, quote_lines, same_entry
from erp.crm.quotes.revise_quote import supersede
from erp.crm.quotes.store_quote import store_quote
from erp.kernel.money import round_unit
from erp.kernel.unit_of_work import UnitOfWork


def reprice_quote(work: UnitOfWork, quote_id: UUID, *, occurred_on: date, version: int | None = None) -> QuoteOutcome:
    """Store the same lines at the prices of ``occurred_on``, valid anew; prices set by hand stay.

    Raises: NotFound, Conflict (decided, superseded, or changed meanwhile), Refused (an item is not sold any more).
    """
    quote = lock_open_quote(work, quote_id, version)
    before = quote_lines(work, quote_id)
    entry = same_entry(quote, quoted_on=occurred_on, lines=tuple(entry_of(line) for line in before))
    supersede(work, quote_id)
    newer_id, drafted = store_quote(work, entry, number=quote.number, revision=quote.revision + 1)
    changes = tuple(
        PriceChange(
            position=old.position,
            description=old.description,
            old_net_price=_net_price(old.amount, old.entered_qty),
            new_net_price=_net_price(new.amount, new.entered_qty),
            old_amount=old.amount,
            new_amount=new.amount,
        )
        for old, new in zip(before, drafted.lines, strict=True)
        if old.amount != new.amount
    )
    return QuoteOutcome(newer_id, quote.number, quote.revision + 1, "draft", changes)


def _net_price(amount: Decimal, qty: Decimal) -> Decimal:
    return round_unit(amount / qty)
