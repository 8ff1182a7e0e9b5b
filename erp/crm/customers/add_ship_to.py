"""Add an address a customer receives goods at."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import text

from erp.crm.customers.lock_customer import lock_customer
from erp.crm.customers.models import ShipTo
from erp.kernel.errors import Conflict, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

ADDRESS = ("street", "postal_code", "city", "region", "country", "instructions")


def add_ship_to(
    work: UnitOfWork,
    customer_id: UUID,
    *,
    code: str,
    name: str,
    address: Mapping[str, str] | None = None,
    carrier_id: UUID | None = None,
    is_default: bool = False,
) -> UUID:
    """Add a delivery address; the default one is proposed on orders. Country, region and postal code decide the tax.

    Orders to the address are planned with its carrier.

    Raises: NotFound, Refused, Conflict (the customer has that code already).
    """
    work.require("crm.customer.change")
    code = code.strip().upper()
    if not code or not name.strip():
        raise Refused("A delivery address needs a code and a name.", field="code" if not code else "name")
    lock_customer(work, customer_id)
    taken = work.session.scalar(
        text("SELECT id FROM crm.ship_to WHERE customer_id = :customer AND code = :code"),
        {"customer": customer_id, "code": code},
    )
    if taken is not None:
        raise Conflict("This customer has a delivery address %(code)s already.", field="code", code=code)
    if is_default:
        drop_default(work, customer_id)
    given = address or {}
    ship_to_id = new_id()
    insert_rows(
        work,
        ShipTo,
        [
            {
                "id": ship_to_id,
                "customer_id": customer_id,
                "code": code,
                "name": name.strip(),
                **{key: str(given.get(key, "")).strip() for key in ADDRESS},
                "carrier_id": carrier_id,
                "is_default": is_default,
            }
        ],
    )
    return ship_to_id


def drop_default(work: UnitOfWork, customer_id: UUID) -> None:
    """Make room for another default address."""
    work.execute(
        text(
            "UPDATE crm.ship_to SET is_default = false, version = version + 1 "
            "WHERE customer_id = :customer AND is_default"
        ),
        {"customer": customer_id},
    )
