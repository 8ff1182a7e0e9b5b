"""Install the default chart of accounts: a new company can post everything the product posts."""

from uuid import UUID

from sqlalchemy import select

from erp.finance.accounts.default_chart import DEFAULT_CHART
from erp.finance.accounts.models import Account, AccountDetermination
from erp.kernel.errors import Conflict
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import company


def install_chart(work: UnitOfWork, company_id: UUID) -> dict[str, UUID]:
    """Give a company the default chart with a complete account determination; return the account ids by code.

    Raises: NotFound; Conflict where the company has accounts already.
    """
    work.require("finance.account.change")
    facts = company(work.session, company_id)
    if work.session.scalar(select(Account.id).where(Account.company_id == company_id).limit(1)) is not None:
        raise Conflict(
            "Company %(code)s has a chart of accounts already: add to it under Ledger, Accounts.",
            code=facts.code,
        )
    ids = {line.code: new_id() for line in DEFAULT_CHART}
    insert_rows(
        work,
        Account,
        [
            {
                "id": ids[line.code], "company_id": company_id, "code": line.code, "name": line.name,
                "kind": line.kind, "control": line.control,
            }
            for line in DEFAULT_CHART
        ],
    )
    insert_rows(
        work,
        AccountDetermination,
        [
            {"id": new_id(), "company_id": company_id, "role": role, "account_id": ids[line.code]}
            for line in DEFAULT_CHART
            for role in line.roles
        ],
    )
    return ids
