"""Read waves and pick tasks for the pick list, the scanner and the shipment's page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.inventory.picking.claim_pick import STALE
from erp.kernel.actor import Actor
from erp.kernel.errors import NotFound


@dataclass(frozen=True)
class WaveFacts:
    """A wave and how far its walk is."""

    id: UUID
    number: str
    company_id: UUID
    branch_id: UUID
    warehouse_id: UUID
    warehouse_code: str
    released_at: datetime
    released_by: str
    tasks: int
    tasks_open: int
    tasks_short: int
    picker_id: UUID | None = None

    @property
    def status(self) -> str:
        """Where the walk stands; it follows from the tasks."""
        if not self.tasks_open:
            return "picked"
        return "open" if self.tasks_open == self.tasks else "picking"


@dataclass(frozen=True)
class PickTaskFacts:
    """A pick task with the names a picker needs."""

    id: UUID
    wave_id: UUID
    wave_number: str
    branch_id: UUID
    warehouse_id: UUID
    shipment_id: UUID
    shipment_number: str
    origin_number: str
    consignee_name: str
    sequence: int
    bin_code: str
    bin_id: UUID
    item_id: UUID
    sku: str
    description: str
    base_unit: str
    tracking: str
    lot_id: UUID | None
    lot_code: str | None
    qty: Decimal
    qty_picked: Decimal
    status: str
    short_reason: str | None
    picked_by: str | None
    claimed_by: str | None
    claimed_at: datetime | None

    def is_claimed_by_another(self, picker: str, now: datetime) -> bool:
        """Whether somebody else is on the way to it."""
        return self.status == "open" and self.claimed_by not in (None, picker) and self._is_fresh(now)

    def _is_fresh(self, now: datetime) -> bool:
        return self.claimed_at is not None and self.claimed_at >= now - STALE


_WAVES = """
    SELECT v.id, v.number, v.company_id, w.branch_id, v.warehouse_id, w.code, v.released_at, v.released_by,
           count(t.id) FILTER (WHERE t.status <> 'cancelled'), count(t.id) FILTER (WHERE t.status = 'open'),
           count(t.id) FILTER (WHERE t.status = 'short'), v.picker_id
    FROM inventory.wave v JOIN inventory.warehouse w ON w.id = v.warehouse_id
    LEFT JOIN inventory.pick_task t ON t.wave_id = v.id"""
_ONE_WAVE = text(f"{_WAVES} WHERE v.id = :wave GROUP BY v.id, w.id")
_OPEN_WAVES = text(
    f"""{_WAVES}
    WHERE v.id IN (SELECT wave_id FROM inventory.pick_task WHERE status = 'open')
      AND v.company_id = :company
      AND (CAST(:branches AS uuid[]) IS NULL OR w.branch_id = ANY(CAST(:branches AS uuid[])))
    GROUP BY v.id, w.id
    ORDER BY v.picker_id IS NOT DISTINCT FROM CAST(:picker AS uuid) DESC, v.picker_id IS NOT NULL, v.id LIMIT :limit"""  # noqa: S608
)

_TASKS = """
    SELECT t.id, t.wave_id, v.number, s.branch_id, s.warehouse_id, t.shipment_id, s.number, s.origin_number,
           s.consignee_name, t.sequence, bin.code, t.bin_id, t.item_id, i.sku, i.description, i.base_unit, i.tracking,
           t.lot_id, l.code, t.qty, t.qty_picked, t.status, t.short_reason, t.picked_by,
           t.claimed_by, t.claimed_at
    FROM inventory.pick_task t
    JOIN inventory.wave v ON v.id = t.wave_id
    JOIN inventory.shipment s ON s.id = t.shipment_id
    JOIN inventory.bin bin ON bin.id = t.bin_id
    JOIN inventory.item i ON i.id = t.item_id
    LEFT JOIN inventory.lot l ON l.id = t.lot_id"""
_OF_WAVE = text(f"{_TASKS} WHERE t.wave_id = :wave ORDER BY t.sequence, t.id")
_OF_SHIPMENT = text(f"{_TASKS} WHERE t.shipment_id = :shipment ORDER BY t.wave_id, t.sequence, t.id")
_ONE_TASK = text(f"{_TASKS} WHERE t.id = :task")
_SHORT = text(f"""{_TASKS}
    WHERE t.status = 'short' AND t.short_reason IS NOT NULL AND s.warehouse_id = :warehouse
    ORDER BY t.picked_at DESC NULLS LAST, t.id LIMIT :limit""")


def wave(session: Session, wave_id: UUID) -> WaveFacts:
    """One wave. Raises: NotFound."""
    row = session.execute(_ONE_WAVE, {"wave": wave_id}).one_or_none()
    if row is None:
        raise NotFound("There is no such wave.")
    return WaveFacts(*tuple(row))


def open_waves(
    session: Session,
    company_id: UUID,
    branch_ids: Collection[UUID] | None,
    limit: int = 50,
    *,
    picker_id: UUID | None = None,
) -> list[WaveFacts]:
    """Waves with something still to pick: the picker's own, then nobody's, then those of others; the oldest first."""
    params = {
        "company": company_id, "branches": None if branch_ids is None else list(branch_ids), "limit": limit,
        "picker": picker_id,
    }
    return [WaveFacts(*tuple(row)) for row in session.execute(_OPEN_WAVES, params)]


def tasks_of_wave(session: Session, wave_id: UUID) -> list[PickTaskFacts]:
    """The walk, in its order."""
    return [PickTaskFacts(*tuple(row)) for row in session.execute(_OF_WAVE, {"wave": wave_id})]


def tasks_of_shipment(session: Session, shipment_id: UUID) -> list[PickTaskFacts]:
    """What is, or was, picked for a shipment."""
    return [PickTaskFacts(*tuple(row)) for row in session.execute(_OF_SHIPMENT, {"shipment": shipment_id})]


def pick_task(session: Session, task_id: UUID) -> PickTaskFacts:
    """One pick task. Raises: NotFound."""
    row = session.execute(_ONE_TASK, {"task": task_id}).one_or_none()
    if row is None:
        raise NotFound("There is no such pick task.")
    return PickTaskFacts(*tuple(row))


def short_picks(session: Session, warehouse_id: UUID, limit: int = 200) -> list[PickTaskFacts]:
    """Picks that came up short, the latest first: the bins to count."""
    rows = session.execute(_SHORT, {"warehouse": warehouse_id, "limit": limit})
    return [PickTaskFacts(*tuple(row)) for row in rows]


def balance_of_lot(session: Session, item_id: UUID, bin_id: UUID, lot_code: str) -> UUID | None:
    """The available stock of a scanned lot or serial number in a bin."""
    return session.execute(
        text("""SELECT b.id FROM inventory.stock_balance b JOIN inventory.lot l ON l.id = b.lot_id
                WHERE b.item_id = :item AND b.bin_id = :bin AND l.code = :lot AND b.status = 'available'
                  AND b.owner_id IS NULL"""),
        {"item": item_id, "bin": bin_id, "lot": lot_code},
    ).scalar_one_or_none()


SHORT_DAYS = 7  # how long a short pick stands among the work that waits


def count_open_picks(session: Session, company_id: UUID, actor: Actor) -> int:
    """How many picks wait for the actor."""
    branches = actor.branches_for("inventory.pick.confirm")
    return int(
        session.execute(
            text("""SELECT count(*) FROM inventory.shipment s JOIN inventory.pick_task t ON t.shipment_id = s.id
                    WHERE s.company_id = :company AND s.status = 'picking' AND t.status = 'open'
                      AND (CAST(:branches AS uuid[]) IS NULL OR s.branch_id = ANY(CAST(:branches AS uuid[])))"""),
            {"company": company_id, "branches": None if branches is None else list(branches)},
        ).scalar_one()
    )


def wave_by_code(session: Session, code: str) -> UUID:
    """The wave of a scanned number. Raises: NotFound."""
    found: UUID | None = session.execute(
        text("SELECT id FROM inventory.wave WHERE number = :code"), {"code": code.strip().upper()}
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("There is no wave %(code)s. Scan the number on the pick list again.", field="code", code=code)
    return found
