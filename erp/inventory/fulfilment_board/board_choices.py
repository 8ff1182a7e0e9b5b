"""Read what can be chosen at the board: waves to join, pickers, zones."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.identity.api import user_names

MOST_WAVES = 30


@dataclass(frozen=True)
class WaveOnBoard:
    """A wave with picks still open: how far it is, and who should walk it."""

    id: UUID
    number: str
    picker_id: UUID | None
    picker_name: str
    orders: int
    tasks: int
    tasks_open: int

    @property
    def done(self) -> int:
        """Picks that are through."""
        return self.tasks - self.tasks_open


_WAVES = text("""
    SELECT v.id, v.number, v.picker_id, count(DISTINCT t.shipment_id) AS orders, count(*) AS tasks,
           count(*) FILTER (WHERE t.status = 'open') AS tasks_open
    FROM inventory.wave v JOIN inventory.pick_task t ON t.wave_id = v.id AND t.status <> 'cancelled'
    WHERE v.id IN (SELECT k.wave_id FROM inventory.shipment s JOIN inventory.pick_task k ON k.shipment_id = s.id
                   WHERE s.warehouse_id = :warehouse AND s.status = 'picking' AND k.status = 'open')
    GROUP BY v.id ORDER BY v.id LIMIT :limit""")

_ZONES = text("""
    SELECT DISTINCT split_part(code, '-', 1) COLLATE "C" AS zone FROM inventory.bin
    WHERE warehouse_id = :warehouse AND kind = 'storage' AND status = 'active' ORDER BY zone LIMIT 200""")


def open_waves_on_board(session: Session, warehouse_id: UUID) -> Sequence[WaveOnBoard]:
    """Waves of a warehouse with something still to pick, the oldest first."""
    rows = session.execute(_WAVES, {"warehouse": warehouse_id, "limit": MOST_WAVES}).all()
    names = user_names(session, [row.picker_id for row in rows if row.picker_id])
    return [
        WaveOnBoard(
            row.id, row.number, row.picker_id, names.get(row.picker_id, ""), row.orders, row.tasks, row.tasks_open
        )
        for row in rows
    ]


def zones(session: Session, warehouse_id: UUID) -> list[str]:
    """The zones of a warehouse: what stands before the first dash of its bins' codes."""
    return list(session.execute(_ZONES, {"warehouse": warehouse_id}).scalars())
