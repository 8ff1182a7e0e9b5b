"""What the pages of stock adjustments may send."""

from erp.inventory.stock.statuses import IN_BUILDING
from erp.web.forms import Form, fields


class AdjustmentFilterForm(Form):
    """Filters of the list."""

    q = fields.Text()
    reason = fields.Text(max=40)
    warehouse_id = fields.Id(allow_none=True)


class AdjustmentLineForm(Form):
    """One signed quantity of one stock key."""

    item = fields.Code(required=True)
    bin = fields.Code(required=True)
    lot = fields.Text(max=64)
    expires_on = fields.Day(allow_none=True)
    status = fields.Choice(IN_BUILDING, allow_none=True)
    qty = fields.Quantity(required=True, negative=True)
    unit_cost = fields.UnitPrice(allow_none=True)


class AdjustmentForm(Form):
    """A correction of stock with its reason."""

    warehouse_id = fields.Id(required=True)
    reason = fields.Text(required=True, max=40)
    occurred_on = fields.Day(allow_none=True)
    note = fields.Text(max=500)
    lines = fields.Lines(AdjustmentLineForm, max=500)


class MovedLineForm(Form):
    """So many units from one bin and status to another."""

    item = fields.Code(required=True)
    bin = fields.Code(required=True)
    lot = fields.Text(max=64)
    from_status = fields.Choice(IN_BUILDING, allow_none=True)
    qty = fields.Quantity(required=True, positive=True)
    to_bin = fields.Text(max=40)
    to_status = fields.Choice(IN_BUILDING, allow_none=True)


class MovesForm(Form):
    """Goods to move within a warehouse."""

    warehouse_id = fields.Id(required=True)
    lines = fields.Lines(MovedLineForm, max=200)


class StandardCostForm(Form):
    """A new standard cost and why."""

    unit_cost = fields.UnitPrice(required=True)
    reason = fields.Text(required=True)
