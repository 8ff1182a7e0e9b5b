"""What the pages of accounts may send."""

from erp.finance.accounts.models import ACCOUNT_KINDS, ACCOUNT_STATUSES, CONTROLS
from erp.finance.accounts.roles import BY_NAME
from erp.web.forms import Form, fields


class AddAccountForm(Form):
    code = fields.Code(max=20, required=True)
    name = fields.Text(max=120, required=True)
    kind = fields.Choice(ACCOUNT_KINDS, required=True)
    control = fields.Choice(CONTROLS, allow_none=True)


class ChangeAccountForm(Form):
    name = fields.Text(max=120, required=True)
    status = fields.Choice(ACCOUNT_STATUSES, required=True)


class DeterminationForm(Form):
    role = fields.Choice(tuple(BY_NAME), required=True)
    account_id = fields.Id(required=True)
    family_id = fields.Id(allow_none=True)
    branch_id = fields.Id(allow_none=True)
