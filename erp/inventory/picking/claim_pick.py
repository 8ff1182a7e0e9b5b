"""Claim a pick: one picker is on the way to it, and others are sent to the next."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from erp.kernel.errors import NotFound
from erp.kernel.unit_of_work import UnitOfWork

STALE = timedelta(minutes=15)  # whoever has not confirmed by then has been called away


def claim_pick(work: UnitOfWork, wave_id: UUID) -> UUID | None:
    """Give the picker the next task of the wave that nobody is on the way to; None when there is none.

    A picker has one claim at a time: the one in this wave is given again, one in another wave is released. A claim
    older than ``STALE`` binds nobody. Two pickers asking in the same moment get different tasks.

    Raises: NotFound; Forbidden.
    """
    branch_id = work.session.scalar(_BRANCH, {"wave": wave_id})
    if branch_id is None:
        raise NotFound("There is no such wave.")
    work.require("inventory.pick.confirm", branch_id)
    params = {"wave": wave_id, "picker": work.actor.name, "now": work.now, "stale_at": work.now - STALE}
    task_id: UUID | None = work.session.scalar(_CLAIM, params)
    work.execute(_RELEASE_OTHERS, {"picker": work.actor.name, "task": task_id})
    return task_id


_BRANCH = text("""
    SELECT w.branch_id FROM inventory.wave v JOIN inventory.warehouse w ON w.id = v.warehouse_id WHERE v.id = :wave""")

# A task that another picker is just being given is passed over, so that nobody waits and nobody gets it twice.
_CLAIM = text("""
    UPDATE inventory.pick_task SET claimed_by = :picker, claimed_at = :now
    WHERE id = (SELECT id FROM inventory.pick_task
                WHERE wave_id = :wave AND status = 'open'
                  AND (claimed_by IS NULL OR claimed_by = :picker OR claimed_at < :stale_at)
                ORDER BY claimed_by IS NOT DISTINCT FROM :picker DESC, sequence, id
                LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING id""")

_RELEASE_OTHERS = text("""
    UPDATE inventory.pick_task SET claimed_by = NULL, claimed_at = NULL
    WHERE claimed_by = :picker AND status = 'open' AND id IS DISTINCT FROM CAST(:task AS uuid)""")
