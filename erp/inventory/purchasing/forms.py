"""What the purchasing pages may send."""

from erp.web.forms import Form, fields


class SupplierForm(Form):
    """A new supplier."""

    code = fields.Code(required=True)
    name = fields.Text(required=True)
    tax_number = fields.Text(max=40)
    email = fields.Text()
    phone = fields.Text(max=40)
    address_line = fields.Text()
    city = fields.Text()
    region = fields.Text()
    postal_code = fields.Text(max=20)
    country_code = fields.Text(max=2)


class ChangeSupplierForm(Form):
    """Changes of a supplier, with the version they were made from."""

    version = fields.Integer(required=True)
    name = fields.Text(required=True)
    tax_number = fields.Text(max=40)
    email = fields.Text()
    phone = fields.Text(max=40)
    address_line = fields.Text()
    city = fields.Text()
    region = fields.Text()
    postal_code = fields.Text(max=20)
    country_code = fields.Text(max=2)
    status = fields.Choice(("active", "blocked"), required=True)
    reason = fields.Text()


class TermsForm(Form):
    """What the current company agrees with a supplier."""

    payment_term_id = fields.Id(allow_none=True)
    lead_time_days = fields.Integer(required=True)
    over_receipt_percent = fields.Percent(allow_none=True)
    under_receipt_percent = fields.Percent(allow_none=True)


class SuppliedItemForm(Form):
    """One item the supplier sells."""

    item = fields.Code(required=True)
    supplier_sku = fields.Text(max=64)
    unit = fields.Text(max=12)
    unit_cost = fields.UnitPrice(required=True)
    qty_minimum = fields.Quantity(allow_none=True)
    lead_time_days = fields.Integer(allow_none=True)
    is_preferred = fields.Check()


class SuppliedItemsForm(Form):
    """Items to add to, or replace in, what a supplier sells."""

    lines = fields.Lines(SuppliedItemForm, max=500)


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
