"""Move a bin on the picker's walk, or close it."""

from uuid import UUID

from sqlalchemy import text

from erp.inventory.locations.models import Bin, Warehouse
from erp.kernel.errors import NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork


def change_bin(work: UnitOfWork, bin_id: UUID, *, pick_sequence: int, status: str) -> UUID:
    """The bin lies there on the walk, and is used or closed; answers its warehouse.

    Raises: NotFound; Refused for closing a bin that is not empty.
    """
    found = work.session.get(Bin, bin_id)
    if found is None:
        raise NotFound("There is no such bin.")
    place = work.session.get_one(Warehouse, found.warehouse_id)
    work.require("inventory.warehouse.edit", place.branch_id)
    if status == "closed":
        full = work.execute(
            text("SELECT EXISTS (SELECT 1 FROM inventory.stock_balance WHERE bin_id = :id AND qty_on_hand > 0)"),
            {"id": bin_id},
        ).scalar_one()
        if full:
            raise Refused("Bin %(code)s is not empty. Move its goods first.", field="status", code=found.code)
    found.pick_sequence, found.status = pick_sequence, status
    work.session.flush()
    return place.id
