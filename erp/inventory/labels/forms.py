"""What the pages of labels may send."""

from erp.inventory.labels.label import SYMBOLS
from erp.web.forms import Form, fields


class WantedForm(Form):
    """Which labels, on what, and where the first sheet begins; named places are left to their defaults."""

    format = fields.Code(load_default="")
    symbol = fields.Choice(SYMBOLS, load_default="qr")
    first = fields.Integer(allow_none=True)
    copies = fields.Integer(allow_none=True)
    unit = fields.Code(load_default="")
    lot = fields.Text(max=60)
    expires_on = fields.Day(allow_none=True)
    from_code = fields.Code(load_default="")
    to_code = fields.Code(load_default="")


class FormatForm(Form):
    """A company's own size of label; sheet, rows and margins are left out for a roll."""

    code = fields.Code(required=True)
    name = fields.Text(max=80)
    sheet = fields.Choice(("a4", "letter"), allow_none=True)
    width_mm = fields.Quantity(required=True, positive=True)
    height_mm = fields.Quantity(required=True, positive=True)
    columns = fields.Integer(allow_none=True)
    rows = fields.Integer(allow_none=True)
    left_mm = fields.Quantity(allow_none=True)
    top_mm = fields.Quantity(allow_none=True)
    gap_x_mm = fields.Quantity(allow_none=True)
    gap_y_mm = fields.Quantity(allow_none=True)
