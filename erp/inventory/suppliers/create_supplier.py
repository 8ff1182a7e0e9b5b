"""A new supplier may be chosen by every company that agrees terms with it."""

from uuid import UUID

from sqlalchemy import select

from erp.inventory.suppliers.models import Supplier
from erp.kernel.errors import Conflict, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork


def create_supplier(
    work: UnitOfWork,
    *,
    code: str,
    name: str,
    tax_number: str = "",
    email: str = "",
    phone: str = "",
    address_line: str = "",
    city: str = "",
    region: str = "",
    postal_code: str = "",
    country_code: str = "",
    language: str | None = None,
) -> UUID:
    """Add a supplier to the master shared by all companies.

    Raises: Refused without code or name; Conflict where the code is taken.
    """
    work.require("inventory.supplier.manage")
    code, name = code.strip().upper(), name.strip()
    if not code:
        raise Refused("Give the supplier a code.", field="code")
    if not name:
        raise Refused("Give the supplier a name.", field="name")
    if work.session.scalar(select(Supplier.id).where(Supplier.code == code)):
        raise Conflict("There is already a supplier %(code)s. Choose another code.", field="code", code=code)
    supplier = Supplier(
        id=new_id(),
        code=code,
        name=name,
        tax_number=tax_number.strip(),
        email=email.strip(),
        phone=phone.strip(),
        address_line=address_line.strip(),
        city=city.strip(),
        region=region.strip(),
        postal_code=postal_code.strip(),
        country_code=country_code.strip().upper(),
        language=language or "",
    )
    work.session.add(supplier)
    work.session.flush()
    return supplier.id
