"""What the page of consolidated billing may send."""

from erp.web.forms import Form, fields


class RunBillingForm(Form):
    on = fields.Day(required=True)


class InvoiceNowForm(Form):
    branch_id = fields.Id(required=True)
    customer_id = fields.Id(required=True)
    payment_term_id = fields.Id(required=True)
    invoiced_on = fields.Day(required=True)
