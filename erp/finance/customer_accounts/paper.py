"""The statement of account as a paper: its document is the customer, its days are asked for."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from erp.crm.api import customer, customers, paper_language
from erp.finance.customer_accounts.print_statement import print_statement
from erp.finance.customer_accounts.statement import Statement, customer_statement
from erp.kernel.adapters import Adapters
from erp.kernel.errors import Refused
from erp.kernel.papers.kinds import Asked, Letter, PaperKind, written
from erp.organization.api import company, stationery

USUAL_DAYS = timedelta(days=90)


def statement_asked(session: Session, customer_id: UUID, asked: Asked) -> Statement:
    """The statement over the days asked for; the first day is three months back where none is said."""
    if asked.last_day is None:
        raise Refused("Say up to which day the statement goes.", field="last_day")
    first_day = asked.first_day or asked.last_day - USUAL_DAYS
    currency = company(session, asked.company_id).currency
    return customer_statement(session, asked.company_id, customer_id, first_day, asked.last_day, currency)


def statement_letter(session: Session, adapters: Adapters, customer_id: UUID, asked: Asked) -> Letter:
    """The message in the customer's language, to the address for invoices."""
    buyer, seller = customer(session, customer_id), company(session, asked.company_id)
    statement = statement_asked(session, customer_id, asked)
    subject, text = written(
        adapters.templates, "finance/email/statement.txt", statement=statement, name=buyer.name,
        places=seller.minor_units,
        **stationery(session, seller.id, language=paper_language(session, buyer.id), country=buyer.country),
    )
    number = f"{buyer.code}-{statement.last_day.isoformat()}"
    return Letter(seller.id, number, buyer.invoice_email, seller.email, subject, text)


def _no_branch(session: Session, customer_ids: Sequence[UUID]) -> dict[UUID, UUID | None]:
    """Customers belong to no branch."""
    return dict.fromkeys(customers(session, customer_ids))


def _printed(session: Session, adapters: Adapters, customer_id: UUID, asked: Asked) -> bytes:
    return print_statement(session, adapters, asked.company_id, statement_asked(session, customer_id, asked))


STATEMENT = PaperKind(
    "statement", "finance.receivable.view", _no_branch, _printed,
    send="finance.sales_invoice.send", letter=statement_letter,
)
