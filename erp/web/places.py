"""Where the person works: the company and branch chosen in the top bar, and what day it is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import g

from erp.kernel.actor import Actor
from erp.kernel.errors import Forbidden, NotFound, Refused
from erp.web.doors import Branch, house
from erp.web.reading import read
from erp.web.visitors import current_actor, current_visitor, require_visitor


@dataclass(frozen=True)
class Place:
    """The chosen company and branch, as the top bar shows them."""

    company_id: UUID
    company_code: str
    company_name: str
    currency: str
    minor_units: int
    branch_id: UUID
    branch_code: str
    branch_name: str
    time_zone: str


def current_place() -> Place:
    """The company and branch this person works in now.

    Raises: Refused where no branch exists yet, or none that this person may work in.
    """
    place = place_or_none()
    if place is None:
        raise Refused(
            "There is no branch you can work in. Load the demo company or set up a company with a branch, "
            "then let an administrator give you a role there."
        )
    return place


def place_or_none() -> Place | None:
    """The current place, or None while nobody is signed in or no branch exists."""
    if current_visitor() is None:
        return None
    if "place" not in g:
        g.place = _find_place()
    place: Place | None = g.place
    return place


def current_company() -> UUID:
    """The company chosen in the top bar."""
    return current_place().company_id


def current_branch() -> UUID:
    """The branch chosen in the top bar."""
    return current_place().branch_id


def business_date(branch_id: UUID | None = None) -> date:
    """The day it is in a branch (the current one by default), by the house's clock and the branch's time zone."""
    standing = house()
    return standing.places.business_date(read(), branch_id or current_branch(), standing.services.clock.now())


def require_branch(permission: str, branch_id: UUID | None) -> None:
    """Refuse to show a branch's record to whoever does not hold the permission in that branch.

    Raises: Forbidden
    """
    if not current_actor().may(permission, branch_id):
        raise Forbidden(
            f"This belongs to a branch you may not see: it needs the permission {permission} there. "
            "Ask an administrator for a role in that branch."
        )


def visible_branches(permission: str) -> frozenset[UUID] | None:
    """The branches whose records a list may show; None means every branch."""
    return current_actor().branches_for(permission)


def open_branches() -> list[Branch]:
    """Every branch of every company that this person holds any role in, in the order of the top bar."""
    standing, actor = house(), current_actor()
    return [
        branch
        for company in standing.places.companies(read())
        for branch in standing.places.branches(read(), company.id)
        if may_work_in(actor, branch.id)
    ]


def may_work_in(actor: Actor, branch_id: UUID) -> bool:
    """Whether the person holds any permission there."""
    return actor.is_system or bool(actor.permissions) or branch_id in actor.branch_permissions


def _find_place() -> Place | None:
    visitor, standing = require_visitor(), house()
    branch: Branch | None = None
    if visitor.branch_id is not None and may_work_in(visitor.actor, visitor.branch_id):
        try:
            branch = standing.places.branch(read(), visitor.branch_id)
        except NotFound:
            branch = None
    if branch is None:
        branch = next(iter(open_branches()), None)
    if branch is None:
        return None
    company = standing.places.company(read(), branch.company_id)
    return Place(
        company_id=company.id, company_code=company.code, company_name=company.name,
        currency=company.currency, minor_units=company.minor_units,
        branch_id=branch.id, branch_code=branch.code, branch_name=branch.name, time_zone=branch.time_zone,
    )
