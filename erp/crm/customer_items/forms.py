"""What the page of a customer's item numbers may send."""

from erp.web.forms import Form, fields


class NumberLineForm(Form):
    customer_sku = fields.Code(required=True)
    item = fields.Code(required=True)
    description = fields.Text(max=200)


class NumbersForm(Form):
    lines = fields.Lines(NumberLineForm, required=True, max=500)
