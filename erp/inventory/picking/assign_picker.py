"""Put a wave on a picker: it stands first on that person's scanner, and others see whose it is."""

from uuid import UUID

from sqlalchemy import text

from erp.identity.api import users_who_may
from erp.kernel.errors import NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork

_WAVE = text("""
    SELECT w.branch_id FROM inventory.wave v JOIN inventory.warehouse w ON w.id = v.warehouse_id
    WHERE v.id = :wave FOR NO KEY UPDATE OF v""")


def assign_picker(work: UnitOfWork, wave_id: UUID, picker_id: UUID | None) -> str:
    """The wave is that person's to walk; None: anybody's. Others may still help. Returns the picker's name.

    Raises: NotFound; Forbidden; Refused for somebody who may not pick there.
    """
    branch_id = work.session.scalar(_WAVE, {"wave": wave_id})
    if branch_id is None:
        raise NotFound("There is no such wave.")
    work.require("inventory.wave.assign", branch_id)
    pickers = dict(users_who_may(work.session, "inventory.pick.confirm", branch_id))
    if picker_id is not None and picker_id not in pickers:
        raise Refused("Choose somebody who may pick in this branch.", field="picker_id")
    work.execute(
        text("UPDATE inventory.wave SET picker_id = :picker WHERE id = :wave"), {"wave": wave_id, "picker": picker_id}
    )
    return pickers[picker_id] if picker_id is not None else ""
