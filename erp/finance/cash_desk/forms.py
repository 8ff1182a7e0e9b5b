"""What the cash desk may send."""

from erp.finance.cash_desk.queries import CREDIT_KINDS, MOST_DEBTS
from erp.web.forms import Form, fields


class DeskForm(Form):
    """Which receipt stands on the desk, and which list it comes from."""

    credit = fields.Id(allow_none=True)
    kind = fields.Choice(tuple(CREDIT_KINDS), allow_none=True)
    q = fields.Text(max=100)


class MatchLineForm(Form):
    """What of an open item is settled; rows left empty settle nothing."""

    to_item_id = fields.Id(required=True)
    seen = fields.Amount(required=True)
    amount = fields.Amount(allow_none=True)
    discount_amount = fields.Amount(allow_none=True)
    write_off_amount = fields.Amount(allow_none=True)


class MatchForm(Form):
    """A receipt with what it is for, as the person saw both."""

    seen = fields.Amount(required=True)
    kind = fields.Choice(tuple(CREDIT_KINDS), allow_none=True)
    q = fields.Text(max=100)
    lines = fields.Lines(MatchLineForm, max=2 * MOST_DEBTS)


class UndoForm(Form):
    """Why an application is undone."""

    reason = fields.Text(max=300, required=True)
