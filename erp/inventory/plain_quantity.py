"""Write a quantity as people write it: 4, not 4.000000."""

from decimal import Decimal


def plain(qty: Decimal) -> str:
    """The quantity without trailing zeros and never in exponents."""
    return f"{qty.normalize() + 0:f}"
