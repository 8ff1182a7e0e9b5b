"""What a scanner read: a plain code, or the elements of a GS1 barcode.

Source: GS1 General Specifications 7.8 (element strings), 3 (application identifiers); ISO/IEC 15424 (AIM prefix).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from biip import ParseError
from biip.gs1_messages import GS1Message

from erp.kernel.errors import Refused

_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_GS1_PREFIXES = ("]C1", "]d2", "]Q3", "]e0", "]J1")
_SEPARATOR = "\x1d"
_BEGINS_LIKE_GS1 = re.compile(r"\(01\)|01\d{14}", re.ASCII)  # a GTIN element, also where the scanner hides the prefix
LONGEST = 200


@dataclass(frozen=True)
class ScannedCode:
    """``text`` is what to look up where no GTIN was read; ``qty`` counts what the label says is inside."""

    text: str
    gtin: str | None = None
    lot: str | None = None
    serial: str | None = None
    expires_on: date | None = None
    qty: Decimal | None = None


def read_code(scanned: str) -> ScannedCode:
    """Take a scanned text apart.

    Raises: Refused where the text is empty, too long, or a GS1 label whose check digit is wrong.
    """
    text = scanned.strip(" \t\r\n").replace("^]", _SEPARATOR)
    if not text:
        raise Refused("Nothing was scanned. Scan the label again or type its code.", field="code")
    if len(text) > LONGEST:
        raise Refused("This label holds too much text to be one of ours. Scan the item or bin label.", field="code")
    plain = _AIM.sub("", text, count=1) if _AIM.match(text) else text
    if not (text.startswith(_GS1_PREFIXES) or _SEPARATOR in plain or _BEGINS_LIKE_GS1.match(plain)):
        return ScannedCode(plain)
    try:
        message = (
            GS1Message.parse_hri(plain) if plain.startswith("(") else GS1Message.parse(plain.lstrip(_SEPARATOR))
        )
    except ParseError:
        return ScannedCode(plain)
    return _elements(message, plain)


def _elements(message: GS1Message, plain: str) -> ScannedCode:
    def value(identifier: str) -> str | None:
        element = message.element_strings.get(ai=identifier)
        return element.value if element is not None else None

    gtin = message.element_strings.get(ai="01") or message.element_strings.get(ai="02")
    if gtin is not None and gtin.gtin is None:
        raise Refused("The check digit of this label is wrong. Scan it again or type the item's code.", field="code")
    expiry = message.element_strings.get(ai="17")
    count = value("37") or value("30")
    return ScannedCode(
        text=gtin.value if gtin is not None else plain,
        gtin=gtin.value if gtin is not None else None,
        lot=value("10"),
        serial=value("21"),
        expires_on=expiry.date if expiry is not None else None,
        qty=Decimal(count) if count else None,
    )
