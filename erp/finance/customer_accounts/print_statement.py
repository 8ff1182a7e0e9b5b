"""The statement of account on paper."""

from uuid import UUID

from sqlalchemy.orm import Session

from erp.crm.api import customer, paper_language
from erp.finance.customer_accounts.statement import Statement
from erp.kernel.adapters import Adapters
from erp.organization.api import company, stationery


def print_statement(session: Session, adapters: Adapters, company_id: UUID, statement: Statement) -> bytes:
    """The statement as PDF.

    Raises: NotFound; Refused with the line to install where the PDF renderer is missing.
    """
    seller = company(session, company_id)
    buyer = customer(session, statement.customer_id)
    html = adapters.templates.render(
        "finance/print/statement.html",
        seller={
            "name": seller.name, "address": seller.address, "tax_number": seller.tax_number,
            "email": seller.email, "phone": seller.phone, "branch": "",
        },
        customer=buyer,
        statement=statement,
        places=seller.minor_units,
        **stationery(session, company_id, language=paper_language(session, buyer.id), country=buyer.country),
    )
    return adapters.pdf.render(html)
