"""What the pages of customers' accounts may send."""

from erp.finance.receivables.forms import ReasonForm, SettleLineForm
from erp.finance.receivables.models import METHODS
from erp.web.forms import Form, fields

__all__ = ["ApplyForm", "AsOfForm", "ReasonForm", "RefundForm", "StatementForm"]


class ApplyForm(Form):
    from_item_id = fields.Id(allow_none=True)
    applied_on = fields.Day(allow_none=True)
    lines = fields.Lines(SettleLineForm, max=1000)


class RefundForm(Form):
    amount = fields.Amount(required=True, positive=True)
    method = fields.Choice(METHODS, required=True)
    reference = fields.Text(max=100)


class AsOfForm(Form):
    overdue = fields.Check()
    as_of = fields.Day(allow_none=True)


class StatementForm(Form):
    first_day = fields.Day(allow_none=True)
    last_day = fields.Day(allow_none=True)
