"""What the pages of suppliers' accounts may send."""

from erp.web.forms import Form, fields


class AppliedLineForm(Form):
    to_item_id = fields.Id(required=True)
    amount = fields.Amount(allow_none=True)


class ApplyCreditForm(Form):
    from_item_id = fields.Id(required=True)
    lines = fields.Lines(AppliedLineForm, max=500)


class AsOfForm(Form):
    as_of = fields.Day(allow_none=True)
