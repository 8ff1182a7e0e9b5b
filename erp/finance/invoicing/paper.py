"""The invoice as a paper: who may see it, how it is printed, and the message it travels with."""

from uuid import UUID

from sqlalchemy.orm import Session

from erp.crm.api import customer, paper_language
from erp.finance.invoicing.print import print_invoice
from erp.finance.invoicing.queries import invoice_page
from erp.kernel.adapters import Adapters
from erp.kernel.papers.kinds import Asked, Letter, PaperKind, branches_in, written
from erp.organization.api import minor_units, stationery


def invoice_letter(session: Session, adapters: Adapters, invoice_id: UUID, asked: Asked) -> Letter:
    """The message in the customer's language, to the address for invoices."""
    invoice = invoice_page(session, invoice_id).invoice
    subject, text = written(
        adapters.templates, "finance/email/invoice.txt", invoice=invoice, name=invoice.bill_to["name"],
        places=minor_units(session, invoice.currency),
        **stationery(
            session, invoice.company_id, language=paper_language(session, invoice.customer_id),
            country=str(invoice.bill_to.get("country") or ""),
        ),
    )
    address = customer(session, invoice.customer_id).invoice_email
    reply_to = str(invoice.seller.get("email", ""))
    return Letter(invoice.company_id, invoice.number, address, reply_to, subject, text)


SALES_INVOICE = PaperKind(
    "sales_invoice", "finance.sales_invoice.view", branches_in("finance.sales_invoice"),
    lambda session, adapters, invoice_id, _asked: print_invoice(session, adapters, invoice_id),
    send="finance.sales_invoice.send", letter=invoice_letter,
)
