"""Compare what an example expects with what was found, figure by figure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from erp.kernel.money import ZERO

REMARKS = frozenset({"reason", "partial"})


@dataclass(frozen=True)
class Figure:
    """One expected figure beside the one that was found."""

    path: str
    expected: Any
    found: Any
    agrees: bool


@dataclass(frozen=True)
class Missing:
    """A figure that the product does not answer."""

    path: str


def compare(
    expected: Any, found: Any, path: str = "", tolerance: Decimal = ZERO
) -> Iterator[Figure | Missing]:
    """Walk through what is expected; keys that were found besides are nobody's concern.

    Rounding: a found number is rounded half up to as many decimals as the expected one is written with.
    """
    if isinstance(expected, Mapping):
        for key, value in expected.items():
            if key in REMARKS:
                continue
            below = f"{path}.{key}" if path else str(key)
            if not isinstance(found, Mapping) or key not in found:
                yield Missing(below)
            else:
                yield from compare(value, found[key], below, tolerance)
    elif isinstance(expected, list):
        if not isinstance(found, list):
            yield Missing(path)
        elif len(found) != len(expected):
            yield Figure(path, expected, [readable(entry) for entry in found], False)
        else:
            for n, (wanted, got) in enumerate(zip(expected, found, strict=True)):
                yield from compare(wanted, got, f"{path}.{n}", tolerance)
    else:
        yield Figure(path, expected, readable(found), _agree(expected, found, tolerance))


def readable(value: Any) -> Any:
    """A found figure as it is printed."""
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value if value is None or isinstance(value, bool | int | str | Mapping | list) else str(value)


def _agree(expected: Any, found: Any, tolerance: Decimal) -> bool:
    if expected is None or isinstance(expected, bool) or found is None or isinstance(found, bool):
        return expected is found
    wanted = _number(expected)
    if wanted is None or (isinstance(found, str) and _number(found) is None):
        return str(expected) == str(found)
    if isinstance(found, str) and not isinstance(expected, int) and "." not in found:
        return str(expected) == found
    exact = _exact(found)
    if exact is None:
        return False
    if tolerance:
        return abs(exact - Fraction(wanted)) <= Fraction(tolerance)
    places = max(-int(wanted.as_tuple().exponent), 0)
    return _rounded(exact, places) == wanted


def _number(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _exact(value: Any) -> Fraction | None:
    if isinstance(value, Fraction | Decimal | int):
        return Fraction(value)
    number = _number(value)
    return None if number is None else Fraction(number)


def _rounded(value: Fraction, places: int) -> Decimal:
    """Half up, away from zero on a tie, exact whatever the fraction."""
    scaled = abs(value) * 10**places
    whole = Decimal((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator))
    result = whole.scaleb(-places).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return -result if value < 0 else result
