"""What the suppliers' pages may send."""

from erp.kernel.languages import LANGUAGES
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
    language = fields.Choice(tuple(LANGUAGES), allow_none=True)


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
    language = fields.Choice(tuple(LANGUAGES), allow_none=True)
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
