"""How figures, days and words are shown.

Numbers and days are written as the person's locale has it; plain English writes 1,234.50 and 2026-05-31.
Amounts are grouped and show the minor units of their currency; negative figures are red and carry a plain minus, so
that a copied column is still a number in a spreadsheet. The currency is written where it is not the company's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision
from flask import Flask
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from erp.kernel.money import round_amount
from erp.web.languages import current_locale, gettext
from erp.web.number_signs import day_pattern, localized, plain
from erp.web.places import place_or_none

FEWEST_PRICE_PLACES = 2


def show_amount(value: Decimal | None, currency: str | None = None) -> Markup | str:
    """An amount of money, for a page."""
    if value is None:
        return ""
    return _signed(value, amount_text(value, currency))


def amount_text(value: Decimal, currency: str | None = None) -> str:
    """An amount of money as plain text."""
    place = place_or_none()
    own = place.currency if place is not None else None
    if currency is None or currency == own:
        places = place.minor_units if place is not None else 2
        return localized(f"{round_amount(value, places):,f}")
    return f"{localized(f'{round_amount(value, get_currency_precision(currency)):,f}')} {currency}"


def show_quantity(value: Decimal | None) -> Markup | str:
    """A quantity without trailing zeros."""
    return "" if value is None else _signed(value, _trimmed(Decimal(value), 0))


def show_unit_price(value: Decimal | None) -> Markup | str:
    """A price or cost for one unit: at least two places, at most six."""
    return "" if value is None else _signed(value, _trimmed(Decimal(value), FEWEST_PRICE_PLACES))


def show_percent(value: Decimal | None) -> Markup | str:
    """A percentage, as people say it."""
    return "" if value is None else _signed(value, f"{_trimmed(Decimal(value), 0)} %")


def show_day(value: date | None) -> str:
    """A calendar day."""
    return "" if value is None else format(value, day_pattern(current_locale()))


def show_moment(value: datetime | None) -> str:
    """An instant, by the clock of the branch one works in."""
    if value is None:
        return ""
    place = place_or_none()
    local = value.astimezone(ZoneInfo(place.time_zone if place else "UTC"))
    return format(local, f"{day_pattern(current_locale())} %H:%M")


def show_words(value: object) -> str:
    """A stored word as people read it: ``partly_shipped`` is Partly shipped, in the language of the page."""
    text = "" if value is None else str(value).replace("_", " ").strip()
    return gettext(text[:1].upper() + text[1:]) if text else ""


def install_formats(app: Flask) -> None:
    """Make the formats known to templates as filters."""
    formats: dict[str, Callable[..., Any]] = {
        "amount": show_amount, "quantity": show_quantity, "unit_price": show_unit_price, "percent": show_percent,
        "day": show_day, "moment": show_moment, "words": show_words, "typed": typed_text, "options": options,
    }  # fmt: skip
    app.jinja_env.filters.update({name: _when_shown(shown) for name, shown in formats.items()})


def _when_shown(shown: Callable[..., Any]) -> Callable[..., Any]:
    """The filter for Jinja: of a constant, too, it is asked at each showing, which has a language of its own.

    Whatever does not take the context, Jinja works out once, when it compiles the template.
    """

    @pass_context
    def of_page(_context: Context, *given: Any, **named: Any) -> Any:
        return shown(*given, **named)

    return of_page


def options(entries: Iterable[Any], value: str | None = None, *texts: str) -> list[tuple[Any, str]]:
    """Choices for a select: words as they read, or records as (``value``, their ``texts`` joined)."""
    if value is None:
        return [(entry, show_words(entry)) for entry in entries]
    return [(getattr(entry, value), " ".join(str(getattr(entry, text)) for text in texts)) for entry in entries]


def typed_text(value: Any) -> str:
    """A value as one types it: no groups, no trailing zeros, the locale's decimal sign; days as YYYY-MM-DD."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def _signed(value: Decimal, text: str) -> Markup | str:
    return Markup('<span class="neg">{}</span>').format(text) if value < 0 else escape(text)


def _trimmed(value: Decimal, fewest_places: int) -> str:
    whole, _, places = f"{value:,f}".partition(".")
    places = places.rstrip("0").ljust(fewest_places, "0")
    return localized(f"{whole}.{places}" if places else whole)
