"""Promise free stock to locked demand lines: the one place where soft allocation grows."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from erp.inventory.fulfilment.lock_demand import ItemPlace, LockedDemand
from erp.inventory.fulfilment.share_out import share_out
from erp.kernel.unit_of_work import UnitOfWork

ZERO = Decimal(0)

_PLACES = """
    SELECT w.item_id, w.warehouse_id, w.qty_available - w.qty_allocated AS free, i.tracking <> 'none' AS tracked
    FROM unnest(CAST(:items AS uuid[]), CAST(:warehouses AS uuid[])) AS place(item_id, warehouse_id)
    JOIN inventory.item_warehouse w ON w.item_id = place.item_id AND w.warehouse_id = place.warehouse_id
    JOIN inventory.item i ON i.id = w.item_id
    ORDER BY w.item_id, w.warehouse_id"""
_READ_PLACES = text(_PLACES)
_LOCK_PLACES = text(f"{_PLACES} FOR NO KEY UPDATE OF w")

_EXPIRED = text("""
    SELECT b.item_id, b.warehouse_id, sum(b.qty_on_hand - b.qty_allocated) AS qty
    FROM unnest(CAST(:items AS uuid[]), CAST(:warehouses AS uuid[])) AS place(item_id, warehouse_id)
    JOIN inventory.stock_balance b ON b.item_id = place.item_id AND b.warehouse_id = place.warehouse_id
    JOIN inventory.lot l ON l.id = b.lot_id
    JOIN inventory.item i ON i.id = b.item_id
    WHERE b.status = 'available' AND b.owner_id IS NULL AND l.expires_on - i.removal_days < :today
    GROUP BY b.item_id, b.warehouse_id""")

_RAISE_DEMAND = text("""
    UPDATE inventory.demand_line d SET qty_allocated = d.qty_allocated + given.qty
    FROM unnest(CAST(:ids AS uuid[]), CAST(:quantities AS numeric[])) AS given(id, qty) WHERE d.id = given.id""")

_RAISE_PLACE = text("""
    UPDATE inventory.item_warehouse w SET qty_allocated = w.qty_allocated + given.qty
    FROM unnest(CAST(:items AS uuid[]), CAST(:warehouses AS uuid[]), CAST(:quantities AS numeric[]))
         AS given(item_id, warehouse_id, qty)
    WHERE w.item_id = given.item_id AND w.warehouse_id = given.warehouse_id""")


def promise_stock(work: UnitOfWork, lines: Iterable[LockedDemand]) -> dict[UUID, Decimal]:
    """Promise what is free to the backordered part of lines already locked; return what each got now.

    Free is: available, not promised to anybody, and not expired. Scarce goods go by priority, promise date, then
    whoever asked first. Two sessions cannot promise the same unit: the item's row of the warehouse is locked.
    """
    waiting = {line.id: line for line in lines if line.qty_backordered > 0}
    free = lock_free_stock(work, {(line.item_id, line.warehouse_id) for line in waiting.values()})
    promised = share_out(waiting.values(), free)
    by_place: dict[ItemPlace, Decimal] = {}
    for line_id, qty in promised.items():
        place = (waiting[line_id].item_id, waiting[line_id].warehouse_id)
        by_place[place] = by_place.get(place, ZERO) + qty
    change_allocation(work, promised, by_place)
    return promised


def lock_free_stock(work: UnitOfWork, places: Collection[ItemPlace]) -> dict[ItemPlace, Decimal]:
    """Lock items in warehouses, in key order, and say how much of each nobody has been promised yet."""
    return _free_stock(work.session, _LOCK_PLACES, places, work.now.date())


def read_free_stock(session: Session, places: Collection[ItemPlace], today: date) -> dict[ItemPlace, Decimal]:
    """How much of items in warehouses nobody has been promised yet, without a lock: for pages that foresee."""
    return _free_stock(session, _READ_PLACES, places, today)


def _free_stock(
    session: Session, statement: TextClause, places: Collection[ItemPlace], today: date
) -> dict[ItemPlace, Decimal]:
    if not places:
        return {}
    arrays = {"items": [item for item, _ in places], "warehouses": [warehouse for _, warehouse in places]}
    rows = session.execute(statement, arrays).all()
    free: dict[ItemPlace, Decimal] = {(row.item_id, row.warehouse_id): row.free for row in rows}
    tracked = [(row.item_id, row.warehouse_id) for row in rows if row.tracked]
    if tracked:
        arrays = {"items": [item for item, _ in tracked], "warehouses": [place for _, place in tracked]}
        for row in session.execute(_EXPIRED, {**arrays, "today": today}):
            free[row.item_id, row.warehouse_id] -= row.qty
    return free


def change_allocation(work: UnitOfWork, by_line: Mapping[UUID, Decimal], by_place: Mapping[ItemPlace, Decimal]) -> None:
    """Raise (or, with negative quantities, lower) what is promised: on the demand lines and on their items."""
    if by_line:
        work.execute(_RAISE_DEMAND, {"ids": list(by_line), "quantities": list(by_line.values())})
    if by_place:
        params = {
            "items": [item for item, _ in by_place],
            "warehouses": [warehouse for _, warehouse in by_place],
            "quantities": list(by_place.values()),
        }
        work.execute(_RAISE_PLACE, params)
