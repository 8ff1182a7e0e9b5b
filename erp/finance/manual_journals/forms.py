"""What the pages of manual journals may send."""

from erp.web.forms import Form, fields


class JournalLineForm(Form):
    account = fields.Code(max=20, required=True)
    debit = fields.Amount(allow_none=True)
    credit = fields.Amount(allow_none=True)
    branch_id = fields.Id(allow_none=True)


class JournalForm(Form):
    posted_on = fields.Day(required=True)
    memo = fields.Text(max=200, required=True)
    lines = fields.Lines(JournalLineForm, max=200, required=True)


class RejectForm(Form):
    note = fields.Text(max=500, required=True)


class ReverseForm(Form):
    reason = fields.Text(max=200, required=True)
    posted_on = fields.Day(allow_none=True)
