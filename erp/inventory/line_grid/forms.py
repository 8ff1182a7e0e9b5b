"""What the line grids of purchase orders, transfers, counts and returns ask."""

from erp.web.forms import Form, fields


class AskedLineForm(Form):
    """A line as far as it is typed."""

    item = fields.Code(required=True)
    bin = fields.Code()
    qty = fields.Quantity(allow_none=True)
    unit = fields.Text(max=12)
    unit_cost = fields.UnitPrice(allow_none=True)


class AskedForForm(Form):
    """Where the lines are typed: at most one of the warehouses, and the supplier of a purchase order."""

    warehouse_id = fields.Id(allow_none=True)
    from_warehouse_id = fields.Id(allow_none=True)
    supplier = fields.Code()


class BesideForm(Form):
    """The item under the cursor."""

    item = fields.Code()
    warehouse_id = fields.Id(allow_none=True)
    from_warehouse_id = fields.Id(allow_none=True)
