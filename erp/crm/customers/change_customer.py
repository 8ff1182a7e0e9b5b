"""Change a customer's own particulars; who changed what, from what and why stands in the audit trail."""

from collections.abc import Mapping
from uuid import UUID

from erp.crm.customers.create_customer import DETAILS
from erp.crm.customers.lock_customer import lock_customer
from erp.crm.customers.models import CUSTOMER_STATUSES, Customer
from erp.kernel.errors import Refused
from erp.kernel.rows import update_rows
from erp.kernel.unit_of_work import UnitOfWork


def change_customer(
    work: UnitOfWork,
    customer_id: UUID,
    *,
    version: int,
    name: str,
    status: str = "active",
    details: Mapping[str, str] | None = None,
) -> UUID:
    """Change name, status and details; ``version`` is the one the person was looking at.

    Raises: NotFound, Conflict (somebody else changed the customer meanwhile), Refused.
    """
    work.require("crm.customer.change")
    lock_customer(work, customer_id, version)
    if not name.strip():
        raise Refused("A customer needs a name.", field="name")
    if status not in CUSTOMER_STATUSES:
        raise Refused("A customer is active or inactive.", field="status")
    given = details or {}
    update_rows(
        work,
        Customer,
        ("id",),
        [
            {
                "id": customer_id,
                "name": name.strip(),
                "status": status,
                **{key: str(given[key]).strip() for key in DETAILS if key in given},
                "version": version + 1,
            }
        ],
    )
    return customer_id
