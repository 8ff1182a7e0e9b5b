"""What the pages of returns may send."""

from erp.web.forms import Form, fields


class RmaFilterForm(Form):
    """The filters of the list."""

    q = fields.Text(max=100)
    state = fields.Choice(("authorized", "received", "closed", "cancelled"), allow_none=True)


class FindSaleForm(Form):
    """Whose goods come back, and which."""

    customer = fields.Code()
    item = fields.Code()


class RmaLineForm(Form):
    """A quantity of an original sale, or of an item without one."""

    original_shipment_line_id = fields.Id(allow_none=True)
    item = fields.Code()
    qty = fields.Quantity(allow_none=True, positive=True)
    unit_price = fields.UnitPrice(allow_none=True)
    reason = fields.Code()
    note = fields.Text()


class RmaForm(Form):
    """A return authorization."""

    customer = fields.Code(required=True)
    warehouse_id = fields.Id(required=True)
    valid_until = fields.Day(allow_none=True)
    restocking_fee_percent = fields.Percent(allow_none=True)
    customer_reference = fields.Text(max=80)
    note = fields.Text(max=2000)
    lines = fields.Lines(RmaLineForm, max=500)


class CancelRmaForm(Form):
    """Why the return is cancelled."""

    reason = fields.Text(required=True)


class ReasonForm(Form):
    """A reason for which goods come back."""

    code = fields.Code(required=True, max=30)
    name = fields.Text(required=True, max=80)
    is_our_fault = fields.Check()
    status = fields.Choice(("active", "retired"), required=True)
