"""Let a company trade an item family."""

from datetime import date
from uuid import UUID

from erp.inventory.catalog.models import ItemFamily, ItemFamilyCompany
from erp.inventory.events import ItemFamilyActivated
from erp.kernel.errors import NotFound
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization import api as organization


def activate_family(work: UnitOfWork, family_id: UUID, company_id: UUID, *, occurred_on: date) -> None:
    """The company may from now on buy, keep and sell items of the family. Activating twice changes nothing.

    Raises: NotFound; Refused by a subscriber, for instance where the books lack an account for the family.
    Effects: publishes ItemFamilyActivated.
    """
    work.require("inventory.family.edit")
    family = work.session.get(ItemFamily, family_id)
    if family is None:
        raise NotFound("There is no such item family.")
    organization.company(work.session, company_id)
    active = work.session.get(ItemFamilyCompany, (family_id, company_id))
    if active is not None and active.status == "active":
        return
    if active is None:
        work.session.add(ItemFamilyCompany(family_id=family_id, company_id=company_id, status="active"))
    else:
        active.status = "active"
    work.session.flush()
    work.publish(
        ItemFamilyActivated(
            company_id=company_id, occurred_on=occurred_on, family_id=family_id, family_name=family.name
        )
    )
