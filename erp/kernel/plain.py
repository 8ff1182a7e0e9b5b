"""Plain values: how dates, decimals and identifiers travel in JSON, and how they come back.

Decimals travel as strings, because a JSON number is a binary float to most readers.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID


def to_plain(value: Any) -> Any:
    """Reduce a value to what JSON can hold without loss."""
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): to_plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_plain(entry) for entry in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} is no plain value")


def to_json(value: Any) -> str:
    """The JSON text of a value, for a jsonb column."""
    return json.dumps(to_plain(value), ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=1024)
def _typed_fields(cls: type) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(cls)
    return tuple((field.name, hints[field.name]) for field in fields(cls))


def from_plain(cls: type, data: dict[str, Any]) -> Any:
    """Build a dataclass from the plain form of one, giving each field its declared type again.

    A field that the data lack takes its default: events only ever gain fields.
    """
    return cls(**{name: _typed(hint, data[name]) for name, hint in _typed_fields(cls) if name in data})


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _typed(next(a for a in arguments if a is not type(None)), value)
    if origin in (tuple, list):
        return origin(_typed(arguments[0], entry) for entry in value)
    if origin is dict:
        return {_typed(arguments[0], key): _typed(arguments[1], entry) for key, entry in value.items()}
    if isinstance(hint, type):
        if is_dataclass(hint):
            return from_plain(hint, value)
        if issubclass(hint, UUID | Decimal):
            return hint(value)
        if issubclass(hint, date):
            return hint.fromisoformat(value)
    return value
