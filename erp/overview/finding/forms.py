"""What the search and its palette may send."""

from erp.overview.finding.typed_text import LONGEST
from erp.web.forms import Form, fields


class SearchForm(Form):
    q = fields.Text(max=LONGEST)


class SeenForm(Form):
    kind = fields.Code(required=True)
    target = fields.Text(required=True, max=100)


class PinForm(SeenForm):
    pinned = fields.Check()
