"""Write the stock ledger: the only door into it, and to the balances that follow from it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.stock.locking import (
    LockedBalance,
    LockedItemWarehouse,
    StockKey,
    ensure_balances,
    lock_balances,
    lock_item_warehouses,
)
from erp.inventory.stock.models import StockMovement
from erp.inventory.stock.shortage import explain_shortage
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

ZERO = Decimal(0)


@dataclass(frozen=True)
class Movement:
    """So many base units of an item come to (positive) or leave (negative) a stock key.

    ``release_hard`` and ``release_soft`` give back, in the same update, what was allocated for the goods that leave.
    """

    company_id: UUID
    item_id: UUID
    warehouse_id: UUID
    bin_id: UUID
    qty: Decimal
    kind: str
    occurred_on: date
    source_kind: str
    source_id: UUID
    source_line_id: UUID | None = None
    source_event_id: UUID | None = None
    lot_id: UUID | None = None
    status: str = "available"
    owner_id: UUID | None = None
    reverses_id: UUID | None = None
    release_hard: Decimal = ZERO
    release_soft: Decimal = ZERO

    @property
    def key(self) -> StockKey:
        return StockKey(
            self.company_id,
            self.item_id,
            self.warehouse_id,
            self.bin_id,
            self.lot_id,
            self.status,
            self.owner_id,
        )


@dataclass(frozen=True)
class RecordedMovement:
    """The ledger line written for a movement, and the balance it changed."""

    id: UUID
    balance_id: UUID


_UPDATE_BOTH = text(
    "WITH places AS ("
    "  UPDATE inventory.item_warehouse w SET qty_on_hand = g.on_hand, qty_available = g.available, "
    "    qty_allocated = g.allocated, qty_in_transit = g.in_transit "
    "  FROM unnest(CAST(:items AS uuid[]), CAST(:warehouses AS uuid[]), CAST(:on_hands AS numeric[]), "
    "    CAST(:availables AS numeric[]), CAST(:promised AS numeric[]), CAST(:in_transits AS numeric[])) "
    "    AS g(item_id, warehouse_id, on_hand, available, allocated, in_transit) "
    "  WHERE w.item_id = g.item_id AND w.warehouse_id = g.warehouse_id) "
    "UPDATE inventory.stock_balance b SET qty_on_hand = g.on_hand, qty_allocated = g.allocated "
    "FROM unnest(CAST(:balances AS uuid[]), CAST(:quantities AS numeric[]), CAST(:held AS numeric[])) "
    "  AS g(id, on_hand, allocated) "
    "WHERE b.id = g.id"
)


def record_movements(work: UnitOfWork, movements: Sequence[Movement]) -> list[RecordedMovement]:
    """Goods have moved: write it down once, and let every balance say so in the same breath.

    Takes at most five executions for any number of movements, and locks in the house's order: item_warehouse by
    item and warehouse, then balances by id. The answer stands in the order of the movements.

    Units: base units of each item, signed; a positive and a negative movement move goods between two keys.
    Raises: Refused when a balance would fall below zero or below what is allocated on it.
    Effects: the insert takes the shared lock of the posting period and is refused where the period is closed.
    """
    if not movements:
        return []
    by_key: dict[StockKey, list[Movement]] = defaultdict(list)
    for movement in movements:
        by_key[movement.key].append(movement)
    if any(movement.qty > 0 for movement in movements):
        ensure_balances(work, by_key)
    places = lock_item_warehouses(work, {(key.item_id, key.warehouse_id) for key in by_key})
    balances = lock_balances(work, by_key)
    _apply(work, by_key, places, balances)
    work.execute(_UPDATE_BOTH, _new_quantities(places, balances))
    return _append(work, movements, balances)


def _apply(
    work: UnitOfWork,
    by_key: dict[StockKey, list[Movement]],
    places: dict[tuple[UUID, UUID], LockedItemWarehouse],
    balances: dict[StockKey, LockedBalance],
) -> None:
    """Work out the new quantities; refuse, before the database would, what there is not enough of."""
    for key, moved in by_key.items():
        balance, place = balances.get(key), places.get((key.item_id, key.warehouse_id))
        change = sum((m.qty for m in moved), ZERO)
        if balance is None or place is None:
            raise explain_shortage(work, key, asked=-change, on_hand=ZERO, held=ZERO)
        before = balance.qty_on_hand, balance.qty_allocated
        balance.qty_on_hand += change
        balance.qty_allocated -= sum((m.release_hard for m in moved), ZERO)
        if not ZERO <= balance.qty_allocated <= balance.qty_on_hand:
            raise explain_shortage(work, key, asked=-change, on_hand=before[0], held=balance.qty_allocated)
        place.qty_allocated -= sum((m.release_soft for m in moved), ZERO)
        if key.status == "in_transit":
            place.qty_in_transit += change
        else:
            place.qty_on_hand += change
        if key.status == "available" and key.owner_id is None:
            place.qty_available += change
    for key in by_key:
        place = places[key.item_id, key.warehouse_id]
        if not ZERO <= place.qty_allocated <= place.qty_available:
            asked = -sum((m.qty for m in by_key[key]), ZERO)
            raise explain_shortage(
                work, key, asked=asked, on_hand=place.qty_available + asked, held=place.qty_allocated, promised=True
            )


def _new_quantities(
    places: dict[tuple[UUID, UUID], LockedItemWarehouse], balances: dict[StockKey, LockedBalance]
) -> dict[str, list[object]]:
    return {
        "items": [item_id for item_id, _ in places],
        "warehouses": [warehouse_id for _, warehouse_id in places],
        "on_hands": [place.qty_on_hand for place in places.values()],
        "availables": [place.qty_available for place in places.values()],
        "promised": [place.qty_allocated for place in places.values()],
        "in_transits": [place.qty_in_transit for place in places.values()],
        "balances": [balance.id for balance in balances.values()],
        "quantities": [balance.qty_on_hand for balance in balances.values()],
        "held": [balance.qty_allocated for balance in balances.values()],
    }


def _append(
    work: UnitOfWork, movements: Sequence[Movement], balances: dict[StockKey, LockedBalance]
) -> list[RecordedMovement]:
    recorded = [RecordedMovement(new_id(), balances[movement.key].id) for movement in movements]
    insert_rows(
        work,
        StockMovement,
        [
            {
                "id": line.id,
                "company_id": movement.company_id,
                "source_event_id": movement.source_event_id,
                "balance_id": line.balance_id,
                "item_id": movement.item_id,
                "warehouse_id": movement.warehouse_id,
                "bin_id": movement.bin_id,
                "lot_id": movement.lot_id,
                "status": movement.status,
                "owner_id": movement.owner_id,
                "qty": movement.qty,
                "kind": movement.kind,
                "occurred_on": movement.occurred_on,
                "recorded_at": work.now,
                "source_kind": movement.source_kind,
                "source_id": movement.source_id,
                "source_line_id": movement.source_line_id,
                "reverses_id": movement.reverses_id,
                "actor": work.actor.name,
                "correlation_id": work.correlation_id,
            }
            for movement, line in zip(movements, recorded, strict=True)
        ],
    )
    return recorded
