"""Change a branch's particulars: what its paper shows from now on."""

from uuid import UUID

from erp.kernel.errors import NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.branches.create import require_time_zone
from erp.organization.branches.models import Branch


def change_branch(
    work: UnitOfWork,
    branch_id: UUID,
    *,
    name: str,
    time_zone: str,
    address: str = "",
    country: str = "",
    region: str = "",
    postal_code: str = "",
    email: str = "",
    phone: str = "",
) -> Branch:
    """Correct name, address, contact and time zone; a new zone moves the business date of later steps only.

    Raises: NotFound; Refused for a missing name or an unknown time zone.
    """
    work.require("organization.branch.change")
    branch = work.session.get(Branch, branch_id, with_for_update={"key_share": True})
    if branch is None:
        raise NotFound("There is no such branch.")
    if not name.strip():
        raise Refused("A branch needs a name.", field="name")
    require_time_zone(time_zone)
    branch.name = name.strip()
    branch.time_zone = time_zone
    branch.address = address.strip()
    branch.country = country.strip().upper()
    branch.region = region.strip().upper()
    branch.postal_code = postal_code.strip()
    branch.email = email.strip()
    branch.phone = phone.strip()
    work.session.flush()
    return branch
