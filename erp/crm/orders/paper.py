"""The order acknowledgement as a paper: who may see it, how it is printed, and the message it travels with."""

from uuid import UUID

from sqlalchemy.orm import Session

from erp.crm.customers.paper_language import paper_language
from erp.crm.customers.queries import customer
from erp.crm.orders.page_queries import order_page
from erp.crm.orders.print_order_acknowledgement import print_order_acknowledgement
from erp.kernel.adapters import Adapters
from erp.kernel.papers.kinds import Asked, Letter, PaperKind, branches_in, written
from erp.organization.api import minor_units, stationery


def acknowledgement_letter(session: Session, adapters: Adapters, order_id: UUID, asked: Asked) -> Letter:
    """The message in the customer's language."""
    order = order_page(session, order_id).order
    buyer = customer(session, order.customer_id)
    papers = stationery(session, order.company_id, language=paper_language(session, buyer.id), country=buyer.country)
    subject, words = written(
        adapters.templates, "crm/email/order_acknowledgement.txt", order=order, name=buyer.name,
        places=minor_units(session, order.currency), **papers,
    )
    return Letter(
        order.company_id, order.number, buyer.invoice_email, papers["letterhead"].email, subject, words
    )


ORDER_ACKNOWLEDGEMENT = PaperKind(
    "sales_order", "crm.sales_order.view", branches_in("crm.sales_order"),
    lambda session, adapters, order_id, _asked: print_order_acknowledgement(session, adapters, order_id),
    send="crm.sales_order.enter", letter=acknowledgement_letter,
)
