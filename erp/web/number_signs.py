"""The signs a locale writes numbers and days with, and reading numbers that are typed with them.

A number is never guessed: where a text could mean two numbers ("1.234" in German is 1234 or 1.234), it is refused with
both ways of writing it. Plain notation with a point, as programs send it, is understood everywhere.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from babel.numbers import get_decimal_symbol, get_group_symbol

from erp.kernel.languages import ENGLISH
from erp.web.languages import current_locale

_DAYS = {"en_GB": "%d/%m/%Y", "en_US": "%m/%d/%Y", "de_DE": "%d.%m.%Y", "de_CH": "%d.%m.%Y"}
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)


class Ambiguous(ValueError):
    """The text can be read as two different numbers."""


def day_pattern(locale: str) -> str:
    """How a day is written, for ``strftime``."""
    return _DAYS.get(locale, "%Y-%m-%d")


@cache
def signs(locale: str) -> tuple[str, str]:
    """The decimal sign and the sign between groups of three digits."""
    return get_decimal_symbol(locale), get_group_symbol(locale)


def localized(english: str) -> str:
    """A number written with comma groups and a decimal point, in the signs of this request's locale."""
    locale = current_locale()
    if locale == ENGLISH:
        return english
    decimal, group = signs(locale)
    return english.replace(",", "\0").replace(".", decimal).replace("\0", group)


def plain(value: Decimal) -> str:
    """A number as one types it: no groups, no idle zeros, the locale's decimal sign."""
    whole, _, places = f"{value:f}".partition(".")
    places = places.rstrip("0")
    decimal = signs(current_locale())[0]
    return f"{whole}{decimal}{places}" if places else whole


def read_number(typed: str) -> str | None:
    """A typed number in plain notation, or None where it is none.

    Raises: Ambiguous
    """
    text = typed.strip().replace("−", "-")
    decimal, group = signs(current_locale())
    if decimal == ".":
        for sign in ("’", "'") if group in "’'" else (group,):
            text = _without_groups(text, sign, decimal)
        return text if _PLAIN.fullmatch(text) else None
    if decimal in text:
        text = _without_groups(text, group, decimal).replace(decimal, ".")
        return text if _PLAIN.fullmatch(text) else None
    if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3}){2,}", text, re.ASCII):
        return text.replace(".", "")
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}\.\d{3}", text, re.ASCII):
        raise Ambiguous(text)
    return text if _PLAIN.fullmatch(text) else None


def _without_groups(text: str, group: str, decimal: str) -> str:
    """Take the signs between groups out where they stand right and cannot be taken for a decimal sign."""
    grouped = rf"[+-]?\d{{1,3}}({re.escape(group)}\d{{3}})+{re.escape(decimal)}\d*"
    several = rf"[+-]?\d{{1,3}}({re.escape(group)}\d{{3}}){{2,}}"
    right = re.fullmatch(grouped, text, re.ASCII) or re.fullmatch(several, text, re.ASCII)
    return text.replace(group, "") if right else text
