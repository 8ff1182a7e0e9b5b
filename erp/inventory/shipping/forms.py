"""What the shipping pages and the shipping scanner may send."""

from erp.inventory.shipping.models import SHIPMENT_STATUSES
from erp.web.forms import Form, fields


class ShipmentFilterForm(Form):
    """Filters of the list of shipments."""

    q = fields.Text()
    status = fields.Choice(SHIPMENT_STATUSES, allow_none=True)
    warehouse_id = fields.Id(allow_none=True)
    from_day = fields.Day(allow_none=True)
    to_day = fields.Day(allow_none=True)


class ConfirmForm(Form):
    """The day the goods left; today unless somebody may say otherwise."""

    occurred_on = fields.Day(allow_none=True)


class VoidForm(Form):
    """Why the shipment is taken back."""

    reason = fields.Text(required=True)


class HandOverForm(Form):
    """Who took the goods."""

    carrier = fields.Text(required=True, max=100)
    tracking = fields.Text(max=100)


class FindForm(Form):
    """A scanned shipment number or carton code."""

    code = fields.Scan(required=True)
