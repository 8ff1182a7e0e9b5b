"""Release a claim: the picker leaves the task to others."""

from uuid import UUID

from sqlalchemy import text

from erp.kernel.unit_of_work import UnitOfWork


def release_claim(work: UnitOfWork, wave_id: UUID) -> None:
    """Let others go to what the picker was on the way to in this wave. Without a claim nothing changes."""
    work.require("inventory.pick.confirm")
    work.execute(
        text("""UPDATE inventory.pick_task SET claimed_by = NULL, claimed_at = NULL
                WHERE wave_id = :wave AND claimed_by = :picker AND status = 'open'"""),
        {"wave": wave_id, "picker": work.actor.name},
    )
