"""What the user pages may send."""

from erp.identity.roles.models import ROLES
from erp.identity.users.models import STATUSES
from erp.web.forms import Form, fields

_ROLE_CODES = tuple(code for code, _name in ROLES)


class UserFilter(Form):
    """Which users to list."""

    q = fields.Text(max=64)
    status = fields.Choice(STATUSES)


class NewUserForm(Form):
    """Somebody new, with a first role."""

    user_name = fields.Code(required=True)
    display_name = fields.Text(max=120, required=True)
    email = fields.Email(max=200)
    password = fields.Password(required=True)
    role = fields.Choice(_ROLE_CODES, required=True)
    branch_id = fields.Id()


class UserForm(Form):
    """What is written about somebody."""

    display_name = fields.Text(max=120, required=True)
    email = fields.Email(max=200)


class RoleForm(Form):
    """A role in a branch, or in all."""

    role = fields.Choice(_ROLE_CODES, required=True)
    branch_id = fields.Id()


class PasswordForm(Form):
    """A new first password."""

    password = fields.Password(required=True)
