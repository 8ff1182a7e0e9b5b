"""Quantities convert between units by exact fractions, and never round.

A base quantity is a whole multiple of the item's quantum (1 for pieces, 0.001 for metres cut to the millimetre).
What does not convert exactly is refused, naming the two nearest entries that would.
"""

from decimal import Decimal
from fractions import Fraction

from erp.kernel.errors import Refused


class NotExact(Refused):
    """The entered quantity is no whole multiple of what the item can be counted in."""


def as_decimal(value: Fraction) -> Decimal:
    """The decimal number equal to a fraction; ValueError where six places do not hold it exactly."""
    scaled = value * 1_000_000
    if scaled.denominator != 1:
        raise ValueError(f"{value} has no exact value in six decimal places")
    return (Decimal(scaled.numerator) / 1_000_000).normalize() + 0


def to_base(qty: Decimal, numerator: int, denominator: int, quantum: Decimal = Decimal(1)) -> Decimal:
    """Convert an entered quantity to base units: one entered unit is ``numerator / denominator`` base units.

    Raises: NotExact, naming the nearest smaller and larger entries that convert exactly.
    """
    step = Fraction(quantum)
    factor = Fraction(numerator, denominator)
    base = Fraction(qty) * factor
    if (base / step).denominator == 1:
        return as_decimal(base)
    below = (base // step) * step
    raise NotExact(
        "%(qty)s does not convert exactly: the nearest quantities are %(factor)s (%(below)s in base units) and "
        "%(factor2)s (%(step)s in base units). Enter one of them.",
        field="qty", qty=qty, factor=_readable(below / factor), below=_readable(below),
        factor2=_readable((below + step) / factor), step=_readable(below + step),
    )


def from_base(qty: Decimal, numerator: int, denominator: int) -> Fraction:
    """Express a base quantity in another unit, exactly."""
    return Fraction(qty) / Fraction(numerator, denominator)


def _readable(value: Fraction) -> str:
    try:
        return f"{as_decimal(value):f}"
    except ValueError:
        whole, rest = divmod(value, 1)
        return f"{whole} {rest}" if whole else f"{rest}"
