"""Sweep backorders: free stock that a receipt passed by, because somebody held the demand, still finds its taker."""

from functools import partial
from uuid import UUID

from sqlalchemy import text

from erp.inventory.fulfilment.allocate_warehouse import allocate_warehouse
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.kernel.unit_of_work import UnitOfWork

_WAREHOUSES = text("""
    SELECT w.id, w.branch_id FROM inventory.warehouse w
    WHERE EXISTS (SELECT FROM inventory.item_warehouse p
                  JOIN inventory.demand_line d ON d.item_id = p.item_id AND d.warehouse_id = p.warehouse_id
                   AND d.supply_kind = 'stock' AND d.is_open
                   AND d.qty_allocated + d.qty_shipped + d.qty_cancelled < d.qty
                  WHERE p.warehouse_id = w.id AND p.qty_available > p.qty_allocated)
    ORDER BY w.id""")


def sweep_backorders(services: Services) -> None:
    """Promise free stock to backorders in every warehouse where both stand side by side, each in its own transaction.

    ``fill_backorders`` does not wait for demand lines that another session holds at that moment; this catches them.
    """
    actor = Actor.system("backorder sweep")
    with new_session(services.engine) as session:
        places = [(row.id, row.branch_id) for row in session.execute(_WAREHOUSES)]
    for warehouse_id, branch_id in places:
        services.units.run(actor, partial(_allocate, warehouse_id=warehouse_id, branch_id=branch_id))


def _allocate(work: UnitOfWork, warehouse_id: UUID, branch_id: UUID) -> None:
    allocate_warehouse(work, warehouse_id, branch_id)
