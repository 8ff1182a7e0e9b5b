"""Set up a carrier."""

from datetime import time
from uuid import UUID

from sqlalchemy import text

from erp.inventory.carriers.models import Carrier
from erp.kernel.errors import Conflict, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


def create_carrier(work: UnitOfWork, *, code: str, name: str, cut_off: time | None = None) -> UUID:
    """Orders can be planned with the carrier from now on.

    Raises: Forbidden; Refused without code or name; Conflict where the code is taken.
    """
    work.require("inventory.carrier.manage")
    code, name = code.strip().upper(), name.strip()
    if not code or not name:
        raise Refused("A carrier needs a code and a name.", field="name" if code else "code")
    if work.session.scalar(text("SELECT id FROM inventory.carrier WHERE code = :code"), {"code": code}) is not None:
        raise Conflict("There is a carrier %(code)s already. Choose another code.", field="code", code=code)
    carrier_id = new_id()
    insert_rows(work, Carrier, [{"id": carrier_id, "code": code, "name": name, "cut_off": cut_off}])
    return carrier_id
