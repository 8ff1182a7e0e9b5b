"""Amounts of money: Decimal always, rounded half up, once, where a price becomes an amount.

Units: an *amount* is rounded to the minor unit of its currency (two places for most, none for the yen, three for
the dinar); a *unit price* or *unit cost* keeps six places and is never posted.
"""

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

ZERO = Decimal(0)
UNIT_PLACES = Decimal("0.000001")
_DIRECTIONS = {"nearest": ROUND_HALF_UP, "up": ROUND_UP, "down": ROUND_DOWN}


def minor_unit(minor_units: int) -> Decimal:
    """The smallest amount of a currency with so many decimal places: 0.01 for two."""
    return Decimal(1).scaleb(-minor_units)


def round_amount(value: Decimal, minor_units: int = 2) -> Decimal:
    """Round to the currency's minor unit, half up (away from zero on a tie)."""
    return value.quantize(minor_unit(minor_units), rounding=ROUND_HALF_UP)


def round_unit(value: Decimal) -> Decimal:
    """Round a unit price or unit cost to six places, half up."""
    return value.quantize(UNIT_PLACES, rounding=ROUND_HALF_UP)


def split_amount(total: Decimal, weights: Sequence[Decimal], minor_units: int = 2) -> list[Decimal]:
    """Share an amount in proportion to weights so that the parts add up to it exactly.

    Rounding: every share is first cut towards zero; the units left over go one each to the largest remainders,
    the earliest first among equals. With no weight at all the shares are as equal as the minor unit allows.
    """
    if not weights:
        return []
    unit = minor_unit(minor_units)
    whole = sum(weights, ZERO)
    if whole == 0:
        weights, whole = [Decimal(1)] * len(weights), Decimal(len(weights))
    exact = [total * weight / whole for weight in weights]
    parts = [share.quantize(unit, rounding=ROUND_DOWN) for share in exact]
    left = int((total - sum(parts, ZERO)) / unit)
    step = unit if left >= 0 else -unit
    by_remainder = sorted(range(len(parts)), key=lambda n: (-abs(exact[n] - parts[n]), n))
    for n in range(abs(left)):
        parts[by_remainder[n % len(parts)]] += step
    return parts


def round_to_step(value: Decimal, step: Decimal, direction: str = "nearest") -> Decimal:
    """Bring an amount or a quantity to a whole number of steps, which need be no power of ten: 0.05, 15, 1.4.

    Rounding: ``nearest`` half up (away from zero on a tie), ``up`` away from zero, ``down`` towards zero.
    """
    steps = (value / step).quantize(Decimal(1), rounding=_DIRECTIONS[direction])
    return steps * step
