"""What the sign-in and password pages may send."""

from erp.web.forms import Form, fields


class SignInForm(Form):
    """A name and a password."""

    user_name = fields.Code(required=True)
    password = fields.Password(required=True)
    next = fields.Text(max=2000)


class ChangePasswordForm(Form):
    """The present password and the new one, typed twice."""

    present = fields.Password(required=True)
    password = fields.Password(required=True)
    again = fields.Password(required=True)
