"""What the receiving desk and the scanner may send."""

from erp.web.forms import Form, fields


class DeliveredLineForm(Form):
    """One counted line; a line without a quantity did not come."""

    purchase_order_line_id = fields.Id(required=True)
    qty = fields.Quantity(allow_none=True)
    unit = fields.Text(max=12)
    bin = fields.Text(max=40)
    lot_code = fields.Text(max=60)
    expires_on = fields.Day(allow_none=True)
    final = fields.Check()


class ReceiveForm(Form):
    """A delivery."""

    delivery_note = fields.Text()
    received_on = fields.Day(allow_none=True)
    lines = fields.Lines(DeliveredLineForm, max=1000)


class FindOrderForm(Form):
    """A scanned or typed purchase order number."""

    code = fields.Text(required=True)


class ScanReceiptForm(Form):
    """One item counted at the dock."""

    code = fields.Text(required=True)
    qty = fields.Quantity(required=True, positive=True)
    lot_code = fields.Text(max=60)
    expires_on = fields.Day(allow_none=True)
    bin = fields.Text(max=40)
