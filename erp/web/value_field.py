"""A value that may be left out: what every kind of field has in common."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError
from marshmallow import fields as kinds

NEEDED = "This field is needed."


class ValueField(kinds.Field[Any]):
    """A value that may be left out: an empty text is nothing, not a value."""

    def __init__(self, *, required: bool = False, allow_none: bool = False, **metadata: Any) -> None:
        metadata.setdefault("error_messages", {"required": NEEDED, "null": NEEDED})
        if not required:
            metadata.setdefault("load_default", self.nothing())
        super().__init__(required=required, allow_none=allow_none or not required, **metadata)

    def nothing(self) -> object:
        return None

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        if isinstance(value, str) and not value.strip():
            if self.required:
                raise ValidationError(NEEDED)
            return self.nothing()
        if value is None and not self.required:
            return self.nothing()
        return super().deserialize(value, attr, data, **kwargs)
