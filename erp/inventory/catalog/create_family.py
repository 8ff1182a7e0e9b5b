"""Write down an item family."""

from uuid import UUID

from sqlalchemy import text

from erp.inventory.catalog.models import ItemFamily
from erp.kernel.errors import Conflict, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork


def create_family(work: UnitOfWork, *, code: str, name: str) -> UUID:
    """A new family exists; no company trades it until it is activated there.

    Raises: Refused without code or name; Conflict where the code is taken.
    """
    work.require("inventory.family.edit")
    code, name = code.strip().upper(), name.strip()
    if not code or not name:
        raise Refused("A family needs a code and a name.", field="name" if code else "code")
    if work.execute(text("SELECT 1 FROM inventory.item_family WHERE code = :code"), {"code": code}).first():
        raise Conflict("There is a family %(code)s already. Choose another code.", field="code", code=code)
    family = ItemFamily(id=new_id(), code=code, name=name)
    work.session.add(family)
    work.session.flush()
    return family.id
