"""Decide which bins take a delivery, by the rules of the warehouse. Pure: no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

ZERO = Decimal(0)


@dataclass(frozen=True)
class BinSpace:
    """A bin that takes the item, and how much more of it fits in. Units: base units."""

    bin_id: UUID
    bin_code: str
    priority: int
    qty_capacity: Decimal
    qty_stored: Decimal

    @property
    def qty_free(self) -> Decimal:
        return max(self.qty_capacity - self.qty_stored, ZERO)


@dataclass(frozen=True)
class BinShare:
    """So much goes into a bin."""

    bin_id: UUID
    bin_code: str
    qty: Decimal


def share_over_bins(
    qty: Decimal, spaces: Sequence[BinSpace], whole: Decimal | None = None
) -> tuple[list[BinShare], Decimal]:
    """Fill the bins by priority, of equal ones the one with the most space first; answer what fits nowhere, too.

    ``whole`` is the pack that is not broken: a bin takes whole packs of so many base units only.

    Units: base units.
    """
    shares: list[BinShare] = []
    left = qty
    for space in sorted(spaces, key=lambda s: (s.priority, -s.qty_free, s.bin_code)):
        fits = min(left, space.qty_free)
        if whole is not None:
            fits -= fits % whole
        if fits > 0:
            shares.append(BinShare(space.bin_id, space.bin_code, fits))
            left -= fits
    return shares, left
