"""The quote on paper: prices, and until when they bind."""

from uuid import UUID

from sqlalchemy.orm import Session

from erp.crm.customers.paper_language import paper_language
from erp.crm.customers.queries import customer
from erp.crm.quotes.page_queries import quote_page
from erp.kernel.adapters import Adapters
from erp.organization.api import minor_units, stationery


def print_quote(session: Session, adapters: Adapters, quote_id: UUID) -> bytes:
    """One revision of a quote as PDF in the customer's language.

    Raises: NotFound; Refused with the line to install where the PDF renderer is missing.
    """
    page = quote_page(session, quote_id)
    buyer = customer(session, page.quote.customer_id)
    html = adapters.templates.render(
        "crm/print/quote.html",
        quote=page.quote,
        lines=page.lines,
        skus=page.skus,
        buyer=buyer,
        places=minor_units(session, page.quote.currency),
        **stationery(
            session, page.quote.company_id, language=paper_language(session, buyer.id), country=buyer.country
        ),
    )
    return adapters.pdf.render(html)
