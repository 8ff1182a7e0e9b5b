"""Create a customer: somebody may be sold to, once a company has agreed terms."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from erp.crm.customers.models import Customer
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

DETAILS = (
    "tax_number", "street", "postal_code", "city", "region", "country", "phone", "invoice_email", "note",
    "language",
)  # fmt: skip


def create_customer(
    work: UnitOfWork,
    *,
    code: str,
    name: str,
    parent_id: UUID | None = None,
    is_cash_sale: bool = False,
    details: Mapping[str, str] | None = None,
) -> UUID:
    """Create a customer, at the top of an account tree of its own or under a parent; return its id.

    ``details`` may hold any of ``DETAILS``; ``country`` is an ISO 3166 code of two letters.

    Raises: Refused, NotFound (parent), Conflict (the code is taken).
    """
    work.require("crm.customer.create")
    code, name = code.strip().upper(), name.strip()
    if not code:
        raise Refused("A customer needs a code.", field="code")
    if not name:
        raise Refused("A customer needs a name.", field="name")
    given = dict(details or {})
    unknown = set(given) - set(DETAILS)
    if unknown:
        raise Refused("A customer has no field %(unknown)s.", unknown=', '.join(sorted(unknown)))
    customer_id = new_id()
    root_id = customer_id
    if parent_id is not None:
        found = work.session.scalar(select(Customer.root_id).where(Customer.id == parent_id))
        if found is None:
            raise NotFound("There is no such parent customer.", field="parent")
        root_id = found
    if work.session.scalar(select(Customer.id).where(Customer.code == code)) is not None:
        raise Conflict("Customer %(code)s exists already. Choose another code.", field="code", code=code)
    insert_rows(
        work,
        Customer,
        [
            {
                "id": customer_id,
                "code": code,
                "name": name,
                "parent_id": parent_id,
                "root_id": root_id,
                "is_cash_sale": is_cash_sale,
                **{key: str(given.get(key, "")).strip() for key in DETAILS},
                "created_at": work.now,
            }
        ],
    )
    return customer_id
