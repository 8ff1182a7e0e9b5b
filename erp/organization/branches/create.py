"""Create a branch: a company may prepare to trade from a place."""

from uuid import UUID
from zoneinfo import available_timezones

from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.branches.models import Branch
from erp.organization.companies.models import Company


def create_branch(
    work: UnitOfWork,
    *,
    company_id: UUID,
    code: str,
    name: str,
    time_zone: str = "UTC",
    address: str = "",
    country: str = "",
    region: str = "",
    postal_code: str = "",
    email: str = "",
    phone: str = "",
    branch_id: UUID | None = None,
) -> Branch:
    """Write down a place of business as a draft; it trades once it is activated.

    Raises: NotFound; Refused for a missing code or name or an unknown time zone; Conflict where the code is taken.
    """
    work.require("organization.branch.change")
    if work.session.get(Company, company_id) is None:
        raise NotFound("There is no such company.")
    if not code.strip() or not name.strip():
        raise Refused("A branch needs a code and a name.", field="code" if not code.strip() else "name")
    require_time_zone(time_zone)
    branch = Branch(
        id=branch_id or new_id(),
        company_id=company_id,
        code=code.strip().upper(),
        name=name.strip(),
        time_zone=time_zone,
        address=address.strip(),
        country=country.strip().upper(),
        region=region.strip().upper(),
        postal_code=postal_code.strip(),
        email=email.strip(),
        phone=phone.strip(),
        status="draft",
    )
    work.session.add(branch)
    work.session.flush()
    return branch


def require_time_zone(time_zone: str) -> None:
    """Refuse a zone that no calendar knows.

    Raises: Refused
    """
    if time_zone not in available_timezones():
        raise Refused(
            "%(time_zone)r is no time zone. Write one such as America/New_York or Europe/London.",
            field="time_zone", time_zone=time_zone,
        )
