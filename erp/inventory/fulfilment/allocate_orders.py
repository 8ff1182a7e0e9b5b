"""Promise free stock to chosen orders, ahead of whoever else waits."""

from collections.abc import Collection
from decimal import Decimal
from uuid import UUID

from erp.inventory.fulfilment.lock_demand import lock_demand
from erp.inventory.fulfilment.promise_stock import promise_stock
from erp.inventory.locations.queries import warehouse
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork


def allocate_orders(work: UnitOfWork, warehouse_id: UUID, origin_ids: Collection[UUID]) -> dict[UUID, Decimal]:
    """What is free in the warehouse goes to these orders; among them by priority, promise date, then age.

    Units: base units. Returns what each demand line got now.
    Raises: NotFound; Forbidden; Refused where no order is named.
    """
    work.require("inventory.demand.allocate", warehouse(work.session, warehouse_id).branch_id)
    if not origin_ids:
        raise Refused("Choose the orders that stock should be promised to.")
    lines = [line for line in lock_demand(work, origin_ids) if line.warehouse_id == warehouse_id]
    return promise_stock(work, lines)
