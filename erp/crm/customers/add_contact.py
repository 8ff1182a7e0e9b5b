"""Add a person at a customer."""

from uuid import UUID

from erp.crm.customers.lock_customer import lock_customer
from erp.crm.customers.models import Contact
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


def add_contact(
    work: UnitOfWork,
    customer_id: UUID,
    *,
    name: str,
    role: str = "",
    email: str = "",
    phone: str = "",
    receives_invoices: bool = False,
) -> UUID:
    """Add a contact; one that receives invoices needs an e-mail address. Raises: NotFound, Refused."""
    work.require("crm.customer.change")
    check_contact(name, email, receives_invoices)
    lock_customer(work, customer_id)
    contact_id = new_id()
    insert_rows(
        work,
        Contact,
        [
            {
                "id": contact_id,
                "customer_id": customer_id,
                "name": name.strip(),
                "role": role.strip(),
                "email": email.strip(),
                "phone": phone.strip(),
                "receives_invoices": receives_invoices,
            }
        ],
    )
    return contact_id


def check_contact(name: str, email: str, receives_invoices: bool) -> None:
    """Refuse a contact without a name, or one that is to receive invoices nowhere."""
    if not name.strip():
        raise Refused("A contact needs a name.", field="name")
    if receives_invoices and "@" not in email:
        raise Refused("A contact that receives invoices needs an e-mail address.", field="email")
