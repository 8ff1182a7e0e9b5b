"""What the roles page may send."""

from typing import Any

from marshmallow import ValidationError

from erp.web.forms import Form, fields


class PermissionNames(fields.Ids):
    """The permissions that are ticked."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        names = value if isinstance(value, list) else [value]
        if len(names) > self.max or not all(isinstance(name, str) and len(name) <= 120 for name in names):
            raise ValidationError("Choose permissions from the list.")
        return names


class RolePermissionsForm(Form):
    """What a role is to hold."""

    permissions = PermissionNames()
