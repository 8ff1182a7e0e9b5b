"""What the pages of held orders may send."""

from erp.web.forms import Form, fields


class HoldFilterForm(Form):
    """The filters of the queue."""

    q = fields.Text(max=100)


class MarksForm(Form):
    """The orders that a board shows."""

    order = fields.Ids(max=200)


class ReleaseForm(Form):
    """A release, as decided on the order last seen in ``version``."""

    version = fields.Integer(required=True)
    reason = fields.Text(required=True)
    valid_until = fields.Day(allow_none=True)
