"""What the pages of invoices may send."""

from erp.web.forms import Form, fields


class InvoiceFilterForm(Form):
    q = fields.Text(max=100)
    customer = fields.Code(load_default="")
    status = fields.Choice(("open", "paid"), allow_none=True)
    from_day = fields.Day(allow_none=True)
    to_day = fields.Day(allow_none=True)
