"""What the receiving desk may send."""

from erp.inventory.receiving.forms import DeliveredLineForm
from erp.inventory.receiving_desk.expected import KINDS, WHENS
from erp.web.forms import Form, fields


class DeskForm(Form):
    """Which warehouse's receipts, narrowed how, and which one lies on the desk."""

    warehouse_id = fields.Id(allow_none=True)
    everywhere = fields.Check()
    q = fields.Text(max=100)
    kind = fields.Choice(KINDS, allow_none=True)
    when = fields.Choice(WHENS, allow_none=True)
    purchase_order = fields.Id(allow_none=True)
    transfer = fields.Id(allow_none=True)


class FindForm(Form):
    """A scanned or typed number of something expected."""

    code = fields.Scan(required=True)


class CountedLineForm(Form):
    """The line under the cursor, as typed so far."""

    lines = fields.Lines(DeliveredLineForm, max=1)


class ScannedForm(Form):
    """A label scanned while a delivery lies on the desk."""

    code = fields.Scan(required=True)
