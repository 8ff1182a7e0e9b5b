"""Open a warehouse."""

from uuid import UUID

from sqlalchemy import text

from erp.inventory.locations.add_bins import NewBin, add_bins
from erp.inventory.locations.models import Warehouse
from erp.kernel.errors import Conflict, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization import api as organization

WORKING_BINS = (
    NewBin("RECEIVING", "receiving"),
    NewBin("STAGING", "staging"),
    NewBin("RETURNS", "returns"),
    NewBin("TRANSIT", "transit"),
)


def create_warehouse(
    work: UnitOfWork,
    *,
    branch_id: UUID,
    code: str,
    name: str,
    address_line: str = "",
    postal_code: str = "",
    city: str = "",
    region: str = "",
    country_code: str = "",
) -> UUID:
    """A branch has a warehouse, with one bin each for receiving, staging, returns and goods in transit.

    Raises: NotFound for the branch; Refused without code or name; Conflict where the company has the code already.
    """
    work.require("inventory.warehouse.edit", branch_id)
    branch = organization.branch(work.session, branch_id)
    code, name = code.strip().upper(), name.strip()
    if not code or not name:
        raise Refused("A warehouse needs a code and a name.", field="name" if code else "code")
    taken = work.execute(
        text("SELECT 1 FROM inventory.warehouse WHERE company_id = :company_id AND code = :code"),
        {"company_id": branch.company_id, "code": code},
    ).first()
    if taken:
        raise Conflict("The company has a warehouse %(code)s already. Choose another code.", field="code", code=code)
    warehouse = Warehouse(
        id=new_id(),
        company_id=branch.company_id,
        branch_id=branch_id,
        code=code,
        name=name,
        address_line=address_line.strip(),
        postal_code=postal_code.strip(),
        city=city.strip(),
        region=region.strip(),
        country_code=country_code.strip().upper(),
        status="active",
    )
    work.session.add(warehouse)
    work.session.flush()
    add_bins(work, warehouse.id, WORKING_BINS)
    return warehouse.id
