"""What the pages of invoices and of consolidated billing may send."""

from erp.web.forms import Form, fields


class InvoiceFilterForm(Form):
    q = fields.Text(max=100)
    customer = fields.Code(load_default="")
    status = fields.Choice(("open", "paid"), allow_none=True)
    from_day = fields.Day(allow_none=True)
    to_day = fields.Day(allow_none=True)


class SendForm(Form):
    sent_to = fields.Email(required=True)


class RunBillingForm(Form):
    on = fields.Day(required=True)


class InvoiceNowForm(Form):
    branch_id = fields.Id(required=True)
    customer_id = fields.Id(required=True)
    payment_term_id = fields.Id(required=True)
    invoiced_on = fields.Day(required=True)
