"""Create a company: a legal entity may keep books in this house."""

from uuid import UUID

from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.companies.models import Company
from erp.organization.currencies.queries import require_currency


def create_company(
    work: UnitOfWork,
    *,
    code: str,
    name: str,
    currency: str,
    fiscal_year_start_month: int = 1,
    tax_number: str = "",
    address: str = "",
    country: str = "",
    email: str = "",
    phone: str = "",
    company_id: UUID | None = None,
) -> Company:
    """Give a legal entity its identity and its currency, which never changes afterwards.

    It can post once its chart of accounts is installed and the periods of a fiscal year are open.

    Raises: Refused for a missing name or an unknown currency; Conflict where the code is taken.
    """
    work.require("organization.company.change")
    if not code.strip() or not name.strip():
        raise Refused("A company needs a code and a name.", field="code" if not code.strip() else "name")
    if not 1 <= fiscal_year_start_month <= 12:
        raise Refused("The fiscal year starts in a month from 1 to 12.", field="fiscal_year_start_month")
    require_currency(work.session, currency)
    company = Company(
        id=company_id or new_id(),
        code=code.strip().upper(),
        name=name.strip(),
        currency=currency,
        fiscal_year_start_month=fiscal_year_start_month,
        tax_number=tax_number.strip(),
        address=address.strip(),
        country=country.strip().upper(),
        email=email.strip(),
        phone=phone.strip(),
        status="active",
    )
    work.session.add(company)
    work.session.flush()
    return company
