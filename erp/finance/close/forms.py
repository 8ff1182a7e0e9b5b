"""What the pages of the close may send."""

from erp.web.forms import Form, fields


class PeriodFilter(Form):
    open = fields.Check()


class MonthForm(Form):
    day = fields.Day(allow_none=True)


class NoteForm(Form):
    note = fields.Text(max=500)


class SoftCloseForm(Form):
    inventory = fields.Check()
    receivables = fields.Check()
    payables = fields.Check()
    general = fields.Check()
    note = fields.Text(max=500)


class ReopenForm(Form):
    reason = fields.Text(max=500, required=True)


class OpenYearForm(Form):
    fiscal_year = fields.Integer(required=True)
    first_day = fields.Day(allow_none=True)
    last_day = fields.Day(allow_none=True)
    every_months = fields.Integer(allow_none=True)
    closing_day = fields.Integer(allow_none=True)


class CloseYearForm(Form):
    fiscal_year = fields.Integer(required=True)
    note = fields.Text(max=500)
