"""Reads of the quote pages: the list, and one quote with its other revisions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, case, or_, select, text
from sqlalchemy.orm import Session

from erp.crm.customers.models import Customer
from erp.crm.orders.page_queries import typed_line
from erp.crm.pricing.frozen import stored_steps
from erp.crm.pricing.waterfall import Step
from erp.crm.quotes.models import Quote
from erp.inventory.api import WarehouseFacts, items, warehouse
from erp.kernel.errors import NotFound

_QUOTE = text("""
    SELECT q.*, c.code AS customer_code, c.name AS customer_name
      FROM crm.quote q JOIN crm.customer c ON c.id = q.customer_id WHERE q.id = :quote
""")
_LINES = text("SELECT * FROM crm.quote_line WHERE quote_id = :quote ORDER BY position")
_REVISIONS = text("""
    SELECT q.id, q.revision, q.quoted_on, q.valid_until, q.decision, q.net_amount, q.currency, q.entered_by
      FROM crm.quote q WHERE q.number = :number ORDER BY q.revision DESC
""")
_ORDERS = text("SELECT id, number, decision FROM crm.sales_order WHERE quote_id = :quote")


@dataclass(frozen=True)
class QuotePage:
    """A quote with everything its page shows."""

    quote: Row[Any]
    lines: Sequence[Row[Any]]
    skus: Mapping[UUID, str]
    warehouse: WarehouseFacts
    revisions: Sequence[Row[Any]]
    orders: Sequence[Row[Any]]

    def is_stale(self, today: date) -> bool:
        """Whether its prices bind no more."""
        return self.quote.decision in ("draft", "sent") and self.quote.valid_until < today

    @property
    def steps(self) -> dict[UUID, list[Step]]:
        """How the price of each line came about, by the line's id."""
        return stored_steps(self.lines)

    def typed_lines(self) -> list[dict[str, Any]]:
        """The lines as they would be typed into the grid."""
        return [typed_line(line, self.skus) for line in self.lines]


def quotes_statement(
    company_id: UUID,
    today: date,
    *,
    branch_ids: Collection[UUID] | None = None,
    q: str = "",
    decision: str | None = None,
) -> Any:
    """The list of quotes, newest revisions only unless superseded ones are asked for."""
    state = case((Quote.decision.in_(("draft", "sent")) & (Quote.valid_until < today), "expired"), else_=Quote.decision)
    statement: Any = (
        select(
            Quote.id,
            Quote.number,
            Quote.revision,
            Quote.quoted_on,
            Quote.valid_until,
            Customer.name.label("customer_name"),
            Quote.customer_reference,
            Quote.net_amount,
            Quote.total_amount,
            Quote.currency,
            state.label("state"),
        )
        .join(Customer, Customer.id == Quote.customer_id)
        .where(Quote.company_id == company_id)
    )
    statement = statement.where(state == decision) if decision else statement.where(Quote.decision != "superseded")
    if branch_ids is not None:
        statement = statement.where(Quote.branch_id.in_(branch_ids))
    if q:
        statement = statement.where(
            or_(
                Quote.number.contains(q.upper(), autoescape=True),
                Quote.customer_reference.icontains(q, autoescape=True),
                Customer.name.icontains(q, autoescape=True),
            )
        )
    return statement


def quote_page(session: Session, quote_id: UUID) -> QuotePage:
    """Everything the quote's page shows. Raises: NotFound."""
    quote = session.execute(_QUOTE, {"quote": quote_id}).one_or_none()
    if quote is None:
        raise NotFound("There is no such quote.")
    lines = session.execute(_LINES, {"quote": quote_id}).all()
    found = items(session, {line.item_id for line in lines if line.item_id is not None})
    return QuotePage(
        quote=quote,
        lines=lines,
        skus={item_id: item.sku for item_id, item in found.items()},
        warehouse=warehouse(session, quote.warehouse_id),
        revisions=session.execute(_REVISIONS, {"number": quote.number}).all(),
        orders=session.execute(_ORDERS, {"quote": quote_id}).all(),
    )
