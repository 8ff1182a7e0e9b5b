"""Read branches, and the business date in each."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound
from erp.kernel.reference import remembered
from erp.organization.branches.models import Branch


@dataclass(frozen=True)
class BranchFacts:
    """A branch as other modules see it."""

    id: UUID
    company_id: UUID
    code: str
    name: str
    time_zone: str
    address: str
    country: str
    region: str
    postal_code: str
    email: str
    phone: str
    status: str


_COLUMNS = tuple(getattr(Branch, name) for name in BranchFacts.__dataclass_fields__)
_BRANCH = text(f"SELECT {', '.join(BranchFacts.__dataclass_fields__)} FROM organization.branch WHERE id = :id")  # noqa: S608


def branch(session: Session, branch_id: UUID) -> BranchFacts:
    """One branch.

    Raises: NotFound
    """
    return remembered(
        session, ("organization.branch",), ("branch", branch_id), lambda: _read_branch(session, branch_id)
    )


def _read_branch(session: Session, branch_id: UUID) -> BranchFacts:
    row = session.execute(_BRANCH, {"id": branch_id}).one_or_none()
    if row is None:
        raise NotFound("There is no such branch.")
    return BranchFacts(*row)


def branches(session: Session, company_id: UUID | None = None) -> list[BranchFacts]:
    """The branches of a company, or of every company, by code."""
    statement = select(*_COLUMNS).order_by(Branch.code, Branch.id)
    if company_id is not None:
        statement = statement.where(Branch.company_id == company_id)
    return [BranchFacts(*row) for row in session.execute(statement)]


def business_date(session: Session, branch_id: UUID, now: datetime) -> date:
    """The date in the branch's zone at that instant: what a step accepted now carries as ``occurred_on``.

    Raises: NotFound
    """
    zone = session.scalar(select(Branch.time_zone).where(Branch.id == branch_id))
    if zone is None:
        raise NotFound("There is no such branch.")
    return now.astimezone(ZoneInfo(zone)).date()
