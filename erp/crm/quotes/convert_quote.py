"""Make an order of a quote without typing it again, at the prices that were offered."""

from datetime import date
from uuid import UUID

from sqlalchemy import text

from erp.crm.orders.enter_sales_order import enter_sales_order
from erp.crm.orders.entry import OrderEntry, OrderOutcome
from erp.crm.orders.place_sales_order import place_sales_order
from erp.crm.pricing.frozen import entry_of
from erp.crm.quotes.lock_quote import lock_open_quote, quote_lines
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork


class QuoteExpired(Refused):
    """The prices of the quote bind nobody any more."""


def convert_quote(
    work: UnitOfWork,
    quote_id: UUID,
    *,
    occurred_on: date,
    submit: bool = True,
    customer_reference: str = "",
    version: int | None = None,
) -> OrderOutcome:
    """Enter, and unless told otherwise submit, an order with the quote's lines; offered prices stay, tax is today's.

    Raises: NotFound, QuoteExpired (reprice it first), Conflict (decided, superseded or changed), Refused.
    Effects: the quote is accepted; the order as by ``place_sales_order``: credit is checked like for any other.
    """
    quote = lock_open_quote(work, quote_id, version)
    if quote.valid_until < occurred_on:
        raise QuoteExpired(
            "Quote %(number)s expired on %(valid_until)s. Reprice it and ask the customer again.",
            number=quote.number, valid_until=f"{quote.valid_until:%d %B %Y}",
        )
    entry = OrderEntry(
        company_id=quote.company_id,
        branch_id=quote.branch_id,
        warehouse_id=quote.warehouse_id,
        customer_id=quote.customer_id,
        ordered_on=occurred_on,
        lines=tuple(entry_of(line, freeze=True) for line in quote_lines(work, quote_id)),
        ship_to_id=quote.ship_to_id,
        requested_on=max(quote.requested_on or occurred_on, occurred_on),
        customer_reference=customer_reference.strip() or quote.customer_reference,
        payment_term_id=quote.payment_term_id,
        salesperson_id=quote.salesperson_id,
        quote_id=quote_id,
    )
    work.execute(
        text("UPDATE crm.quote SET decision = 'accepted', version = version + 1 WHERE id = :quote"),
        {"quote": quote_id},
    )
    return place_sales_order(work, entry) if submit else enter_sales_order(work, entry)
