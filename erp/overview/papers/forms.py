"""What the pages of papers may send."""

from erp.kernel.papers.print_batch import MOST_AT_ONCE
from erp.web.forms import Form, fields


class DaysForm(Form):
    """The days a statement spans; other papers ask for none."""

    first_day = fields.Day(allow_none=True)
    last_day = fields.Day(allow_none=True)


class MessageForm(DaysForm):
    """The words a paper is sent with."""

    sent_to = fields.Email(required=True)
    subject = fields.Text(max=200, required=True)
    text = fields.Text(max=4000, required=True)


class BatchForm(DaysForm):
    """The documents to print, in their order."""

    ids = fields.Ids(required=True, max=MOST_AT_ONCE)
