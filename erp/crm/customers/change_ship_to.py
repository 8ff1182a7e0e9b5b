"""Change a delivery address; orders already entered keep the address they were entered with."""

from collections.abc import Mapping
from uuid import UUID

from erp.crm.customers.add_ship_to import ADDRESS, drop_default
from erp.crm.customers.models import ShipTo
from erp.kernel.audit import changed_by
from erp.kernel.errors import NotFound, Outdated, Refused
from erp.kernel.rows import lock_rows, update_rows
from erp.kernel.unit_of_work import UnitOfWork


def change_ship_to(
    work: UnitOfWork,
    ship_to_id: UUID,
    *,
    version: int,
    name: str,
    address: Mapping[str, str],
    carrier_id: UUID | None = None,
    is_default: bool = False,
    status: str = "active",
) -> UUID:
    """Change name, address, default and status; return the customer's id.

    Raises: NotFound, Conflict, Refused.
    """
    work.require("crm.customer.change")
    rows = lock_rows(work, ShipTo, [ship_to_id], ("customer_id", "version", "is_default"))
    if not rows:
        raise NotFound("There is no such delivery address.")
    if rows[0].version != version:
        raise Outdated(
            "Somebody else changed this address meanwhile. Nothing was saved: look at it as it is now, then save "
            "again.",
            who=changed_by(work.session, "crm.ship_to", ship_to_id),
        )
    if not name.strip():
        raise Refused("A delivery address needs a name.", field="name")
    if is_default and status != "active":
        raise Refused("An inactive address cannot be the default one.", field="is_default")
    if is_default and not rows[0].is_default:
        drop_default(work, rows[0].customer_id)
    update_rows(
        work,
        ShipTo,
        ("id",),
        [
            {
                "id": ship_to_id,
                "name": name.strip(),
                **{key: str(address[key]).strip() for key in ADDRESS if key in address},
                "carrier_id": carrier_id,
                "is_default": is_default,
                "status": status,
                "version": version + 1,
            }
        ],
    )
    customer_id: UUID = rows[0].customer_id
    return customer_id
