"""The kinds of values people, scanners and programs may send, each bounded in length and range.

Every refusal says what to enter instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError

from erp.web.languages import gettext
from erp.web.numbers import Amount, Integer, Number, Percent, Quantity, UnitPrice
from erp.web.value_field import ValueField

__all__ = [
    "Amount", "Check", "Choice", "Code", "Day", "Email", "Id", "Ids", "Integer", "Lines", "Moment", "Number",
    "Password", "Percent", "Quantity", "Scan", "Text", "TimeOfDay", "UnitPrice",
]  # fmt: skip

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_EMAIL = re.compile(r"[^@\s<>\"',;]{1,64}@[^@\s<>\"',;]{1,180}\.[^@\s<>\"',;]{2,63}")
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2199, 12, 31)


class Text(ValueField):
    """Text of one or more lines, without control characters; the ends are trimmed."""

    def __init__(self, max: int = 200, **kwargs: Any) -> None:
        self.max = max
        super().__init__(**kwargs)

    def nothing(self) -> object:
        return ""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError(gettext("Enter text."))
        text = value.replace("\r\n", "\n").strip()
        if len(text) > self.max:
            raise ValidationError(gettext(
                "At most %(value)s characters; this has %(count)s.",
                value=self.max, count=len(text))
            )
        if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t" for sign in text):
            raise ValidationError(gettext("This contains characters that cannot be printed; type it by hand."))
        return text


class Code(Text):
    """A short code on one line: an item, a barcode, a document number."""

    def __init__(self, max: int = 64, **kwargs: Any) -> None:
        super().__init__(max=max, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if "\n" in text or "\t" in text:
            raise ValidationError(gettext("Enter one code on one line."))
        return text


class Scan(Text):
    """What a scanner sent: one line, with the separators that GS1 barcodes carry."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        visible = value.replace("\x1d", "^]") if isinstance(value, str) else value
        return super()._deserialize(visible, attr, data, **kwargs)


class Password(ValueField):
    """A password as typed: not trimmed, bounded so that hashing it stays cheap."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError(gettext("Enter text."))
        if len(value) > 256:
            raise ValidationError(gettext("At most 256 characters."))
        return value


class Email(Text):
    """One e-mail address."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not _EMAIL.fullmatch(text):
            raise ValidationError(gettext("Enter one e-mail address, for example name@example.com."))
        return text


class Id(ValueField):
    """The identifier of a record."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> UUID:
        if isinstance(value, UUID):
            return value
        try:
            return UUID(str(value).strip())
        except ValueError:
            raise ValidationError(gettext("Choose one from the list.")) from None


class Ids(ValueField):
    """Several identifiers under one name: the rows ticked in a list."""

    def __init__(self, max: int = 1000, **kwargs: Any) -> None:
        self.max = max
        super().__init__(**kwargs)

    def nothing(self) -> object:
        return []

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[UUID]:
        values = value if isinstance(value, list) else [value]
        if self.required and not values:
            raise ValidationError(gettext("Choose at least one."))
        if len(values) > self.max:
            raise ValidationError(gettext("At most %(value)s at a time.", value=self.max))
        try:
            return list(dict.fromkeys(UUID(str(one)) for one in values))
        except ValueError:
            raise ValidationError(gettext("Choose from the list.")) from None


class Day(ValueField):
    """A calendar day, written YYYY-MM-DD as a date box sends it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        text = str(value).strip()
        try:
            day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
        except ValueError:
            day = None
        if day is None:
            raise ValidationError(gettext("Enter a date as YYYY-MM-DD."))
        if not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError(gettext(
                "Enter a date from %(first_day)s to %(last_day)s.",
                first_day=FIRST_DAY, last_day=LAST_DAY)
            )
        return day


class TimeOfDay(ValueField):
    """A time of day on the wall clock, written HH:MM as a time box sends it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> time:
        text = str(value).strip()
        if not _TIME.fullmatch(text):
            raise ValidationError(gettext("Enter a time of day as HH:MM, for example 16:30."))
        return time.fromisoformat(text)


class Moment(ValueField):
    """An instant with its offset from UTC, as programs send it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        try:
            moment = datetime.fromisoformat(str(value).strip())
        except ValueError:
            raise ValidationError(gettext("Enter a time such as 2026-05-31T14:30:00+02:00.")) from None
        if moment.tzinfo is None:
            raise ValidationError(gettext("Say the offset from UTC, for example 2026-05-31T14:30:00+02:00."))
        return moment.astimezone(UTC)


class Check(ValueField):
    """A tick box: absent means no."""

    def nothing(self) -> object:
        return False

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if isinstance(value, bool):
            return value
        text = str(value).strip().lower()
        if text not in {"1", "on", "yes", "true", "0", "off", "no", "false"}:
            raise ValidationError(gettext("Tick the box or leave it empty."))
        return text in {"1", "on", "yes", "true"}


class Choice(ValueField):
    """One of a few words."""

    def __init__(self, choices: Sequence[str], **kwargs: Any) -> None:
        self.choices = tuple(choices)
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = str(value).strip()
        if text not in self.choices:
            raise ValidationError(gettext("Choose one of: %(choices)s.", choices=', '.join(self.choices)))
        return text


class Lines(ValueField):
    """The lines of a document, each read by a form of its own; empty rows are dropped."""

    def __init__(self, form: type[Schema], max: int = 500, **kwargs: Any) -> None:
        self.form, self.max = form, max
        super().__init__(**kwargs)

    def nothing(self) -> object:
        return []

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[dict[str, Any]]:
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise ValidationError(gettext("Send a list of lines."))
        rows = [(row.get("index", number), row) for number, row in enumerate(value)]
        if self.required and not rows:
            raise ValidationError(gettext("Enter at least one line."))
        if len(rows) > self.max:
            raise ValidationError(gettext(
                "At most %(value)s lines; split the rest off into another document.",
                value=self.max)
            )
        read, faults = [], {}
        form = self.form()
        for index, row in rows:
            try:
                read.append({**form.load({k: v for k, v in row.items() if k != "index"}), "index": index})
            except ValidationError as error:
                faults[str(index)] = error.messages
        if faults:
            raise ValidationError(faults)
        return read
