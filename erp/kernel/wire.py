"""Values as PostgreSQL reads them: the text and type of each parameter, an array in one piece whatever its length.

The driver's own adaptation asks every element of every list for its dumper. The few kinds of values that use cases
send are written here at once; whatever else comes is left to the driver.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from psycopg import DataError
from psycopg.abc import Transformer
from psycopg.adapt import PyFormat

Encoded = tuple[bytes | None, int]  # text, type; type 0 lets the server infer it from the statement

_BOOL, _SMALLINT, _INTEGER, _BIGINT, _NUMERIC = 16, 21, 23, 20, 1700
_DATE, _TIMESTAMP, _TIMESTAMPTZ, _UUID = 1082, 1114, 1184, 2950
_NONE = type(None)


def encode(value: Any, driver: Transformer) -> Encoded:
    """One parameter."""
    writer = _SCALARS.get(type(value))
    if writer is not None:
        return writer(value)
    if type(value) is list:
        array = _array(value)
        if array is not None:
            return array
    dumper = driver.get_dumper(value, PyFormat.TEXT)
    dumped = dumper.dump(value)
    return None if dumped is None else bytes(dumped), dumper.oid


def _text(value: str) -> Encoded:
    if "\0" in value:
        raise DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return value.encode(), 0


def _whole(value: int) -> Encoded:
    if -(2**15) <= value < 2**15:
        return b"%d" % value, _SMALLINT
    if -(2**31) <= value < 2**31:
        return b"%d" % value, _INTEGER
    return b"%d" % value, _BIGINT if -(2**63) <= value < 2**63 else _NUMERIC


def _instant(value: datetime) -> Encoded:
    return str(value).encode(), _TIMESTAMPTZ if value.tzinfo else _TIMESTAMP


_SCALARS: dict[type, Callable[[Any], Encoded]] = {
    _NONE: lambda value: (None, 0),
    str: _text,
    UUID: lambda value: (value.hex.encode(), _UUID),
    Decimal: lambda value: (str(value).encode(), _NUMERIC),
    int: _whole,
    bool: lambda value: (b"t" if value else b"f", _BOOL),
    date: lambda value: (value.isoformat().encode(), _DATE),
    datetime: _instant,
}


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


# Element type: how one is written, and the type of the array.
_ELEMENTS: dict[type, tuple[Callable[[Any], str], int]] = {
    UUID: (lambda value: value.hex, 2951),
    Decimal: (str, 1231),
    int: (str, 0),
    str: (_quoted, 1009),
    bool: (lambda value: "t" if value else "f", 1000),
    date: (date.isoformat, 1182),
}


_NUMBERS = {int, Decimal}


def _array(values: list[Any]) -> Encoded | None:
    """A list whose elements are of one kind, or empty; None where the driver must write it."""
    kinds = set(map(type, values))
    has_nulls = _NONE in kinds
    kinds.discard(_NONE)
    if not kinds:
        return ("{" + ",".join(["NULL"] * len(values)) + "}").encode(), 0
    element = _ELEMENTS.get(kinds.pop()) if len(kinds) == 1 else _ELEMENTS[Decimal] if kinds <= _NUMBERS else None
    if element is None:
        return None
    write, array_type = element
    if has_nulls:
        parts = ["NULL" if value is None else write(value) for value in values]
    else:
        parts = [write(value) for value in values]
    whole = "{" + ",".join(parts) + "}"
    return _text(whole)[0], array_type
