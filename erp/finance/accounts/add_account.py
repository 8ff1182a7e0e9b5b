"""Add an account to the chart: amounts may be posted to it from now on."""

from uuid import UUID

from erp.finance.accounts.models import ACCOUNT_KINDS, CONTROLS, Account
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork

CONTROL_KINDS = {
    "inventory": "asset", "receivable": "asset", "unbilled": "asset", "payable": "liability", "grni": "liability",
}


def add_account(
    work: UnitOfWork, *, company_id: UUID, code: str, name: str, kind: str, control: str | None = None
) -> Account:
    """Add an account. Its kind, and whether it is the sum of a subledger, never change afterwards.

    Raises: Refused for a missing name, an unknown kind, or a control account of the wrong kind; Conflict where the
    code is taken.
    """
    work.require("finance.account.change")
    if not code.strip() or not name.strip():
        raise Refused("An account needs a code and a name.", field="code" if not code.strip() else "name")
    if kind not in ACCOUNT_KINDS:
        raise Refused("Choose what kind of account it is.", field="kind")
    if control is not None and control not in CONTROLS:
        raise Refused("Choose the subledger that the account sums up.", field="control")
    if control is not None and CONTROL_KINDS[control] != kind:
        raise Refused(
            "The control account of %(control)s is of kind %(control2)s.",
            field="kind", control=control, control2=CONTROL_KINDS[control],
        )
    account = Account(
        id=new_id(), company_id=company_id, code=code.strip().upper(), name=name.strip(), kind=kind, control=control,
        status="active",
    )
    work.session.add(account)
    work.session.flush()
    return account
