"""What the page of put-away rules may send."""

from erp.web.forms import Form, fields


class PutAwayRuleForm(Form):
    """A bin, the item it takes, and how much."""

    item = fields.Code(required=True)
    bin = fields.Code(required=True, max=40)
    priority = fields.Integer(min=1, max=999, required=True)
    qty_capacity = fields.Quantity(required=True, positive=True)
