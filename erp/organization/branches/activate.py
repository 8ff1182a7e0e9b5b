"""Activate a branch: it may trade from now on."""

from uuid import UUID

from erp.kernel.errors import Conflict, NotFound
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.branches.models import Branch
from erp.organization.branches.queries import business_date
from erp.organization.events import BranchActivated


def activate_branch(work: UnitOfWork, branch_id: UUID) -> Branch:
    """Open the branch for business, once the books have an account for everything it will post.

    Activating an active branch changes nothing.

    Raises: NotFound; Refused from the books, naming the accounts that are missing.
    Effects: BranchActivated; finance checks the account determination in the same transaction.
    """
    work.require("organization.branch.change")
    branch = _locked(work, branch_id)
    if branch.status != "active":
        branch.status = "active"
        work.session.flush()
        work.publish(
            BranchActivated(
                company_id=branch.company_id,
                occurred_on=business_date(work.session, branch.id, work.now),
                branch_id=branch.id,
                code=branch.code,
            )
        )
    return branch


def deactivate_branch(work: UnitOfWork, branch_id: UUID) -> Branch:
    """Stop new business in the branch; its documents and figures stay.

    Raises: NotFound; Conflict where the branch never was active.
    """
    work.require("organization.branch.change")
    branch = _locked(work, branch_id)
    if branch.status == "draft":
        raise Conflict("Branch %(code)s is a draft: it was never active.", code=branch.code)
    branch.status = "inactive"
    work.session.flush()
    return branch


def _locked(work: UnitOfWork, branch_id: UUID) -> Branch:
    branch = work.session.get(Branch, branch_id, with_for_update={"key_share": True})
    if branch is None:
        raise NotFound("There is no such branch.")
    return branch
