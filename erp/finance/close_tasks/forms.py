"""What the pages of closing steps may send."""

from erp.finance.close_tasks.models import TASK_STATUSES
from erp.identity.api import ROLES
from erp.web.forms import Form, fields

OWNERS = tuple(code for code, _name in ROLES)


class CloseTaskForm(Form):
    """A closing step."""

    name = fields.Text(max=120, required=True)
    note = fields.Text(max=300)
    owner = fields.Choice(OWNERS, required=True)
    due_working_day = fields.Integer(required=True)
    is_blocking = fields.Check()
    status = fields.Choice(TASK_STATUSES, allow_none=True)


class MoveForm(Form):
    """Which way a step moves."""

    way = fields.Choice(("up", "down"), required=True)


class TickForm(Form):
    """What there is to say about a step that was done."""

    note = fields.Text(max=300)
