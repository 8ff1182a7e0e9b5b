"""Lock demand lines: the first inventory lock of every step that promises, picks, ships or cancels goods."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from erp.kernel.unit_of_work import UnitOfWork

ItemPlace = tuple[UUID, UUID]  # item, warehouse


@dataclass(frozen=True)
class LockedDemand:
    """A demand line as it stands under the lock (base units)."""

    id: UUID
    company_id: UUID
    warehouse_id: UUID
    item_id: UUID
    qty: Decimal
    qty_allocated: Decimal
    qty_released: Decimal
    qty_shipped: Decimal
    qty_cancelled: Decimal
    priority: int
    promised_on: date
    origin_kind: str
    origin_id: UUID
    origin_line_id: UUID
    origin_number: str
    consignee: dict[str, str] | None
    min_shelf_life_days: int = 0
    carrier_id: UUID | None = None

    @property
    def qty_backordered(self) -> Decimal:
        """Wanted, neither promised nor gone nor cancelled."""
        return self.qty - self.qty_allocated - self.qty_shipped - self.qty_cancelled

    @property
    def qty_to_release(self) -> Decimal:
        """Promised, and not yet on a pick task."""
        return self.qty_allocated - self.qty_released

    @property
    def turn(self) -> tuple[int, date, UUID]:
        """Who comes first when goods are scarce: priority, promise date, then whoever asked first."""
        return (self.priority, self.promised_on, self.id)


_COLUMNS = ", ".join(f"d.{name}" for name in LockedDemand.__dataclass_fields__)
_CHOICES = {
    "line_ids": "SELECT id FROM inventory.demand_line WHERE id = ANY(CAST(:line_ids AS uuid[]))",
    "origin_ids": "SELECT id FROM inventory.demand_line WHERE origin_id = ANY(CAST(:origin_ids AS uuid[]))",
    "origin_line_ids": """SELECT id FROM inventory.demand_line
                          WHERE origin_line_id = ANY(CAST(:origin_line_ids AS uuid[]))""",
    "shipment_ids": """SELECT demand_line_id FROM inventory.shipment_line
                       WHERE shipment_id = ANY(CAST(:shipment_ids AS uuid[]))""",
    "task_ids": "SELECT demand_line_id FROM inventory.pick_task WHERE id = ANY(CAST(:task_ids AS uuid[]))",
    "picked_for": """SELECT demand_line_id FROM inventory.pick_task
                     WHERE shipment_id = ANY(CAST(:picked_for AS uuid[]))""",
    "backorders_of": """
        SELECT b.id FROM unnest(CAST(:items AS uuid[]), CAST(:warehouses AS uuid[])) AS place(item_id, warehouse_id)
        JOIN inventory.demand_line b ON b.item_id = place.item_id AND b.warehouse_id = place.warehouse_id
         AND b.is_open AND b.qty_allocated + b.qty_shipped + b.qty_cancelled < b.qty AND b.supply_kind = 'stock'""",
}


def lock_demand(
    work: UnitOfWork,
    origin_ids: Collection[UUID] = (),
    *,
    line_ids: Collection[UUID] = (),
    origin_line_ids: Collection[UUID] = (),
    shipment_ids: Collection[UUID] = (),
    task_ids: Collection[UUID] = (),
    picked_for: Collection[UUID] = (),
    backorders_of: Collection[ItemPlace] = (),
    skip_locked: bool = False,
) -> list[LockedDemand]:
    """Lock the demand lines named in any of these ways, in id order, in one statement, and return them.

    ``shipment_ids`` names them by packed lines, ``picked_for`` by the pick tasks of shipments, ``backorders_of``
    those of an item in a warehouse that still wait for stock. ``skip_locked`` passes over lines that somebody else
    is working on.
    """
    wanted: dict[str, Collection[object]] = {
        "line_ids": line_ids,
        "origin_ids": origin_ids,
        "origin_line_ids": origin_line_ids,
        "shipment_ids": shipment_ids,
        "task_ids": task_ids,
        "picked_for": picked_for,
        "backorders_of": backorders_of,
    }
    named = tuple(name for name, values in wanted.items() if values)
    if not named:
        return []
    params: dict[str, object] = {name: list(wanted[name]) for name in named if name != "backorders_of"}
    if backorders_of:
        params["items"] = [item_id for item_id, _ in backorders_of]
        params["warehouses"] = [warehouse_id for _, warehouse_id in backorders_of]
    return [LockedDemand(*tuple(row)) for row in work.execute(_statement(named, skip_locked), params)]


def read_backorders(session: Session, places: Collection[ItemPlace]) -> list[LockedDemand]:
    """The lines that wait for stock of items in warehouses, as they stand, without a lock: for pages that foresee."""
    if not places:
        return []
    params = {"items": [item for item, _ in places], "warehouses": [warehouse for _, warehouse in places]}
    return [LockedDemand(*tuple(row)) for row in session.execute(_READ_BACKORDERS, params)]


@lru_cache(maxsize=256)
def _statement(named: tuple[str, ...], skip_locked: bool) -> TextClause:
    choice = " UNION ".join(_CHOICES[name] for name in named)
    return text(f"{_select(choice)} FOR NO KEY UPDATE OF d{' SKIP LOCKED' if skip_locked else ''}")


def _select(choice: str) -> str:
    return f"SELECT {_COLUMNS} FROM inventory.demand_line d WHERE d.id IN ({choice}) ORDER BY d.id"  # noqa: S608


_READ_BACKORDERS = text(_select(_CHOICES["backorders_of"]))
