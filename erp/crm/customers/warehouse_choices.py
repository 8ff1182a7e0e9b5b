"""The warehouses a page offers, those of the branch one works in first."""

from uuid import UUID

from sqlalchemy.orm import Session

from erp.inventory.api import warehouses
from erp.kernel.errors import Refused


def warehouse_choices(session: Session, company_id: UUID, branch_id: UUID) -> list[tuple[UUID, str]]:
    """Active warehouses of the company to choose from. Raises: Refused where there is none."""
    places = [place for place in warehouses(session, company_id=company_id) if place.status == "active"]
    if not places:
        raise Refused("This company has no warehouse yet. Create one under Warehouse first.")
    places.sort(key=lambda place: place.branch_id != branch_id)
    return [(place.id, f"{place.code} {place.name}") for place in places]
