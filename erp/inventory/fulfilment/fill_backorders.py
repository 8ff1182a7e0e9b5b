"""Fill backorders: goods that came in, or came free, go to whoever waits for them."""

from collections.abc import Collection
from decimal import Decimal
from uuid import UUID

from erp.inventory.fulfilment.lock_demand import ItemPlace, lock_demand
from erp.inventory.fulfilment.promise_stock import promise_stock
from erp.kernel.unit_of_work import UnitOfWork


def fill_backorders(work: UnitOfWork, places: Collection[ItemPlace]) -> dict[UUID, Decimal]:
    """Promise the free stock of these (item, warehouse) pairs by priority, promise date, then age of the demand.

    Called at the end of whatever made stock free, when stock rows are locked already. Demand lines come earlier in
    the lock order, so lines that another session holds are passed over rather than waited for: that session is
    allocating them itself, or the next receipt or ``allocate_demand`` serves them.

    Units: base units. Returns what each demand line got now.
    """
    return promise_stock(work, lock_demand(work, backorders_of=places, skip_locked=True))
