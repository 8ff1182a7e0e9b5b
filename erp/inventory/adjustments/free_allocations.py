"""Take promises back where goods turn out not to be there: the latest first."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.inventory.fulfilment.lock_demand import ItemPlace, LockedDemand, lock_demand
from erp.inventory.fulfilment.promise_stock import change_allocation
from erp.inventory.picking.hold_stock import change_held
from erp.inventory.plain_quantity import plain
from erp.inventory.stock.locking import StockKey, lock_balances, lock_item_warehouses
from erp.kernel.errors import Conflict
from erp.kernel.unit_of_work import UnitOfWork

ZERO = Decimal(0)
SHORT_REASON = "The stock of the bin was corrected"

_IS_SHORT = text(
    "SELECT EXISTS (SELECT 1 FROM unnest(CAST(:items AS uuid[]), CAST(:warehouses AS uuid[]), "
    "    CAST(:bins AS uuid[]), CAST(:lots AS uuid[]), CAST(:statuses AS text[]), CAST(:losses AS numeric[])) "
    "    AS g(item_id, warehouse_id, bin_id, lot_id, status, loss) "
    "  JOIN inventory.stock_balance b ON b.item_id = g.item_id AND b.warehouse_id = g.warehouse_id "
    "    AND b.bin_id = g.bin_id AND b.lot_id IS NOT DISTINCT FROM g.lot_id AND b.status = g.status "
    "    AND b.owner_id IS NULL "
    "  WHERE b.qty_on_hand - g.loss < b.qty_allocated) "
    "OR EXISTS (SELECT 1 FROM (SELECT g.item_id, g.warehouse_id, sum(g.loss) AS loss "
    "    FROM unnest(CAST(:items AS uuid[]), CAST(:warehouses AS uuid[]), CAST(:statuses AS text[]), "
    "      CAST(:losses AS numeric[])) AS g(item_id, warehouse_id, status, loss) "
    "    WHERE g.status = 'available' GROUP BY g.item_id, g.warehouse_id) AS g "
    "  JOIN inventory.item_warehouse w USING (item_id, warehouse_id) "
    "  WHERE w.qty_available - g.loss < w.qty_allocated)"
)
_PROMISED_LINES = text(
    "SELECT d.id FROM inventory.demand_line d "
    "JOIN unnest(CAST(:items AS uuid[]), CAST(:warehouses AS uuid[])) AS g(item_id, warehouse_id) "
    "  ON g.item_id = d.item_id AND g.warehouse_id = d.warehouse_id WHERE d.is_open AND d.qty_allocated > 0"
)
_OPEN_TASKS = text(
    "SELECT t.id, t.demand_line_id, t.stock_balance_id, t.qty FROM inventory.pick_task t "
    "WHERE t.demand_line_id = ANY(CAST(:lines AS uuid[])) AND t.status = 'open' "
    "ORDER BY t.id FOR NO KEY UPDATE OF t"
)
_SHORT_TASKS = text(
    "UPDATE inventory.pick_task SET status = 'short', short_reason = :reason WHERE id = ANY(CAST(:ids AS uuid[]))"
)
_LOWER_DEMAND = text(
    "UPDATE inventory.demand_line d SET qty_allocated = d.qty_allocated - g.allocated, "
    "  qty_released = d.qty_released - g.released "
    "FROM unnest(CAST(:ids AS uuid[]), CAST(:allocated AS numeric[]), CAST(:released AS numeric[])) "
    "  AS g(id, allocated, released) WHERE d.id = g.id"
)


class _Freed:
    """What is taken back, before it is written."""

    def __init__(self) -> None:
        self.tasks: list[UUID] = []
        self.released: dict[UUID, Decimal] = defaultdict(Decimal)  # by demand line
        self.allocated: dict[UUID, Decimal] = defaultdict(Decimal)  # by demand line
        self.held: dict[UUID, Decimal] = defaultdict(Decimal)  # by balance
        self.places: dict[ItemPlace, Decimal] = defaultdict(Decimal)

    def take_task(self, task: Row[Any]) -> None:
        self.tasks.append(task.id)
        self.released[task.demand_line_id] += task.qty
        self.held[task.stock_balance_id] -= task.qty


def free_allocations(work: UnitOfWork, losses: Mapping[StockKey, Decimal]) -> None:
    """Make room for goods that are not there: promises beyond what will be left are taken back, the latest first.

    First the open pick tasks of a bin that will hold less than they reserve; then promises of the item in the
    warehouse, with their open pick tasks. What was freed is a backorder again, and waits. Costs one read where
    nothing needs freeing.

    Units: base units, positive.
    Raises: Conflict where goods are already picked for a shipment: they are in somebody's carton.
    """
    losses = {key: qty for key, qty in losses.items() if qty > 0 and key.owner_id is None}
    if not losses or not _some_are_short(work, losses):
        return
    places = sorted({(key.item_id, key.warehouse_id) for key in losses})
    arrays = {"items": [item for item, _ in places], "warehouses": [warehouse for _, warehouse in places]}
    line_ids = list(work.execute(_PROMISED_LINES, arrays).scalars())
    lines = lock_demand(work, line_ids=line_ids)
    stock, balances = lock_item_warehouses(work, places), lock_balances(work, list(losses))
    tasks = list(work.execute(_OPEN_TASKS, {"lines": line_ids})) if line_ids else []
    latest = sorted(lines, key=lambda line: line.turn, reverse=True)
    rank = {line.id: n for n, line in enumerate(latest)}
    tasks.sort(key=lambda task: (rank[task.demand_line_id], task.id.int * -1))
    freed = _Freed()
    for key, loss in losses.items():
        balance = balances.get(key)
        if balance is not None:
            surplus = balance.qty_allocated - max(balance.qty_on_hand - loss, ZERO)
            _free_bin(balance.id, surplus, tasks, freed)
    for place in places:
        loss = sum((q for k, q in losses.items() if (*k[1:3],) == place and k.status == "available"), ZERO)
        surplus = stock[place].qty_allocated - max(stock[place].qty_available - loss, ZERO)
        _free_place(place, surplus, latest, tasks, freed)
    _write(work, freed)


def _some_are_short(work: UnitOfWork, losses: Mapping[StockKey, Decimal]) -> bool:
    keys = list(losses)
    params = {
        "items": [key.item_id for key in keys],
        "warehouses": [key.warehouse_id for key in keys],
        "bins": [key.bin_id for key in keys],
        "lots": [key.lot_id for key in keys],
        "statuses": [key.status for key in keys],
        "losses": list(losses.values()),
    }
    return bool(work.execute(_IS_SHORT, params).scalar_one())


def _free_bin(balance_id: UUID, surplus: Decimal, tasks: list[Row[Any]], freed: _Freed) -> None:
    """Let go the latest open tasks of a bin until what is held fits what is left."""
    for task in tasks:
        if surplus <= 0:
            return
        if task.stock_balance_id == balance_id and task.id not in freed.tasks:
            freed.take_task(task)
            surplus -= task.qty
    if surplus > 0:
        raise Conflict(
            "%(surplus)s of the bin are already picked for a shipment. Cancel that picking first, or correct the "
            "stock once the shipment has left.",
            surplus=plain(surplus),
        )


def _free_place(
    place: ItemPlace, surplus: Decimal, latest: list[LockedDemand], tasks: list[Row[Any]], freed: _Freed
) -> None:
    """Take promises of an item back until they fit what will be available."""
    wanted = max(surplus, ZERO)
    surplus = wanted
    for line in latest:
        if (line.item_id, line.warehouse_id) != place:
            continue
        for task in tasks:
            untasked = line.qty_to_release + freed.released[line.id]
            if task.demand_line_id == line.id and task.id not in freed.tasks and untasked < surplus:
                freed.take_task(task)
        part = min(surplus, line.qty_to_release + freed.released[line.id])
        freed.allocated[line.id] += part
        surplus -= part
    if surplus > 0:
        raise Conflict(
            "%(surplus)s of the item are already picked for shipments. Cancel a picking first, or correct the stock "
            "once the shipment has left.",
            surplus=plain(surplus),
        )
    freed.places[place] -= wanted


def _write(work: UnitOfWork, freed: _Freed) -> None:
    if freed.tasks:
        work.execute(_SHORT_TASKS, {"ids": freed.tasks, "reason": SHORT_REASON})
        change_held(work, freed.held)
    lines = sorted({*freed.released, *freed.allocated})
    work.execute(
        _LOWER_DEMAND,
        {
            "ids": lines,
            "allocated": [freed.allocated[line_id] for line_id in lines],
            "released": [freed.released[line_id] for line_id in lines],
        },
    )
    change_allocation(work, {}, {place: qty for place, qty in freed.places.items() if qty})
