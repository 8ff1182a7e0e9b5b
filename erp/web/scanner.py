"""What a scanner read: a plain code, or the elements of a GS1 barcode."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from erp.kernel.errors import Refused
from erp.kernel.gs1.check_digit import is_checked
from erp.kernel.gs1.elements import SEPARATOR, SYMBOLOGIES, read_gs1
from erp.web.doors import house

_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")
# a GTIN or an SSCC element, also where the scanner hides the prefix
_BEGINS_LIKE_GS1 = re.compile(r"\(0[01]\)|01\d{14}|00\d{18}$", re.ASCII)
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


def read_code(scanned: str, today: date | None = None) -> ScannedCode:
    """Take a scanned text apart; ``today`` decides the century of a label's two-digit years, in whatever branch.

    Raises: Refused where the text is empty, too long, or a GS1 label whose check digit is wrong.
    """
    text = scanned.strip(" \t\r\n").replace("^]", SEPARATOR)
    if not text:
        raise Refused("Nothing was scanned. Scan the label again or type its code.", field="code")
    if len(text) > LONGEST:
        raise Refused("This label holds too much text to be one of ours. Scan the item or bin label.", field="code")
    plain = _AIM.sub("", text, count=1) if _AIM.match(text) else text
    if not (text.startswith(SYMBOLOGIES) or SEPARATOR in plain or _BEGINS_LIKE_GS1.match(plain)):
        return ScannedCode(plain)
    when = today or house().services.clock.now().date()
    try:
        elements = {element.ai: element.value for element in read_gs1(plain, when)}
    except Refused:
        return ScannedCode(plain)
    return _scanned(elements, plain)


def _scanned(elements: dict[str, str | Decimal | date], plain: str) -> ScannedCode:
    def words(ai: str) -> str | None:
        value = elements.get(ai)
        return value if isinstance(value, str) else None

    gtin = words("01") or words("02")
    if gtin is not None and not is_checked(gtin):
        raise Refused("The check digit of this label is wrong. Scan it again or type the item's code.", field="code")
    expiry = elements.get("17")
    count = words("37") or words("30")
    return ScannedCode(
        text=gtin or words("00") or plain,
        gtin=gtin,
        lot=words("10"),
        serial=words("21"),
        expires_on=expiry if isinstance(expiry, date) else None,
        qty=Decimal(count) if count else None,
    )
