"""What the put-away page may send."""

from erp.web.forms import Form, fields


class PutAwayLineForm(Form):
    """So many of one stock balance go to a bin; without a bin it stays."""

    stock_balance_id = fields.Id(required=True)
    to_bin = fields.Code()
    qty = fields.Quantity(allow_none=True)


class PutAwayForm(Form):
    """Goods put away in one go."""

    warehouse_id = fields.Id(required=True)
    lines = fields.Lines(PutAwayLineForm, max=500)
