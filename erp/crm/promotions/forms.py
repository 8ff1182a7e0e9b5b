"""What the pages of promotions may send."""

from erp.crm.promotions.models import COUNTING, PURPOSES, REWARDS
from erp.web.forms import Form, fields


class TargetForm(Form):
    item = fields.Code(allow_none=True)
    family = fields.Code(allow_none=True)
    purpose = fields.Choice(PURPOSES, load_default="both")


class NewPromotionForm(Form):
    code = fields.Code(required=True)
    name = fields.Text(required=True)
    valid_from = fields.Day(required=True)
    valid_to = fields.Day(allow_none=True)
    priority = fields.Integer(allow_none=True)
    combines = fields.Check()
    customer = fields.Code(allow_none=True)
    coupon = fields.Text(max=40)
    counting = fields.Choice(COUNTING, required=True)
    min_qty = fields.Quantity(allow_none=True)
    max_qty = fields.Quantity(allow_none=True)
    min_amount = fields.Amount(allow_none=True)
    max_amount = fields.Amount(allow_none=True)
    reward = fields.Choice(REWARDS, required=True)
    percent = fields.Percent(allow_none=True)
    unit_price = fields.UnitPrice(allow_none=True)
    amount_off = fields.UnitPrice(allow_none=True)
    goods_item = fields.Code(allow_none=True)
    goods_qty = fields.Quantity(allow_none=True)
    goods_per_qty = fields.Quantity(allow_none=True)
    goods_price = fields.UnitPrice(allow_none=True)
    lines = fields.Lines(TargetForm, max=500)
