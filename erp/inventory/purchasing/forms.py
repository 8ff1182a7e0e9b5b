"""What the purchasing pages may send."""

from erp.web.forms import Form, fields


class PurchaseOrderLineForm(Form):
    """One line; without unit and cost, the supplier's stand."""

    item = fields.Code(required=True)
    qty = fields.Quantity(required=True, positive=True)
    unit = fields.Text(max=12)
    unit_cost = fields.UnitPrice(allow_none=True)


class PurchaseOrderForm(Form):
    """A new purchase order."""

    supplier = fields.Code(required=True)
    warehouse_id = fields.Id(required=True)
    expected_on = fields.Day(allow_none=True)
    supplier_reference = fields.Text()
    note = fields.Text(max=2000)
    lines = fields.Lines(PurchaseOrderLineForm, max=1000)


class ChangePurchaseOrderForm(Form):
    """A draft written anew, with the version it was made from."""

    version = fields.Integer(required=True)
    expected_on = fields.Day(allow_none=True)
    supplier_reference = fields.Text()
    note = fields.Text(max=2000)
    lines = fields.Lines(PurchaseOrderLineForm, max=1000)


class EndForm(Form):
    """Why a purchase order ends."""

    reason = fields.Text()
