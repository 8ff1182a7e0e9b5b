"""Send a credit memo to the customer: when it is posted, and whenever somebody asks for it."""

from typing import Any
from uuid import UUID

from erp.crm.api import customer
from erp.finance.credit_memos.print import print_credit_memo
from erp.finance.credit_memos.queries import credit_memo_page
from erp.finance.events import CreditMemoPosted
from erp.finance.invoicing.send_paper import Paper, send_paper
from erp.kernel.actor import Actor
from erp.kernel.adapters import NoMail
from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.kernel.jobs import Progress, enqueue_job
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import minor_units

JOB = "finance.email_credit_memo"


def email_credit_memo(work: UnitOfWork, event: CreditMemoPosted) -> None:
    """Send the posted memo to the customer's address for invoices, where there is one and a mail server too."""
    if isinstance(work.adapters.mail, NoMail):
        return
    address = customer(work.session, event.customer_id).invoice_email
    if address:
        _send(work, event.credit_memo_id, address, key=str(event.credit_memo_id))


def ask_to_email_credit_memo(work: UnitOfWork, credit_memo_id: UUID, *, sent_to: str) -> UUID:
    """Have a worker send a credit memo (again); returns the job.

    Raises: NotFound; Forbidden; Refused where nothing can be sent.
    """
    memo = credit_memo_page(work.session, credit_memo_id).memo
    work.require("finance.sales_invoice.send", memo.branch_id)
    if isinstance(work.adapters.mail, NoMail):
        raise Refused("No mail server is configured. Set ERP_SMTP_URL, or download the PDF.")
    return enqueue_job(
        work, JOB, {"credit_memo_id": str(credit_memo_id), "sent_to": sent_to, "actor": work.actor.name}
    )


def send_asked_credit_memo(services: Services, progress: Progress, arguments: dict[str, Any]) -> dict[str, Any]:
    """The job: print and send one credit memo."""
    actor = Actor.system(str(arguments["actor"]))
    with services.units.begin(actor) as work:
        _send(work, UUID(arguments["credit_memo_id"]), arguments["sent_to"], key=str(progress.job_id))
    return {"sent_to": arguments["sent_to"]}


def _send(work: UnitOfWork, credit_memo_id: UUID, address: str, key: str) -> None:
    memo = credit_memo_page(work.session, credit_memo_id).memo
    text = work.adapters.templates.render(
        "finance/email/credit_memo.txt", memo=memo, places=minor_units(work.session, memo.currency)
    )
    send_paper(
        work,
        Paper(
            company_id=memo.company_id,
            document_kind="credit_memo",
            document_id=credit_memo_id,
            number=memo.number,
            key=key,
            sent_to=address,
            reply_to=str(memo.seller.get("email", "")),
            subject=f"Credit memo {memo.number} from {memo.seller['name']}",
            text=text,
            pdf=print_credit_memo(work.session, work.adapters, credit_memo_id),
        ),
    )
