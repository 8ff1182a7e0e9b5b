"""What the pages of credit may send."""

from erp.web.forms import Form, fields


class CreditFilterForm(Form):
    """The filters of the list of credit accounts."""

    q = fields.Text(max=100)
    show = fields.Choice(("limited", "blocked"), allow_none=True)


class LimitForm(Form):
    """A credit limit; empty means none."""

    limit_amount = fields.Amount(allow_none=True)
    status = fields.Choice(("open", "blocked"), required=True)
    reason = fields.Text(required=True)
