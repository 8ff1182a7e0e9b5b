"""What the pages of revaluation may send."""

from erp.web.forms import Form, fields


class RevaluedItemForm(Form):
    """Which item is looked at."""

    item = fields.Text(max=64)


class RevaluationForm(Form):
    """A change of value: an amount, or what one unit shall be worth."""

    pool_id = fields.Id(required=True)
    amount = fields.Amount(allow_none=True, negative=True)
    unit_cost = fields.UnitPrice(allow_none=True)
    reason = fields.Text(required=True, max=40)
    note = fields.Text(required=True, max=500)
    receipt_line_ids = fields.Ids()
    occurred_on = fields.Day(allow_none=True)
