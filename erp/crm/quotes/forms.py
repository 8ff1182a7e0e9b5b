"""What the pages of quotes may send."""

from erp.crm.pricing.forms import LineForm
from erp.crm.quotes.models import QUOTE_DECISIONS
from erp.web.forms import Form, fields


class QuoteFilterForm(Form):
    """The filters of the list; superseded revisions are shown only where asked for."""

    q = fields.Text(max=100)
    decision = fields.Choice((*QUOTE_DECISIONS, "expired"), allow_none=True)


class QuoteForm(Form):
    """A quote as typed."""

    customer = fields.Code(required=True)
    warehouse_id = fields.Id(required=True)
    ship_to_id = fields.Id(allow_none=True)
    valid_until = fields.Day(allow_none=True)
    requested_on = fields.Day(allow_none=True)
    customer_reference = fields.Text(max=80)
    note = fields.Text(max=2000)
    lines = fields.Lines(LineForm, max=2000)


class ReviseQuoteForm(QuoteForm):
    """A revision of the quote last seen in ``version``."""

    version = fields.Integer(required=True)


class QuoteVersionForm(Form):
    """The quote as last seen."""

    version = fields.Integer(required=True)


class ConvertForm(QuoteVersionForm):
    """The order that is to be made of the quote."""

    customer_reference = fields.Text(max=80)
    decision = fields.Choice(("submit", "draft"), required=True)


class LoseForm(Form):
    """Why the quote was lost."""

    reason = fields.Text(required=True)
