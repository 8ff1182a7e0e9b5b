"""Change a company's particulars: what its paper shows from now on."""

from uuid import UUID

from erp.kernel.errors import NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.companies.models import COMPANY_STATUSES, Company


def change_company(
    work: UnitOfWork,
    company_id: UUID,
    *,
    name: str,
    tax_number: str = "",
    address: str = "",
    country: str = "",
    email: str = "",
    phone: str = "",
    status: str = "active",
) -> Company:
    """Correct name, address, tax number and contact. Documents already issued keep what they showed.

    Code, currency and fiscal year stay: the figures of every posted entry depend on them.

    Raises: NotFound; Refused for a missing name.
    """
    work.require("organization.company.change")
    company = work.session.get(Company, company_id, with_for_update={"key_share": True})
    if company is None:
        raise NotFound("There is no such company.")
    if not name.strip():
        raise Refused("A company needs a name.", field="name")
    if status not in COMPANY_STATUSES:
        raise Refused("A company is active or inactive.", field="status")
    company.name = name.strip()
    company.tax_number = tax_number.strip()
    company.address = address.strip()
    company.country = country.strip().upper()
    company.email = email.strip()
    company.phone = phone.strip()
    company.status = status
    work.session.flush()
    return company
