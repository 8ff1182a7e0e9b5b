"""What the inspection desk may send."""

from erp.inventory.api import RETURN_CONDITIONS, RETURN_DISPOSITIONS
from erp.web.forms import Form, fields


class InspectionDeskForm(Form):
    """Which goods stand on the desk, or the label that was scanned."""

    line = fields.Id(allow_none=True)
    code = fields.Scan()


class ShareForm(Form):
    """How much of the goods goes which way; a way left empty takes none."""

    disposition = fields.Choice(RETURN_DISPOSITIONS, required=True)
    qty = fields.Quantity(allow_none=True)
    bin = fields.Code()
    reason = fields.Text(max=200)


class DecisionForm(Form):
    """What one line of returned goods is like and what becomes of it."""

    condition = fields.Choice(RETURN_CONDITIONS, required=True)
    notes = fields.Text(max=500)
    restocking_fee_percent = fields.Percent(allow_none=True)
    lines = fields.Lines(ShareForm, max=12)
