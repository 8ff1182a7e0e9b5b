"""What the picking pages and the pick scanner may send."""

from erp.web.forms import Form, fields

SHORT_REASONS = (
    ("", "Nothing is missing"),
    ("bin empty", "Bin empty"),
    ("not found", "Not found"),
    ("damaged", "Damaged"),
    ("wrong item in bin", "Wrong item in bin"),
)


class WaveFilterForm(Form):
    """Filters of the list of waves."""

    q = fields.Text()
    warehouse_id = fields.Id(allow_none=True)
    short = fields.Check()


class PickedLineForm(Form):
    """One line of the paper pick list as it came back."""

    task_id = fields.Id(required=True)
    qty = fields.Quantity(allow_none=True)
    reason = fields.Text()


class PickListForm(Form):
    """A pick list typed in; lines without a quantity are still open."""

    lines = fields.Lines(PickedLineForm, max=2000)


class ReasonForm(Form):
    """Why something is taken back."""

    reason = fields.Text(required=True)


class ScanPickForm(Form):
    """A pick confirmed on the scanner."""

    bin = fields.Scan(required=True)
    code = fields.Scan(required=True)
    lot = fields.Text()
    qty = fields.Quantity(required=True)
    reason = fields.Text()


class ScanFindForm(Form):
    """A scanned number of a wave."""

    code = fields.Scan(required=True)
