"""Write the element string of a label: product, how many, serial or lot, expiry."""

import re
from collections.abc import Sequence
from datetime import date

from erp.kernel.errors import Refused
from erp.kernel.gs1.check_digit import check_digit
from erp.kernel.gs1.elements import SEPARATOR
from erp.kernel.gs1.identifiers import ELEMENTS

LONGEST_COUNT = 8
SSCC_DIGITS = 18
# The signs of GS1 labels, without the brackets in which elements are written under a symbol.
_GS1_TEXT = re.compile(r"[A-Za-z0-9!\"%&'*+,\-./:;<=>?_]{1,20}", re.ASCII)


def is_gs1_text(value: str) -> bool:
    """Whether a lot or a serial number can stand on a GS1 label.

    Source: GS1 General Specifications, figure 7.11-1 (character set 82).
    """
    return _GS1_TEXT.fullmatch(value) is not None


def sscc(company_prefix: str, serial: int) -> str:
    """The 18 digits of a carton or pallet: extension digit 0, the company's prefix, a serial, the check digit.

    Raises: Refused for a prefix that is none, and where the serials of the prefix are used up.
    Source: GS1 General Specifications, section 3.2.
    """
    if not (company_prefix.isascii() and company_prefix.isdigit()) or not 4 <= len(company_prefix) <= 12:
        raise Refused("A GS1 company prefix has 4 to 12 digits.", field="gs1_company_prefix")
    room = SSCC_DIGITS - 2 - len(company_prefix)
    if not 0 <= serial < 10**room:
        raise Refused("The numbers of this GS1 company prefix are used up. Ask GS1 for another prefix.")
    digits = f"0{company_prefix}{serial:0{room}}"
    return f"{digits}{check_digit(digits)}"


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


def write_gs1_lists(labels: Sequence[str], *, max_length: int, separator: str = SEPARATOR) -> list[list[str]]:
    """Labels put together in codes of at most so many characters, separators included, in their order.

    Raises: Refused for a label that is too long by itself.
    """
    lists: list[list[str]] = []
    room = 0
    for label in labels:
        if len(label) > max_length:
            raise Refused(
                "%(label)s is longer than the %(max_length)s characters of a code.",
                field="max_length", label=label, max_length=max_length,
            )
        needed = len(label) + len(separator)
        if not lists or needed > room:
            lists.append([label])
            room = max_length - len(label)
        else:
            lists[-1].append(label)
            room -= needed
    return lists


def _element(ai: str, value: str, separator: str) -> str:
    meaning, size = ELEMENTS[ai]
    if len(value) > -size or separator in value or not value.isascii() or not value.isprintable():
        raise Refused(
            "%(value)s cannot be a %(meaning)s on a label: at most %(size)s plain characters.",
            field=meaning, value=value, meaning=meaning, size=-size,
        )
    return ai + value
