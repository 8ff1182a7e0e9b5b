"""What the pages of cash receipts may send."""

from erp.finance.receivables.models import METHODS
from erp.web.forms import Form, fields


class ReceiptFilterForm(Form):
    q = fields.Text(max=100)
    customer = fields.Code(load_default="")
    from_day = fields.Day(allow_none=True)
    to_day = fields.Day(allow_none=True)
    unapplied = fields.Check()


class CustomerQueryForm(Form):
    customer = fields.Code(load_default="")


class SettleLineForm(Form):
    """What of an open item is settled; rows left empty settle nothing."""

    to_item_id = fields.Id(required=True)
    amount = fields.Amount(allow_none=True)
    discount_amount = fields.Amount(allow_none=True)
    write_off_amount = fields.Amount(allow_none=True, negative=True)


class NewReceiptForm(Form):
    customer_id = fields.Id(required=True)
    amount = fields.Amount(required=True, positive=True)
    received_on = fields.Day(allow_none=True)
    method = fields.Choice(METHODS, required=True)
    reference = fields.Text(max=100)
    note = fields.Text(max=500)
    oldest_first = fields.Check()
    lines = fields.Lines(SettleLineForm, max=1000)


class ReasonForm(Form):
    reason = fields.Text(max=300, required=True)
