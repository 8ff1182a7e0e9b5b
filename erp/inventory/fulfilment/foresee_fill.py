"""Foresee whom goods that are to come will serve: the decision of the receipt, taken without anything being done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from erp.inventory.fulfilment.lock_demand import ItemPlace, LockedDemand, read_backorders
from erp.inventory.fulfilment.promise_stock import read_free_stock
from erp.inventory.fulfilment.share_out import share_out

ZERO = Decimal(0)


@dataclass(frozen=True)
class ForeseenFill:
    """Whom some goods would serve: the waiting lines in their turn, and what each would get (base units)."""

    waiting: Sequence[LockedDemand]
    shares: Mapping[UUID, Decimal]  # by demand line; who gets nothing is left out

    def qty_filled(self, item_id: UUID) -> Decimal:
        """How much of an item would be promised."""
        return sum((self.shares.get(line.id, ZERO) for line in self.waiting if line.item_id == item_id), ZERO)


def foresee_fill(session: Session, incoming: Mapping[ItemPlace, Decimal], today: date) -> ForeseenFill:
    """What ``fill_backorders`` would promise if so much came in now and could be sold.

    The same decision over the same rows, read without locks: what others promise in between is not foreseen, nor are
    lots that come in too old to be promised.

    Units: base units. A number of executions that does not grow with the lines.
    """
    places = [place for place, qty in incoming.items() if qty > 0]
    waiting = sorted(read_backorders(session, places), key=lambda line: line.turn)
    free = read_free_stock(session, places, today)
    there = {place: max(free.get(place, ZERO), ZERO) + incoming[place] for place in places}
    return ForeseenFill(waiting, share_out(waiting, there))
