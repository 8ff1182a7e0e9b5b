"""The credit memo as a paper: who may see it, how it is printed, and the message it travels with."""

from uuid import UUID

from sqlalchemy.orm import Session

from erp.crm.api import customer, paper_language
from erp.finance.credit_memos.print import print_credit_memo
from erp.finance.credit_memos.queries import credit_memo_page
from erp.kernel.adapters import Adapters
from erp.kernel.papers.kinds import Asked, Letter, PaperKind, branches_in, written
from erp.organization.api import minor_units, stationery


def credit_memo_letter(session: Session, adapters: Adapters, credit_memo_id: UUID, asked: Asked) -> Letter:
    """The message in the customer's language, to the address for invoices."""
    memo = credit_memo_page(session, credit_memo_id).memo
    subject, text = written(
        adapters.templates, "finance/email/credit_memo.txt", memo=memo, name=memo.bill_to["name"],
        places=minor_units(session, memo.currency),
        **stationery(
            session, memo.company_id, language=paper_language(session, memo.customer_id),
            country=str(memo.bill_to.get("country") or ""),
        ),
    )
    address = customer(session, memo.customer_id).invoice_email
    return Letter(memo.company_id, memo.number, address, str(memo.seller.get("email", "")), subject, text)


CREDIT_MEMO = PaperKind(
    "credit_memo", "finance.credit_memo.view", branches_in("finance.credit_memo"),
    lambda session, adapters, credit_memo_id, _asked: print_credit_memo(session, adapters, credit_memo_id),
    send="finance.sales_invoice.send", letter=credit_memo_letter,
)
