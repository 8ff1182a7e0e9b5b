"""Decide which bins and lots serve which demand lines. Pure: no database, no clock."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

ZERO = Decimal(0)
_NEVER = date.max
_NO_LOT = UUID(int=0)


@dataclass
class PickableBalance:
    """Stock of one bin and lot that may be picked; ``qty_free`` is on hand and held by no other pick task."""

    id: UUID
    item_id: UUID
    bin_id: UUID
    lot_id: UUID | None
    qty_free: Decimal
    expires_on: date | None
    pick_sequence: int
    bin_code: str

    def turn(self, order: str = "expiry") -> tuple[object, ...]:
        """Who gives first: by expiry, then along the walk, then the oldest lot; or as the company chose otherwise.

        Lot ids are ordered in time. Under ``fewest_bins`` it only settles a draw.
        """
        lot = self.lot_id or _NO_LOT
        if order == "receipt":
            return (lot.int, *self.walk)
        if order == "newest":
            return (-lot.int, *self.walk)
        if order == "walk":
            return (*self.walk, self.expires_on or _NEVER, lot)
        return (self.expires_on or _NEVER, self.pick_sequence, lot, self.bin_code)

    @property
    def walk(self) -> tuple[int, str]:
        """Where the picker passes it."""
        return (self.pick_sequence, self.bin_code)


@dataclass(frozen=True)
class Want:
    """A quantity of an item for one demand line; ``fresh_until`` is the day before which it must not expire."""

    demand_line_id: UUID
    item_id: UUID
    qty: Decimal
    fresh_until: date | None = None

    def may_take(self, balance: PickableBalance) -> bool:
        """Whether the goods keep long enough."""
        return self.fresh_until is None or balance.expires_on is None or balance.expires_on >= self.fresh_until


@dataclass(frozen=True)
class Share:
    """So much of a balance for one demand line."""

    demand_line_id: UUID
    balance: PickableBalance
    qty: Decimal


def choose_bins(
    wants: Sequence[Want], balances: Iterable[PickableBalance], order: str = "expiry"
) -> tuple[list[Share], dict[UUID, Decimal]]:
    """Serve the wants in the order given; return the shares, and what could not be served by demand line.

    ``order`` is the company's choice of what is picked first.

    Units: base units. The balances' ``qty_free`` is lowered by what was taken.
    """
    by_item: dict[UUID, list[PickableBalance]] = defaultdict(list)
    for balance in sorted(balances, key=lambda b: b.turn(order)):
        by_item[balance.item_id].append(balance)
    shares: list[Share] = []
    missing: dict[UUID, Decimal] = {}
    for want in wants:
        left = want.qty
        for balance in _in_turn([b for b in by_item[want.item_id] if want.may_take(b)], want.qty, order):
            taken = min(left, balance.qty_free)
            if taken > 0:
                balance.qty_free -= taken
                left -= taken
                shares.append(Share(want.demand_line_id, balance, taken))
            if left == 0:
                break
        if left > 0:
            missing[want.demand_line_id] = missing.get(want.demand_line_id, ZERO) + left
    return shares, missing


def _in_turn(balances: Sequence[PickableBalance], qty: Decimal, order: str) -> Iterable[PickableBalance]:
    """The balances in the order they give; for the fewest stops the largest first, the last one the best fit."""
    if order != "fewest_bins":
        return balances
    largest = sorted(balances, key=lambda balance: -balance.qty_free)
    chosen: list[PickableBalance] = []
    left = qty
    while largest:
        enough = [balance for balance in largest if balance.qty_free >= left]
        taken = enough[-1] if enough else largest[0]
        chosen.append(taken)
        if enough:
            return chosen
        largest.remove(taken)
        left -= taken.qty_free
    return chosen
