"""Write the element string of a label: product, how many, serial or lot, expiry."""

from datetime import date

from erp.kernel.errors import Refused
from erp.kernel.gs1.elements import SEPARATOR
from erp.kernel.gs1.identifiers import ELEMENTS

LONGEST_COUNT = 8


def write_gs1(
    gtin: str,
    *,
    qty: int | None = None,
    serial: str = "",
    lot: str = "",
    expires_on: date | None = None,
    separator: str = SEPARATOR,
) -> str:
    """The elements of one label in an order that needs the fewest separators.

    The count is written in full length, which ends it without one.

    Raises: Refused for a GTIN that is none, a count of more than eight digits, or a lot or serial that is too long.
    """
    if not (gtin.isascii() and gtin.isdigit()) or not 8 <= len(gtin) <= 14:
        raise Refused("%(gtin)s is no GTIN: it has 8 to 14 digits.", field="gtin", gtin=gtin)
    fixed = "01" + gtin.zfill(14)
    if expires_on is not None:
        fixed += f"17{expires_on:%y%m%d}"
    if qty is not None:
        if not 0 <= qty < 10**LONGEST_COUNT:
            raise Refused("A label counts at most %(longest_count)s digits.", field="qty", longest_count=LONGEST_COUNT)
        fixed += f"30{qty:0{LONGEST_COUNT}}"
    variable = [_element("21", serial, separator)] if serial else []
    variable += [_element("10", lot, separator)] if lot else []
    return fixed + separator.join(variable)


def _element(ai: str, value: str, separator: str) -> str:
    meaning, size = ELEMENTS[ai]
    if len(value) > -size or separator in value or not value.isascii() or not value.isprintable():
        raise Refused(
            "%(value)s cannot be a %(meaning)s on a label: at most %(size)s plain characters.",
            field=meaning, value=value, meaning=meaning, size=-size,
        )
    return ai + value
