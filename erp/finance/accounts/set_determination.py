"""Set where a kind of amount is posted: in general, or for an item family, a branch, or both."""

from uuid import UUID

from sqlalchemy import select

from erp.finance.accounts.models import Account, AccountDetermination
from erp.finance.accounts.roles import BY_NAME
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork


def set_determination(
    work: UnitOfWork,
    *,
    company_id: UUID,
    role: str,
    account_id: UUID,
    family_id: UUID | None = None,
    branch_id: UUID | None = None,
) -> AccountDetermination:
    """Lead a kind of amount to an account from now on; what is posted already stays where it is.

    Raises: NotFound; Refused for an account of the wrong kind or subledger, or a scope that the role does not know.
    """
    work.require("finance.account.change")
    wanted = BY_NAME.get(role)
    if wanted is None:
        raise NotFound("There is no such kind of amount.")
    if family_id is not None and not wanted.by_family:
        raise Refused("“%(text)s” does not differ by item family.", field="family_id", text=wanted.text)
    if branch_id is not None and not wanted.by_branch:
        raise Refused("“%(text)s” does not differ by branch.", field="branch_id", text=wanted.text)
    account = work.session.get(Account, account_id)
    if account is None or account.company_id != company_id:
        raise NotFound("There is no such account in this company.")
    _check(account, wanted.text, wanted.kinds, wanted.control)
    rule = work.session.scalar(
        select(AccountDetermination)
        .where(
            AccountDetermination.company_id == company_id,
            AccountDetermination.role == role,
            AccountDetermination.family_id.is_not_distinct_from(family_id),
            AccountDetermination.branch_id.is_not_distinct_from(branch_id),
        )
        .with_for_update(key_share=True)
    )
    if rule is None:
        rule = AccountDetermination(
            id=new_id(), company_id=company_id, role=role, family_id=family_id, branch_id=branch_id
        )
        work.session.add(rule)
    rule.account_id = account_id
    work.session.flush()
    return rule


def remove_determination(work: UnitOfWork, rule_id: UUID) -> None:
    """Let an item family or branch follow the general rule again.

    Raises: NotFound; Conflict for the general rule itself, without which postings would be refused.
    """
    work.require("finance.account.change")
    rule = work.session.get(AccountDetermination, rule_id, with_for_update={"key_share": True})
    if rule is None:
        raise NotFound("There is no such rule.")
    if rule.family_id is None and rule.branch_id is None:
        raise Conflict("The general rule cannot be removed: choose another account for it instead.")
    work.session.delete(rule)
    work.session.flush()


def _check(account: Account, text: str, kinds: tuple[str, ...], control: str | None) -> None:
    if account.status != "active":
        raise Refused(
            "Account %(code)s %(name)s is retired.",
            field="account_id", code=account.code, name=account.name,
        )
    if account.kind not in kinds:
        raise Refused(
            "“%(text)s” is posted to an account of kind %(kinds)s; %(code)s is of kind %(kind)s.",
            field="account_id", text=text, kinds=' or '.join(kinds), code=account.code, kind=account.kind,
        )
    if account.control != control:
        expected = f"the control account of {control}" if control else "an account of no subledger"
        raise Refused(
            "“%(text)s” is posted to %(expected)s; %(code)s is not one.",
            field="account_id", text=text, expected=expected, code=account.code,
        )
