"""What the fulfilment board may send."""

from erp.inventory.fulfilment_board.cards import DUES, STATES
from erp.web.forms import Form, fields


class BoardFilterForm(Form):
    """Which cards are shown; ``carrier`` is a carrier's id or ``none``."""

    warehouse_id = fields.Id(allow_none=True)
    q = fields.Text(max=100)
    carrier = fields.Text(max=36)
    priority = fields.Integer(min=0, max=100_000, allow_none=True)
    zone = fields.Text(max=40)


class ColumnsForm(BoardFilterForm):
    """The same, and what the asking board shows already."""

    seen = fields.Text(max=64)


class ListFilterForm(BoardFilterForm):
    """The list behind a column or a group."""

    everywhere = fields.Check()
    state = fields.Choice(STATES, allow_none=True)
    due = fields.Choice(DUES, allow_none=True)


class OrdersForm(Form):
    """The chosen orders."""

    warehouse_id = fields.Id(required=True)
    origin_ids = fields.Ids(max=500)


class JoinForm(OrdersForm):
    """The chosen orders, and the wave they join."""

    wave_id = fields.Id(required=True)


class PlanCarrierForm(OrdersForm):
    """The chosen cards, and the carrier that should take them."""

    shipment_ids = fields.Ids(max=500)
    carrier_id = fields.Id(allow_none=True)


class TakeOffForm(Form):
    """The chosen shipments, and why they are not picked now."""

    warehouse_id = fields.Id(required=True)
    shipment_ids = fields.Ids(max=500)
    reason = fields.Text(max=200)


class PickerForm(Form):
    """Who should walk a wave; nobody is anybody."""

    picker_id = fields.Id(allow_none=True)
