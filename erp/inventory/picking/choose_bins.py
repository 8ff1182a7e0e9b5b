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

    @property
    def turn(self) -> tuple[date, int, UUID, str]:
        """First expired first out; then along the walk; then the oldest lot (lot ids are ordered in time)."""
        return (self.expires_on or _NEVER, self.pick_sequence, self.lot_id or _NO_LOT, self.bin_code)

    @property
    def walk(self) -> tuple[int, str]:
        """Where the picker passes it."""
        return (self.pick_sequence, self.bin_code)


@dataclass(frozen=True)
class Want:
    """A quantity of an item for one demand line."""

    demand_line_id: UUID
    item_id: UUID
    qty: Decimal


@dataclass(frozen=True)
class Share:
    """So much of a balance for one demand line."""

    demand_line_id: UUID
    balance: PickableBalance
    qty: Decimal


def choose_bins(
    wants: Sequence[Want], balances: Iterable[PickableBalance]
) -> tuple[list[Share], dict[UUID, Decimal]]:
    """Serve the wants in the order given; return the shares, and what could not be served by demand line.

    Units: base units. The balances' ``qty_free`` is lowered by what was taken.
    """
    by_item: dict[UUID, list[PickableBalance]] = defaultdict(list)
    for balance in sorted(balances, key=lambda b: b.turn):
        by_item[balance.item_id].append(balance)
    shares: list[Share] = []
    missing: dict[UUID, Decimal] = {}
    for want in wants:
        left = want.qty
        for balance in by_item[want.item_id]:
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
