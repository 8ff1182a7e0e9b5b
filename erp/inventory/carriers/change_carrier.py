"""Change a carrier's name, cut-off and whether it is used."""

from datetime import time
from uuid import UUID

from erp.inventory.carriers.models import CARRIER_STATUSES, Carrier
from erp.kernel.errors import NotFound, Refused
from erp.kernel.rows import lock_rows, update_rows
from erp.kernel.unit_of_work import UnitOfWork


def change_carrier(work: UnitOfWork, carrier_id: UUID, *, name: str, cut_off: time | None, status: str) -> None:
    """A retired carrier is offered no more; what is planned with it stays.

    Raises: Forbidden; NotFound; Refused without a name or with an unknown status.
    """
    work.require("inventory.carrier.manage")
    if not name.strip():
        raise Refused("A carrier needs a name.", field="name")
    if status not in CARRIER_STATUSES:
        raise Refused("A carrier is active or retired.", field="status")
    if not lock_rows(work, Carrier, [carrier_id]):
        raise NotFound("There is no such carrier.")
    row = {"id": carrier_id, "name": name.strip(), "cut_off": cut_off, "status": status}
    update_rows(work, Carrier, ("id",), [row])
