"""What the pages of payment terms may send."""

from erp.terms.payment_terms.arithmetic import PORTIONS
from erp.terms.payment_terms.models import DISCOUNT_BASES
from erp.web.forms import Form, fields


class TermLineForm(Form):
    portion = fields.Choice(PORTIONS, required=True)
    value = fields.Amount(allow_none=True)
    add_months = fields.Integer(allow_none=True)
    set_day = fields.Integer(allow_none=True)
    add_days = fields.Integer(allow_none=True)
    end_of_month = fields.Check()
    next_month_day = fields.Integer(allow_none=True)
    discount_percent = fields.Percent(allow_none=True)
    discount_days = fields.Integer(allow_none=True)


class TermForm(Form):
    code = fields.Code(max=20, required=True)
    name = fields.Text(max=120, required=True)
    discount_basis = fields.Choice(DISCOUNT_BASES, required=True)
    lines = fields.Lines(TermLineForm, max=24, required=True)
