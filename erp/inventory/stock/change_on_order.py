"""What suppliers still owe a warehouse rises when it is ordered and falls when it comes or will not come."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from erp.inventory.stock.locking import ensure_item_warehouses
from erp.kernel.unit_of_work import UnitOfWork


class OnOrderChange(NamedTuple):
    """A signed change of the base quantity on order."""

    company_id: UUID
    item_id: UUID
    warehouse_id: UUID
    qty: Decimal


# The sub-select locks in the house's order before the update touches a row.
_CHANGE = text(
    "UPDATE inventory.item_warehouse w SET qty_on_order = w.qty_on_order + k.qty "
    "FROM (SELECT l.item_id, l.warehouse_id, g.qty FROM inventory.item_warehouse l "
    "      JOIN unnest(CAST(:items AS uuid[]), CAST(:warehouses AS uuid[]), CAST(:quantities AS numeric[])) "
    "        AS g(item_id, warehouse_id, qty) USING (item_id, warehouse_id) "
    "      ORDER BY l.item_id, l.warehouse_id FOR NO KEY UPDATE OF l) AS k "
    "WHERE w.item_id = k.item_id AND w.warehouse_id = k.warehouse_id"
)


def change_on_order(work: UnitOfWork, changes: Sequence[OnOrderChange]) -> None:
    """Add to, or take from, the quantities on order, in at most two executions whatever their number.

    Effects: locks item_warehouse by item and warehouse.
    """
    totals: dict[tuple[UUID, UUID, UUID], Decimal] = defaultdict(Decimal)
    for change in changes:
        totals[change.company_id, change.item_id, change.warehouse_id] += change.qty
    totals = {key: qty for key, qty in totals.items() if qty}
    if not totals:
        return
    ensure_item_warehouses(work, [key for key, qty in totals.items() if qty > 0])
    work.execute(
        _CHANGE,
        {
            "items": [item_id for _, item_id, _ in totals],
            "warehouses": [warehouse_id for _, _, warehouse_id in totals],
            "quantities": list(totals.values()),
        },
    )
