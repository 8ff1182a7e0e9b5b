"""Allocate a warehouse: whatever is free there goes to those who wait, in their turn."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.fulfilment.lock_demand import lock_demand
from erp.inventory.fulfilment.promise_stock import promise_stock
from erp.kernel.unit_of_work import UnitOfWork

_PLACES = text("""
    SELECT w.item_id FROM inventory.item_warehouse w
    WHERE w.warehouse_id = :warehouse AND w.qty_available > w.qty_allocated
      AND EXISTS (SELECT FROM inventory.demand_line d
                  WHERE d.item_id = w.item_id AND d.warehouse_id = w.warehouse_id AND d.supply_kind = 'stock'
                    AND d.is_open AND d.qty_allocated + d.qty_shipped + d.qty_cancelled < d.qty)""")


def allocate_warehouse(work: UnitOfWork, warehouse_id: UUID, branch_id: UUID) -> dict[UUID, Decimal]:
    """Promise all free stock of a warehouse to its backorders by priority, promise date, then age.

    Units: base units. Returns what each demand line got now.
    Raises: Forbidden.
    """
    work.require("inventory.demand.allocate", branch_id)
    places = [(item_id, warehouse_id) for item_id in work.execute(_PLACES, {"warehouse": warehouse_id}).scalars()]
    return promise_stock(work, lock_demand(work, backorders_of=places))
