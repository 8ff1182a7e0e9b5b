"""Price, tax and store one revision of a quote."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from erp.crm.customers.queries import sale_terms
from erp.crm.pricing.draft_lines import DraftedLines, draft_lines
from erp.crm.quotes.entry import QuoteEntry
from erp.crm.quotes.models import Quote, QuoteLine
from erp.inventory.api import warehouse
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows, update_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import company

MAX_LINES = 2000


def store_quote(
    work: UnitOfWork, entry: QuoteEntry, *, number: str, revision: int, replaces_id: UUID | None = None
) -> tuple[UUID, DraftedLines]:
    """Store a new revision, or with ``replaces_id`` the content of a draft anew; return its id and priced lines.

    Units, rounding: see ``draft_lines``.
    Raises: Refused or Forbidden naming the field or line; NotFound.
    """
    if not entry.lines:
        raise Refused("A quote needs at least one line.", field="lines-0-item")
    if len(entry.lines) > MAX_LINES:
        raise Refused("A quote has at most %(max_lines)s lines.", max_lines=MAX_LINES)
    if warehouse(work.session, entry.warehouse_id).company_id != entry.company_id:
        raise Refused("That warehouse belongs to another company.", field="warehouse_id")
    seller = company(work.session, entry.company_id)
    terms = sale_terms(work.session, entry.company_id, entry.customer_id, entry.ship_to_id)
    valid_until = entry.valid_until or entry.quoted_on + timedelta(days=int(seller.settings["quote_valid_days"]))
    if valid_until < entry.quoted_on:
        raise Refused("The quote would have expired already. Choose a later day.", field="valid_until")
    drafted = draft_lines(work, entry.lines, company=seller, terms=terms, on=entry.quoted_on)
    quote_id = replaces_id or new_id()
    content: dict[str, Any] = {
        "id": quote_id,
        "warehouse_id": entry.warehouse_id,
        "customer_id": entry.customer_id,
        "ship_to_id": terms.ship_to_id,
        "contact_id": entry.contact_id,
        "quoted_on": entry.quoted_on,
        "valid_until": valid_until,
        "requested_on": entry.requested_on,
        "currency": terms.currency,
        "payment_term_id": terms.payment_term_id,
        "salesperson_id": entry.salesperson_id or terms.salesperson_id,
        "customer_reference": entry.customer_reference.strip(),
        "note": entry.note.strip(),
        "net_amount": drafted.net_amount,
        "tax_amount": drafted.tax_amount,
        "total_amount": drafted.total_amount,
    }
    if replaces_id is None:
        content |= {
            "company_id": entry.company_id,
            "branch_id": entry.branch_id,
            "number": number,
            "revision": revision,
            "entered_by": work.actor.name,
            "entered_at": work.now,
        }
        insert_rows(work, Quote, [content])
    else:
        update_rows(work, Quote, ("id",), [content])
    insert_rows(
        work,
        QuoteLine,
        [
            {**asdict(line), "company_id": entry.company_id, "quote_id": quote_id, "position": n}
            for n, line in enumerate(drafted.lines, start=1)
        ],
    )
    return quote_id, drafted
