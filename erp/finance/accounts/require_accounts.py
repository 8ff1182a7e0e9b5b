"""Nothing begins to trade before the books know where its amounts go."""

from uuid import UUID

from erp.finance.accounts.determine_account import determine_accounts
from erp.finance.accounts.roles import ROLES
from erp.inventory.events import ItemFamilyActivated
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import branches
from erp.organization.events import BranchActivated


def require_accounts(work: UnitOfWork, event: ItemFamilyActivated) -> None:
    """Refuse to activate an item family for which some account is missing in any active branch.

    Raises: Refused naming every missing account.
    """
    known = branches(work.session, event.company_id)
    active: list[UUID | None] = [branch.id for branch in known if branch.status == "active"]
    determine_accounts(
        work.session,
        event.company_id,
        [
            (role.name, event.family_id if role.by_family else None, branch_id)
            for role in ROLES
            for branch_id in (active or [None])
        ],
    )


def require_branch_accounts(work: UnitOfWork, event: BranchActivated) -> None:
    """Refuse to activate a branch for which some account is missing.

    Raises: Refused naming every missing account.
    """
    determine_accounts(work.session, event.company_id, [(role.name, None, event.branch_id) for role in ROLES])
