"""Take a GS1 element string apart: product, lot, serial, dates, measures, amounts.

Source: GS1 General Specifications, section 3 (application identifiers), 7.8 (element strings) and 7.12 (two-digit
years); ISO/IEC 15424 (the symbology prefix a scanner may send).
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from erp.kernel.errors import Refused
from erp.kernel.gs1.identifiers import (
    AMOUNTS,
    COUNTS,
    DATES,
    ELEMENTS,
    FIXED_AMOUNTS,
    LONGEST_IDENTIFIER,
    MEASURES,
    WITH_COUNTRY,
    WITH_CURRENCY,
)

SEPARATOR = "\x1d"  # ASCII 29, group separator: ends an element of variable length
SYMBOLOGIES = ("]C1", "]d2", "]Q3", "]e0", "]J1")
_IN_BRACKETS = re.compile(r"\((\d{2,4})\)([^(]*)", re.ASCII)


@dataclass(frozen=True)
class Gs1Element:
    """One element: its identifier, what it means, and its value; ``prefix`` is a leading currency or country code."""

    ai: str
    meaning: str
    value: str | Decimal | date
    prefix: str = ""


def read_gs1(data: str, today: date) -> list[Gs1Element]:
    """Take an element string apart, as scanned or as printed in brackets under the symbol.

    A wrong check digit in a GTIN is for whoever looks the product up.

    Raises: Refused naming the place where the code stops making sense.
    """
    for prefix in SYMBOLOGIES:
        data = data.removeprefix(prefix)
    if data.startswith("("):
        data = _without_brackets(data)
    elements, rest = [], data.lstrip(SEPARATOR)
    while rest:
        element, rest = _next_element(rest, today)
        elements.append(element)
        rest = rest.lstrip(SEPARATOR)
    return elements


def gs1_date(digits: str, today: date) -> date:
    """A date of six digits; day zero is the month's last. The year is the one nearest to today's.

    Raises: Refused
    """
    if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
        raise Refused("%(digits)s is no date of six digits, year, month and day.", digits=digits)
    short, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    distance = short - today.year % 100
    century = today.year - today.year % 100
    year = century + short + (100 if distance <= -50 else -100 if distance >= 51 else 0)
    if not 1 <= month <= 12 or day > monthrange(year, month)[1]:
        raise Refused("%(digits)s is no date: there is no such month or day.", digits=digits)
    return date(year, month, day or monthrange(year, month)[1])


def implied_decimals(digits: str, decimals: int) -> Decimal:
    """A measure written without its decimal point."""
    if not (digits.isascii() and digits.isdigit()):
        raise Refused("%(digits)s is no measure: it holds digits only.", digits=digits)
    return Decimal(digits).scaleb(-decimals)


def _without_brackets(data: str) -> str:
    """The same elements without the brackets, each ended by a separator."""
    parts = _IN_BRACKETS.findall(data)
    if "".join(f"({ai}){value}" for ai, value in parts) != data:
        raise Refused("The code cannot be read: %(data)r is no identifier in brackets with its value.", data=data[:12])
    return SEPARATOR.join(ai + value for ai, value in parts)


def _next_element(rest: str, today: date) -> tuple[Gs1Element, str]:
    for length in range(2, LONGEST_IDENTIFIER + 1):
        ai = rest[:length]
        if len(ai) == LONGEST_IDENTIFIER and ai[3].isdigit():
            if ai[:3] in MEASURES:
                value, after = _take(rest[4:], 6, ai)
                return Gs1Element(ai, MEASURES[ai[:3]], implied_decimals(value, int(ai[3]))), after
            if ai[:3] in FIXED_AMOUNTS:
                meaning, size = FIXED_AMOUNTS[ai[:3]]
                value, after = _take(rest[4:], size, ai)
                return Gs1Element(ai, meaning, implied_decimals(value, int(ai[3]))), after
            if ai[:3] in AMOUNTS:
                return _amount(ai, rest[4:])
        if ai in ELEMENTS:
            meaning, size = ELEMENTS[ai]
            value, after = _take(rest[length:], size, ai)
            if ai in DATES:
                return Gs1Element(ai, meaning, gs1_date(value, today)), after
            if ai in WITH_COUNTRY:
                return Gs1Element(ai, meaning, value[3:], value[:3]), after
            return Gs1Element(ai, meaning, value), after
    raise Refused("The code cannot be read from %(rest)r on: no known identifier stands there.", rest=rest[:12])


def _amount(ai: str, rest: str) -> tuple[Gs1Element, str]:
    coded = ai[:3] in WITH_CURRENCY
    value, after = _take(rest, -18 if coded else -15, ai)
    currency, digits = (value[:3], value[3:]) if coded else ("", value)
    return Gs1Element(ai, AMOUNTS[ai[:3]], implied_decimals(digits, int(ai[3])), currency), after


def _take(rest: str, size: int, ai: str) -> tuple[str, str]:
    """The value of an element and what follows it; a count of full length needs no separator behind it."""
    if ai in COUNTS and len(rest.partition(SEPARATOR)[0]) > -size:
        size = -size
    if size > 0:
        value, after = rest[:size], rest[size:]
    else:
        value, _, after = rest.partition(SEPARATOR)
    if not value or (size > 0 and len(value) < size) or (size < 0 and len(value) > -size) or SEPARATOR in value:
        raise Refused(
            "The code is damaged: identifier (%(ai)s) is followed by %(value)r. Scan it again.",
            ai=ai, value=value,
        )
    if ai in COUNTS and not (value.isascii() and value.isdigit()):
        raise Refused(
            "The code is damaged: identifier (%(ai)s) counts, and %(value)r is no number. Scan it again.",
            ai=ai, value=value,
        )
    return value, after
