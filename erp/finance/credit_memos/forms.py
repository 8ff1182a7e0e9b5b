"""What the pages of credit memos may send."""

from erp.finance.credit_memos.issue_manual_credit_memo import ROLE_OF_REASON
from erp.finance.credit_memos.models import REASONS
from erp.web.forms import Form, fields


class CreditMemoFilterForm(Form):
    q = fields.Text(max=100)
    customer = fields.Code(load_default="")
    reason = fields.Choice(REASONS, allow_none=True)
    from_day = fields.Day(allow_none=True)
    to_day = fields.Day(allow_none=True)


class NewQueryForm(Form):
    customer = fields.Code(load_default="")
    invoice = fields.Code(load_default="")


class CreditLineForm(Form):
    description = fields.Text(max=200)
    amount = fields.Amount(required=True, positive=True)


class NewCreditMemoForm(Form):
    customer = fields.Code(required=True)
    invoice = fields.Code(load_default="")
    reason = fields.Choice(tuple(ROLE_OF_REASON), required=True)
    explanation = fields.Text(max=500, required=True)
    credited_on = fields.Day(allow_none=True)
    lines = fields.Lines(CreditLineForm, max=50)
