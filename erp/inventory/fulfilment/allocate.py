"""Allocate demand: stock of the warehouse is promised to those who want it."""

from collections.abc import Collection
from decimal import Decimal
from uuid import UUID

from erp.inventory.fulfilment.lock_demand import lock_demand
from erp.inventory.fulfilment.promise_stock import promise_stock
from erp.kernel.unit_of_work import UnitOfWork


def allocate_demand(work: UnitOfWork, demand_line_ids: Collection[UUID]) -> dict[UUID, Decimal]:
    """Promise free stock to these demand lines and return what each line got now; the rest stays a backorder.

    Never promises more than is available and unpromised, however many sessions ask at once; expired lots are not
    promised. Lines that got nothing are left out of the answer.

    Units: base units.
    """
    return promise_stock(work, lock_demand(work, line_ids=demand_line_ids))
