"""Change a person at a customer, or mark that the person has left."""

from uuid import UUID

from erp.crm.customers.add_contact import check_contact
from erp.crm.customers.models import Contact
from erp.kernel.audit import changed_by
from erp.kernel.errors import NotFound, Outdated
from erp.kernel.rows import lock_rows, update_rows
from erp.kernel.unit_of_work import UnitOfWork


def change_contact(
    work: UnitOfWork,
    contact_id: UUID,
    *,
    version: int,
    name: str,
    role: str = "",
    email: str = "",
    phone: str = "",
    receives_invoices: bool = False,
    status: str = "active",
) -> UUID:
    """Change a contact; return the customer's id. Raises: NotFound, Conflict, Refused."""
    work.require("crm.customer.change")
    rows = lock_rows(work, Contact, [contact_id], ("customer_id", "version"))
    if not rows:
        raise NotFound("There is no such contact.")
    if rows[0].version != version:
        raise Outdated(
            "Somebody else changed this contact meanwhile. Nothing was saved: look at it as it is now, then save "
            "again.",
            who=changed_by(work.session, "crm.contact", contact_id),
        )
    check_contact(name, email, receives_invoices)
    update_rows(
        work,
        Contact,
        ("id",),
        [
            {
                "id": contact_id,
                "name": name.strip(),
                "role": role.strip(),
                "email": email.strip(),
                "phone": phone.strip(),
                "receives_invoices": receives_invoices,
                "status": status,
                "version": version + 1,
            }
        ],
    )
    customer_id: UUID = rows[0].customer_id
    return customer_id
