"""Send an invoice to the customer: when it is posted, and whenever somebody asks for it."""

from typing import Any
from uuid import UUID

from erp.crm.api import customer
from erp.finance.events import SalesInvoicePosted
from erp.finance.invoicing.print import print_invoice
from erp.finance.invoicing.queries import invoice_page
from erp.finance.invoicing.send_paper import Paper, send_paper
from erp.kernel.actor import Actor
from erp.kernel.adapters import NoMail
from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.kernel.jobs import Progress, enqueue_job
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import minor_units

JOB = "finance.email_invoice"


def email_invoice(work: UnitOfWork, event: SalesInvoicePosted) -> None:
    """Send the posted invoice to the customer's address for invoices, where there is one and a mail server too."""
    if isinstance(work.adapters.mail, NoMail):
        return
    address = customer(work.session, event.customer_id).invoice_email
    if address:
        _send(work, event.sales_invoice_id, address, key=str(event.sales_invoice_id))


def ask_to_email_invoice(work: UnitOfWork, invoice_id: UUID, *, sent_to: str) -> UUID:
    """Have a worker send an invoice (again); returns the job.

    Raises: NotFound; Forbidden; Refused where nothing can be sent.
    """
    invoice = invoice_page(work.session, invoice_id).invoice
    work.require("finance.sales_invoice.send", invoice.branch_id)
    if isinstance(work.adapters.mail, NoMail):
        raise Refused("No mail server is configured. Set ERP_SMTP_URL, or download the PDF.")
    return enqueue_job(
        work, JOB, {"invoice_id": str(invoice_id), "sent_to": sent_to, "actor": work.actor.name}
    )


def send_asked_invoice(services: Services, progress: Progress, arguments: dict[str, Any]) -> dict[str, Any]:
    """The job: print and send one invoice."""
    actor = Actor.system(str(arguments["actor"]))
    with services.units.begin(actor) as work:
        _send(work, UUID(arguments["invoice_id"]), arguments["sent_to"], key=str(progress.job_id))
    return {"sent_to": arguments["sent_to"]}


def _send(work: UnitOfWork, invoice_id: UUID, address: str, key: str) -> None:
    invoice = invoice_page(work.session, invoice_id).invoice
    text = work.adapters.templates.render(
        "finance/email/invoice.txt", invoice=invoice, places=minor_units(work.session, invoice.currency)
    )
    send_paper(
        work,
        Paper(
            company_id=invoice.company_id,
            document_kind="sales_invoice",
            document_id=invoice_id,
            number=invoice.number,
            key=key,
            sent_to=address,
            reply_to=str(invoice.seller.get("email", "")),
            subject=f"Invoice {invoice.number} from {invoice.seller['name']}",
            text=text,
            pdf=print_invoice(work.session, work.adapters, invoice_id),
        ),
    )
