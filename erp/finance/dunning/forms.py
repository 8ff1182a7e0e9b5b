"""What the pages of dunning may send."""

from erp.web.forms import Form, fields


class LevelForm(Form):
    overdue_days = fields.Integer(required=True)
    fee_amount = fields.Amount(allow_none=True)
    fee_percent = fields.Percent(allow_none=True)
    wording = fields.Text(max=400)


class LevelsForm(Form):
    lines = fields.Lines(LevelForm, max=9)


class RemindersForm(Form):
    ids = fields.Ids()
    decision = fields.Choice(("send", "withdraw"), load_default="send")


class BlockForm(Form):
    customer = fields.Code(required=True)
    reason = fields.Text(max=200, required=True)
    until = fields.Day(allow_none=True)


class LiftForm(Form):
    customer_id = fields.Id(required=True)
