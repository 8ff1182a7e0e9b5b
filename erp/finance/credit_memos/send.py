"""Send a credit memo to the customer when it is posted."""

from erp.finance.credit_memos.paper import CREDIT_MEMO
from erp.finance.events import CreditMemoPosted
from erp.kernel.papers.send import send_at_once
from erp.kernel.unit_of_work import UnitOfWork


def email_credit_memo(work: UnitOfWork, event: CreditMemoPosted) -> None:
    """Send the posted memo to the customer's address for invoices, where there is one and a mail server too."""
    send_at_once(work, CREDIT_MEMO, event.credit_memo_id, event.company_id)
