"""What the pages of stock counts may send."""

from erp.web.forms import Form, fields

STATUSES = ("open", "posted", "cancelled")


class CountFilterForm(Form):
    """Filters of the list."""

    status = fields.Choice(STATUSES, allow_none=True)


class OpenCountForm(Form):
    """Which bins and items to count: codes, apart by commas or spaces; nothing means all."""

    warehouse_id = fields.Id(required=True)
    bins = fields.Text(max=2000)
    items = fields.Text(max=2000)
    note = fields.Text(max=500)


class CountedLineForm(Form):
    """A counted quantity of a line of the sheet."""

    line_id = fields.Id(required=True)
    qty = fields.Quantity(allow_none=True)


class FoundLineForm(Form):
    """Goods that the sheet did not know of."""

    item = fields.Code(required=True)
    bin = fields.Code(required=True)
    lot = fields.Text(max=64)
    qty = fields.Quantity(required=True)


class CountsForm(Form):
    """What was counted, and when."""

    counted_at = fields.Moment(allow_none=True)
    lines = fields.Lines(CountedLineForm, max=1000)
    found = fields.Lines(FoundLineForm, max=200)


class ScanCountForm(Form):
    """One key counted on the scanner: a line of the sheet, or goods the sheet did not know of."""

    line_id = fields.Id(allow_none=True)
    bin = fields.Scan()
    code = fields.Scan()
    lot = fields.Text(max=64)
    qty = fields.Quantity(required=True)
