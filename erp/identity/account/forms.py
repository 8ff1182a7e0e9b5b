"""What the account page may send."""

from erp.web.forms import Form, fields


class TokenForm(Form):
    """A token for a program."""

    name = fields.Text(max=80, required=True)
    days = fields.Integer(min=1, max=366, required=True)
