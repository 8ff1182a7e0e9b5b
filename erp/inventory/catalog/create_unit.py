"""Write down a unit of measure."""

from sqlalchemy import text

from erp.inventory.catalog.models import UnitOfMeasure
from erp.kernel.errors import Conflict, Refused
from erp.kernel.unit_of_work import UnitOfWork


def create_unit(work: UnitOfWork, *, code: str, name: str) -> str:
    """Items may be counted in this unit; answers its code.

    Raises: Refused without code or name; Conflict where the code is taken.
    """
    work.require("inventory.item.edit")
    code, name = code.strip().upper(), name.strip()
    if not code or not name:
        raise Refused("A unit needs a code and a name.", field="name" if code else "code")
    if work.execute(text("SELECT 1 FROM inventory.unit_of_measure WHERE code = :code"), {"code": code}).first():
        raise Conflict("There is a unit %(code)s already.", field="code", code=code)
    work.session.add(UnitOfMeasure(code=code, name=name))
    work.session.flush()
    return code
