"""What the line grid of quotes and orders asks."""

from erp.crm.pricing.forms import LineForm
from erp.web.forms import Form, fields


class AskedLineForm(LineForm):
    """A line as far as it is typed: the quantity may still be missing."""

    qty = fields.Quantity(allow_none=True, positive=True)


class AskedForForm(Form):
    """For whom, and from where, lines are typed."""

    customer = fields.Code()
    warehouse_id = fields.Id(required=True)


class BesideForm(Form):
    """The item under the cursor."""

    item = fields.Code()
    customer = fields.Code()
    warehouse_id = fields.Id(allow_none=True)
