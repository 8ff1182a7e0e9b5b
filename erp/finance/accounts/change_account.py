"""Change an account: what it is called, and whether anything more is posted to it."""

from uuid import UUID

from sqlalchemy import select

from erp.finance.accounts.models import ACCOUNT_STATUSES, Account, AccountDetermination
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork


def change_account(work: UnitOfWork, account_id: UUID, *, name: str, status: str) -> Account:
    """Rename an account, retire it, or take it into use again. What is posted to it stays, and stays in reports.

    Raises: NotFound; Refused for a missing name; Conflict where account determination still leads to it.
    """
    work.require("finance.account.change")
    account = work.session.get(Account, account_id, with_for_update={"key_share": True})
    if account is None:
        raise NotFound("There is no such account.")
    if not name.strip():
        raise Refused("An account needs a name.", field="name")
    if status not in ACCOUNT_STATUSES:
        raise Refused("An account is active or retired.", field="status")
    if status == "retired":
        role = work.session.scalar(
            select(AccountDetermination.role).where(AccountDetermination.account_id == account_id).limit(1)
        )
        if role is not None:
            raise Conflict(
                "Account determination posts %(replace)s to %(code)s: choose another account there first.",
                field="status", replace=role.replace('_', ' '), code=account.code,
            )
    account.name, account.status = name.strip(), status
    work.session.flush()
    return account
