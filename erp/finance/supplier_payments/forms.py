"""What the pages of payments to suppliers may send."""

from erp.finance.supplier_payments.models import PAYMENT_METHODS
from erp.web.forms import Form, fields


class PaymentFilterForm(Form):
    q = fields.Text(max=100)
    supplier = fields.Code(load_default="")
    from_day = fields.Day(allow_none=True)
    to_day = fields.Day(allow_none=True)


class SupplierQueryForm(Form):
    supplier = fields.Code(load_default="")


class ReasonForm(Form):
    reason = fields.Text(max=300, required=True)


class PaidLineForm(Form):
    to_item_id = fields.Id(required=True)
    amount = fields.Amount(allow_none=True)
    discount_amount = fields.Amount(allow_none=True)


class NewPaymentForm(Form):
    supplier_id = fields.Id(required=True)
    amount = fields.Amount(required=True, positive=True)
    paid_on = fields.Day(allow_none=True)
    method = fields.Choice(PAYMENT_METHODS, required=True)
    reference = fields.Text(max=100)
    note = fields.Text(max=500)
    lines = fields.Lines(PaidLineForm, max=500)
