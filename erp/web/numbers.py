"""Numbers are read as exact decimals in plain notation.

No floats, no exponents, no NaN or infinity: what the books store must be what was typed. A form may be filled in the
person's own way of writing numbers; a program sends plain notation.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from flask import has_request_context, request
from marshmallow import ValidationError

from erp.web.languages import gettext as _
from erp.web.number_signs import Ambiguous, plain, read_number
from erp.web.value_field import ValueField

_PLAIN_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)


class Integer(ValueField):
    """A whole number within bounds."""

    def __init__(self, min: int = 0, max: int = 1_000_000_000, **kwargs: Any) -> None:
        self.min, self.max = min, max
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        text = str(value).strip()
        if isinstance(value, bool | float) or not re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII):
            raise ValidationError(_("Enter a whole number."))
        number = int(text)
        if not self.min <= number <= self.max:
            raise ValidationError(_("Enter a whole number from %(min)s to %(max)s.", min=self.min, max=self.max))
        return number


class Number(ValueField):
    """An exact decimal: bounded digits before and after the point, in plain notation."""

    places = 6
    digits = 12

    def __init__(
        self, *, positive: bool = False, negative: bool = False, places: int | None = None, digits: int | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        self.positive, self.negative = positive, negative
        self.places = self.places if places is None else places
        self.digits = self.digits if digits is None else digits
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        if isinstance(value, bool | float) or not isinstance(value, str | int | Decimal):
            raise ValidationError(_('Send the number as a text in quotation marks, for example "12.50".'))
        text = _plain_number(str(value))
        whole, _point, fraction = text.lstrip("+-").partition(".")
        fraction = fraction.rstrip("0")
        if len(fraction) > self.places:
            raise ValidationError(_("At most %(places)s places after the point.", places=self.places))
        if len(whole.lstrip("0")) > self.digits:
            raise ValidationError(_("At most %(digits)s digits before the point.", digits=self.digits))
        # Zeros in front and at the end carry nothing; dropping them bounds what is stored. Adding zero drops a minus
        # that stands before nothing.
        sign = "-" if text.startswith("-") else ""
        return self.within(Decimal(f"{sign}{whole.lstrip('0') or '0'}{'.' + fraction if fraction else ''}") + 0)

    def within(self, number: Decimal) -> Decimal:
        if self.positive and number <= 0:
            raise ValidationError(_("Enter a number above zero."))
        if not self.negative and number < 0:
            raise ValidationError(_("Enter zero or more."))
        return number


def _plain_number(typed: str) -> str:
    """The number in plain notation, read by the person's locale where a form was sent."""
    if has_request_context() and request.is_json:
        read = typed.strip().replace("−", "-")
        if _PLAIN_NUMBER.fullmatch(read):
            return read
        raise ValidationError(_("Send a number with a point for decimals and no other signs, for example 1234.50."))
    try:
        number = read_number(typed)
    except Ambiguous:
        digits = typed.strip().replace(".", "")
        raise ValidationError(
            _("This can be read two ways. Enter %(whole)s or %(decimal)s.",
              whole=digits, decimal=typed.strip().replace(".", ","))
        ) from None
    if number is None:
        example = plain(Decimal("1234.5"))
        raise ValidationError(_("Enter a number without other signs, for example %(example)s.", example=example))
    return number


class Quantity(Number):
    """A quantity of goods. Units: as entered beside it; six places."""


class Amount(Number):
    """An amount of money. Units: of the currency beside it; four places, rounded where it is posted."""

    places = 4


class UnitPrice(Number):
    """A price or cost for one unit; six places."""


class Percent(Number):
    """A percentage from 0 to 100, as people say it: 12.5 means one eighth."""

    places = 4
    digits = 3

    def within(self, number: Decimal) -> Decimal:
        number = super().within(number)
        if number > 100:
            raise ValidationError(_("Enter a percentage from 0 to 100."))
        return number
