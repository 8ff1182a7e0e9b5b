"""Change a warehouse's name and address: what its papers show from now on."""

from uuid import UUID

from erp.inventory.locations.models import Warehouse
from erp.kernel.errors import NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork


def change_warehouse(
    work: UnitOfWork,
    warehouse_id: UUID,
    *,
    name: str,
    address_line: str = "",
    postal_code: str = "",
    city: str = "",
    region: str = "",
    country_code: str = "",
) -> None:
    """Correct name and address. Papers printed already stay as they are.

    Raises: NotFound; Refused without a name, or for a country that is no code of two letters.
    """
    warehouse = work.session.get(Warehouse, warehouse_id, with_for_update={"key_share": True})
    if warehouse is None:
        raise NotFound("There is no such warehouse.")
    work.require("inventory.warehouse.edit", warehouse.branch_id)
    country_code = country_code.strip().upper()
    if not name.strip():
        raise Refused("A warehouse needs a name.", field="name")
    if country_code and (len(country_code) != 2 or not country_code.isalpha()):
        raise Refused("Write the country as its code of two letters, such as US.", field="country_code")
    warehouse.name = name.strip()
    warehouse.address_line = address_line.strip()
    warehouse.postal_code = postal_code.strip()
    warehouse.city = city.strip()
    warehouse.region = region.strip()
    warehouse.country_code = country_code
    work.session.flush()
