"""Close order lines that were shipped short by no more than the company lets pass."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from erp.crm.orders.billing_shares import Progress
from erp.crm.orders.models import SalesOrderLine
from erp.inventory.api import BeingPicked, cancel_demand
from erp.kernel.money import ZERO
from erp.kernel.rows import update_rows
from erp.kernel.unit_of_work import UnitOfWork


def least_to_close(qty: Decimal, under_percent: Decimal) -> Decimal:
    """What must have been shipped of a line for it to count as delivered in full. Units: those of ``qty``."""
    return qty * (100 - under_percent) / 100


def close_short(
    work: UnitOfWork, lines: Sequence[Row[Any]], progress: Mapping[UUID, Progress], under_percent: Decimal
) -> None:
    """Give up what is still open of lines that have just been shipped, where it lies within the tolerance.

    What is on its way in another wave is not short: its own shipment closes the line.

    Units: base units. The demand and the stock of these lines are locked: they have just been shipped.
    Effects: demand given up, freed stock offered to backorders; no backorder is left of these lines.
    """
    if not under_percent:
        return
    rests: dict[UUID, Decimal] = {}
    for line in lines:
        if line.id in progress and line.is_stocked:
            wanted = line.qty - line.qty_cancelled
            shipped = progress[line.id].qty_shipped
            if least_to_close(wanted, under_percent) <= shipped < wanted:
                rests[line.id] = wanted - shipped
    closed = [line for line in lines if line.id in rests and _given_up(work, line.id, rests[line.id])]
    if closed:
        cancelled = [{"id": line.id, "qty_cancelled": line.qty_cancelled + rests[line.id]} for line in closed]
        update_rows(work, SalesOrderLine, ("id",), cancelled)


def _given_up(work: UnitOfWork, line_id: UUID, rest: Decimal) -> bool:
    try:
        given_up = cancel_demand(work, origin_line_ids=[line_id], qty={line_id: rest})
    except BeingPicked:
        return False
    return sum(given_up.values(), ZERO) > 0
