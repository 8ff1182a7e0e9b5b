"""Allocate demand that this very step has created."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from erp.inventory.fulfilment.lock_demand import LockedDemand
from erp.inventory.fulfilment.promise_stock import promise_stock
from erp.kernel.unit_of_work import UnitOfWork


def allocate_created(work: UnitOfWork, lines: Sequence[LockedDemand]) -> dict[UUID, Decimal]:
    """Promise free stock to lines that ``create_demand`` has just returned; the rest stays a backorder.

    Units: base units.
    """
    return promise_stock(work, lines)
