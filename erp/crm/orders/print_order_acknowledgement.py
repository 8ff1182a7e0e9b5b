"""The order acknowledgement on paper: what we have understood, at which prices and for when."""

from uuid import UUID

from sqlalchemy.orm import Session

from erp.crm.customers.paper_language import paper_language
from erp.crm.customers.queries import customer
from erp.crm.orders.page_queries import order_page
from erp.kernel.adapters import Adapters
from erp.organization.api import minor_units, stationery


def print_order_acknowledgement(session: Session, adapters: Adapters, order_id: UUID) -> bytes:
    """The order as PDF in the customer's language; a draft or a cancelled one says so.

    Raises: NotFound; Refused with the line to install where the PDF renderer is missing.
    """
    page = order_page(session, order_id)
    buyer = customer(session, page.order.customer_id)
    html = adapters.templates.render(
        "crm/print/order_acknowledgement.html",
        order=page.order,
        lines=page.lines,
        skus=page.skus,
        payment_term=page.payment_term,
        buyer=buyer,
        places=minor_units(session, page.order.currency),
        **stationery(
            session, page.order.company_id, language=paper_language(session, buyer.id), country=buyer.country
        ),
    )
    return adapters.pdf.render(html)
