"""What the pages of carriers may send."""

from erp.inventory.carriers.models import CARRIER_STATUSES
from erp.web.forms import Form, fields


class NewCarrierForm(Form):
    """A carrier to be set up."""

    code = fields.Code(required=True, max=20)
    name = fields.Text(required=True, max=100)
    cut_off = fields.TimeOfDay(allow_none=True)


class CarrierForm(Form):
    """A carrier as it should be."""

    name = fields.Text(required=True, max=100)
    cut_off = fields.TimeOfDay(allow_none=True)
    status = fields.Choice(CARRIER_STATUSES, required=True)
