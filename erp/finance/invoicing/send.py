"""Send an invoice to the customer when it is posted."""

from erp.finance.events import SalesInvoicePosted
from erp.finance.invoicing.paper import SALES_INVOICE
from erp.kernel.papers.send import send_at_once
from erp.kernel.unit_of_work import UnitOfWork


def email_invoice(work: UnitOfWork, event: SalesInvoicePosted) -> None:
    """Send the posted invoice to the customer's address for invoices, where there is one and a mail server too."""
    send_at_once(work, SALES_INVOICE, event.sales_invoice_id, event.company_id)
