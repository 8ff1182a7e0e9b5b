"""Cancel demand: what is not wanted any more frees what was promised to it."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.fulfilment.fill_backorders import fill_backorders
from erp.inventory.fulfilment.lock_demand import ItemPlace, LockedDemand, lock_demand
from erp.inventory.fulfilment.promise_stock import ZERO, change_allocation, lock_free_stock
from erp.inventory.plain_quantity import plain
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork


class BeingPicked(Conflict):
    """Goods are on a pick task or in a carton: the warehouse must put them back first."""


def cancel_demand(
    work: UnitOfWork,
    demand_line_ids: Collection[UUID] = (),
    *,
    origin_line_ids: Collection[UUID] = (),
    qty: Mapping[UUID, Decimal] | None = None,
) -> dict[UUID, Decimal]:
    """Give up demand, whole or in parts, and offer the stock it held to those who wait for it.

    ``qty`` names how much to give up by demand line id or by origin line id; without it, all that is open. The
    backordered part is given up before the promised part. What is already shipped stays shipped.

    Units: base units. Returns what was cancelled, by demand line.
    Raises: NotFound; Refused when more is to be cancelled than is open; BeingPicked when it is on a wave.
    """
    lines = lock_demand(work, line_ids=demand_line_ids, origin_line_ids=origin_line_ids)
    if not lines:
        raise NotFound("There is no such demand to cancel.")
    cancelled = _shares(lines, qty)
    freed = {
        line.id: cancelled[line.id] - line.qty_backordered
        for line in lines
        if cancelled.get(line.id, ZERO) > line.qty_backordered
    }
    by_place: dict[ItemPlace, Decimal] = {}
    for line in lines:
        if line.id in freed:
            if freed[line.id] > line.qty_to_release:
                raise BeingPicked(_being_picked(line))
            place = (line.item_id, line.warehouse_id)
            by_place[place] = by_place.get(place, ZERO) - freed[line.id]
    work.execute(
        text("""UPDATE inventory.demand_line d
                SET qty_cancelled = d.qty_cancelled + given.cancelled, qty_allocated = d.qty_allocated - given.freed
                FROM unnest(CAST(:ids AS uuid[]), CAST(:cancelled AS numeric[]), CAST(:freed AS numeric[]))
                     AS given(id, cancelled, freed)
                WHERE d.id = given.id"""),
        {
            "ids": list(cancelled),
            "cancelled": list(cancelled.values()),
            "freed": [freed.get(line_id, ZERO) for line_id in cancelled],
        },
    )
    if by_place:
        lock_free_stock(work, by_place)
        change_allocation(work, {}, by_place)
        fill_backorders(work, by_place)
    return cancelled


def _shares(lines: list[LockedDemand], qty: Mapping[UUID, Decimal] | None) -> dict[UUID, Decimal]:
    """How much of each line goes; an origin line's quantity is taken from its latest demand lines first."""
    still = {line.id: line.qty - line.qty_shipped - line.qty_cancelled for line in lines}
    if qty is None:
        return {line_id: left for line_id, left in still.items() if left > 0}
    wanted = dict(qty)
    shares: dict[UUID, Decimal] = {}
    for line in reversed(lines):
        for key in (line.id, line.origin_line_id):
            share = min(wanted.get(key, ZERO), still[line.id])
            if share > 0:
                shares[line.id] = shares.get(line.id, ZERO) + share
                still[line.id] -= share
                wanted[key] -= share
    for left in wanted.values():
        if left > 0:
            raise Refused(
                "%(left)s more would be cancelled than is still open. Lower the quantity.",
                field="qty", left=plain(left),
            )
    return shares


def _being_picked(line: LockedDemand) -> str:
    return (
        f"{plain(line.qty_released)} of {line.origin_number or 'this demand'} are being picked or packed. "
        "Cancel the picking in the warehouse first, or cancel only what is not on a wave."
    )
