"""What the pages of transfers may send."""

from erp.inventory.transfers.models import TRANSFER_STATUSES
from erp.web.forms import Form, fields


class TransferFilterForm(Form):
    """Filters of the list."""

    q = fields.Text()
    status = fields.Choice(TRANSFER_STATUSES, allow_none=True)


class TransferLineForm(Form):
    """So many of a unit out of one bin."""

    item = fields.Code(required=True)
    bin = fields.Code(required=True)
    lot = fields.Text(max=64)
    qty = fields.Quantity(required=True, positive=True)
    unit = fields.Text(max=12)


class TransferForm(Form):
    """Goods to send from one warehouse to another."""

    from_warehouse_id = fields.Id(required=True)
    to_warehouse_id = fields.Id(required=True)
    note = fields.Text(max=500)
    lines = fields.Lines(TransferLineForm, max=500)


class ArrivedLineForm(Form):
    """What arrived of one line, in base units."""

    line_id = fields.Id(required=True)
    qty = fields.Quantity(required=True)
    bin = fields.Text(max=40)


class ArrivalForm(Form):
    """A delivery from another warehouse."""

    complete = fields.Check()
    lines = fields.Lines(ArrivedLineForm, max=500)
