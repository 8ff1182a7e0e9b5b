"""What the pages of sales orders may send."""

from erp.crm.customers.models import BILLING_MODES
from erp.crm.orders.models import DECISIONS
from erp.crm.pricing.forms import LineForm
from erp.web.forms import Form, fields


class OrderFilterForm(Form):
    """The filters of the list."""

    q = fields.Text(max=100)
    decision = fields.Choice(DECISIONS, allow_none=True)
    progress = fields.Choice(("open", "partly_shipped", "shipped", "late"), allow_none=True)
    from_day = fields.Day(allow_none=True)
    to_day = fields.Day(allow_none=True)


class ChooseCustomerForm(Form):
    """For whom the order is."""

    customer = fields.Code()


class OrderForm(Form):
    """An order as typed; ``decision`` submit decides at once, draft keeps it to be changed."""

    customer = fields.Code(required=True)
    warehouse_id = fields.Id(required=True)
    ship_to_id = fields.Id(allow_none=True)
    requested_on = fields.Day(allow_none=True)
    customer_reference = fields.Text(max=80)
    coupons = fields.Text(max=80)
    instructions = fields.Text(max=1000)
    billing_mode = fields.Choice(BILLING_MODES, allow_none=True)
    priority = fields.Integer(allow_none=True, max=999)
    lines = fields.Lines(LineForm, max=2000)
    decision = fields.Choice(("submit", "draft"), required=True)


class ChangeOrderForm(OrderForm):
    """A changed draft, as last seen in ``version``."""

    version = fields.Integer(required=True)


class AddLinesForm(Form):
    """Lines to be added to a released order."""

    version = fields.Integer(required=True)
    lines = fields.Lines(LineForm, max=2000)


class VersionForm(Form):
    """The order as last seen."""

    version = fields.Integer(required=True)


class CancelForm(Form):
    """Why the order is cancelled."""

    reason = fields.Text(required=True)


class CancelLineForm(Form):
    """How much of a line is cancelled, in base units."""

    line_id = fields.Id(required=True)
    qty = fields.Quantity(allow_none=True, positive=True)


class CancelLinesForm(Form):
    """What is cancelled of which lines, and why."""

    reason = fields.Text(required=True)
    lines = fields.Lines(CancelLineForm, max=2000)


class CompleteForm(Form):
    """The day on which charges were rendered; empty is today."""

    occurred_on = fields.Day(allow_none=True)
