"""GS1 element strings, the content of GS1-128 and GS1 DataMatrix codes: product, lot, serial, dates, measures.

Source: GS1 General Specifications, section 3 (application identifiers) and 7.12 (two-digit years).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from erp.kernel.errors import Refused

SEPARATOR = "\x1d"  # ASCII 29, group separator: ends an element of variable length

# Application identifier: its meaning and fixed length; a negative length is the most a variable element may hold.
ELEMENTS: dict[str, tuple[str, int]] = {
    "00": ("sscc", 18), "01": ("gtin", 14), "02": ("content_gtin", 14), "10": ("lot", -20),
    "11": ("production", 6), "12": ("due", 6), "13": ("packaging", 6), "15": ("best_before", 6),
    "16": ("sell_by", 6), "17": ("expiry", 6), "20": ("variant", 2), "21": ("serial", -20),
    "30": ("count", -8), "37": ("content_count", -8), "240": ("additional_id", -30), "241": ("customer_part", -30),
    "250": ("secondary_serial", -30), "251": ("reference", -30), "400": ("customer_order", -30),
    "401": ("consignment", -30), "402": ("shipment", 17), "403": ("routing", -30), "410": ("ship_to", 13),
    "411": ("bill_to", 13), "412": ("purchased_from", 13), "413": ("ship_for", 13), "414": ("location", 13),
    "415": ("invoicing_party", 13), "420": ("ship_to_postcode", -20), "421": ("ship_to_postcode", -15),
    "422": ("origin_country", 3), "8005": ("unit_price", 6), "8020": ("payment_slip", -25),
}  # fmt: skip
DATES = frozenset({"11", "12", "13", "15", "16", "17"})
# Three digits and one for the decimals: measures of six digits, amounts of up to fifteen.
MEASURES = {
    "310": "net_weight_kg", "311": "length_m", "312": "width_m", "313": "height_m", "314": "area_m2",
    "315": "net_volume_l", "316": "net_volume_m3", "320": "net_weight_lb", "330": "gross_weight_kg",
    "335": "gross_volume_l", "336": "gross_volume_m3", "340": "gross_weight_lb",
}  # fmt: skip
AMOUNTS = {"390": "amount", "391": "amount", "392": "price", "393": "price"}
WITH_CURRENCY = frozenset({"391", "393"})
LONGEST_IDENTIFIER = 4


@dataclass(frozen=True)
class Gs1Element:
    """One element: its identifier, what it means, and its value; ``prefix`` is a leading currency or country code."""

    ai: str
    meaning: str
    value: str | Decimal | date
    prefix: str = ""


def read_gs1(data: str, today: date) -> list[Gs1Element]:
    """Take an element string apart. A wrong check digit in a GTIN is for whoever looks the product up.

    Raises: Refused naming the place where the code stops making sense.
    """
    elements, rest = [], data.removeprefix("]C1").removeprefix("]d2").removeprefix("]Q3").lstrip(SEPARATOR)
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
        raise Refused(f"{digits} is no date of six digits, year, month and day.")
    short, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    distance = short - today.year % 100
    century = today.year - today.year % 100
    year = century + short + (100 if distance <= -50 else -100 if distance >= 51 else 0)
    if not 1 <= month <= 12 or day > monthrange(year, month)[1]:
        raise Refused(f"{digits} is no date: there is no such month or day.")
    return date(year, month, day or monthrange(year, month)[1])


def implied_decimals(digits: str, decimals: int) -> Decimal:
    """A measure written without its decimal point."""
    if not (digits.isascii() and digits.isdigit()):
        raise Refused(f"{digits} is no measure: it holds digits only.")
    return Decimal(digits).scaleb(-decimals)


def _next_element(rest: str, today: date) -> tuple[Gs1Element, str]:
    for length in range(2, LONGEST_IDENTIFIER + 1):
        ai = rest[:length]
        if len(ai) == LONGEST_IDENTIFIER and ai[3].isdigit() and ai[:3] in MEASURES:
            value, after = _take(rest[4:], 6, ai)
            return Gs1Element(ai, MEASURES[ai[:3]], implied_decimals(value, int(ai[3]))), after
        if len(ai) == LONGEST_IDENTIFIER and ai[3].isdigit() and ai[:3] in AMOUNTS:
            return _amount(ai, rest[4:])
        if ai in ELEMENTS:
            meaning, size = ELEMENTS[ai]
            value, after = _take(rest[length:], size, ai)
            if ai in DATES:
                return Gs1Element(ai, meaning, gs1_date(value, today)), after
            if ai == "421":
                return Gs1Element(ai, meaning, value[3:], value[:3]), after
            return Gs1Element(ai, meaning, value), after
    raise Refused(f"The code cannot be read from {rest[:12]!r} on: no known identifier stands there.")


def _amount(ai: str, rest: str) -> tuple[Gs1Element, str]:
    coded = ai[:3] in WITH_CURRENCY
    value, after = _take(rest, -18 if coded else -15, ai)
    currency, digits = (value[:3], value[3:]) if coded else ("", value)
    return Gs1Element(ai, AMOUNTS[ai[:3]], implied_decimals(digits, int(ai[3])), currency), after


def _take(rest: str, size: int, ai: str) -> tuple[str, str]:
    """The value of an element and what follows it."""
    if size > 0:
        value, after = rest[:size], rest[size:]
    else:
        value, _, after = rest.partition(SEPARATOR)
    if not value or (size > 0 and len(value) < size) or (size < 0 and len(value) > -size) or SEPARATOR in value:
        raise Refused(f"The code is damaged: identifier ({ai}) is followed by {value!r}. Scan it again.")
    return value, after
