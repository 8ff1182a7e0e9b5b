"""Let more orders join a wave that is still being picked."""

from uuid import UUID

from sqlalchemy import text

from erp.kernel.errors import Conflict, NotFound
from erp.kernel.unit_of_work import UnitOfWork

_WAVE = text("SELECT number, warehouse_id FROM inventory.wave WHERE id = :wave FOR NO KEY UPDATE")

# A pick is safe under the lock of its shipment: who confirms one takes that lock first.
_LOCK_SHIPMENTS = text("""
    SELECT s.id, s.status FROM inventory.shipment s
    WHERE s.id IN (SELECT shipment_id FROM inventory.pick_task WHERE wave_id = :wave AND status = 'open')
    ORDER BY s.id FOR NO KEY UPDATE""")

_STILL_OPEN = text("SELECT EXISTS (SELECT FROM inventory.pick_task WHERE wave_id = :wave AND status = 'open')")

_WALK = text("""
    UPDATE inventory.pick_task t SET sequence = walk.place
    FROM (SELECT k.id, coalesce((SELECT max(d.sequence) FROM inventory.pick_task d
                                 WHERE d.wave_id = :wave AND d.status <> 'open'), 0)
                 + row_number() OVER (ORDER BY bin.pick_sequence, bin.code, k.item_id, k.id) AS place
          FROM inventory.pick_task k JOIN inventory.bin bin ON bin.id = k.bin_id
          WHERE k.wave_id = :wave AND k.status = 'open') walk
    WHERE t.id = walk.id""")


def lock_wave_to_join(work: UnitOfWork, wave_id: UUID, warehouse_id: UUID) -> str:
    """Lock a wave with picks still open, after demand lines and before stock; return its number.

    Raises: NotFound; Conflict where its picks are done, or it belongs to another warehouse.
    """
    wave = work.execute(_WAVE, {"wave": wave_id}).one_or_none()
    if wave is None:
        raise NotFound("There is no such wave.", field="wave_id")
    if wave.warehouse_id != warehouse_id:
        raise Conflict("Wave %(number)s is in another warehouse.", field="wave_id", number=wave.number)
    work.execute(_LOCK_SHIPMENTS, {"wave": wave_id})
    if not work.session.scalar(_STILL_OPEN, {"wave": wave_id}):
        raise Conflict(
            "Wave %(number)s is picked already. Open a new wave instead.", field="wave_id", number=wave.number
        )
    number: str = wave.number
    return number


def order_walk(work: UnitOfWork, wave_id: UUID) -> None:
    """Put the open picks of a wave into the order of the walk anew; what is picked keeps its place before them."""
    work.execute(_WALK, {"wave": wave_id})
