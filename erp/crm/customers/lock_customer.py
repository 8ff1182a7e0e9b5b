"""Lock a customer for a change, as the person who changes it has seen it."""

from uuid import UUID

from erp.crm.customers.models import Customer
from erp.kernel.audit import changed_by
from erp.kernel.errors import NotFound, Outdated
from erp.kernel.rows import lock_rows
from erp.kernel.unit_of_work import UnitOfWork


def lock_customer(work: UnitOfWork, customer_id: UUID, version: int | None = None) -> None:
    """Lock the customer's row. Raises: NotFound, Conflict when its version is another than the one seen."""
    rows = lock_rows(work, Customer, [customer_id], ("id", "version"))
    if not rows:
        raise NotFound("There is no such customer.")
    if version is not None and rows[0].version != version:
        raise Outdated(
            "Somebody else changed this customer meanwhile. Nothing was saved: look at it as it is now, then save "
            "again.",
            who=changed_by(work.session, "crm.customer", customer_id),
        )
