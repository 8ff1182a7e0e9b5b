"""Decide who gets scarce goods. Pure: no database; what is done on a receipt and what is foreseen ask the same."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from uuid import UUID

from erp.inventory.fulfilment.lock_demand import ItemPlace, LockedDemand

ZERO = Decimal(0)


def share_out(lines: Iterable[LockedDemand], free: Mapping[ItemPlace, Decimal]) -> dict[UUID, Decimal]:
    """What each waiting line gets of the free stock of its item in its warehouse, in the order of their turns.

    Scarce goods go by priority, promise date, then whoever asked first. Lines that get nothing are left out.

    Units: base units.
    """
    left = dict(free)
    shares: dict[UUID, Decimal] = {}
    for line in sorted((line for line in lines if line.qty_backordered > 0), key=lambda line: line.turn):
        place = (line.item_id, line.warehouse_id)
        qty = min(line.qty_backordered, left.get(place, ZERO))
        if qty > 0:
            left[place] -= qty
            shares[line.id] = qty
    return shares
