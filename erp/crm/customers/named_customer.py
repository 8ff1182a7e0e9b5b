"""Find the customer whose code somebody typed."""

from uuid import UUID

from sqlalchemy.orm import Session

from erp.crm.customers.queries import customers_by_code
from erp.kernel.errors import NotFound


def named_customer(session: Session, code: str, *, field: str = "customer") -> UUID:
    """The id of the customer with that code. Raises: NotFound, marking the field."""
    found = customers_by_code(session, [code]).get(code.strip().upper())
    if found is None:
        raise NotFound("There is no customer %(code)s. Type part of a name to choose one.", field=field, code=code)
    return found
