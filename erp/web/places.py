"""Where the person works: the company and branch chosen in the top bar, and what day it is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import g

from erp.kernel.actor import Actor
from erp.kernel.errors import Forbidden, Refused
from erp.web.doors import Branch, Company, house
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


def day_come(chosen: date | None, *, field: str | None = None, branch_id: UUID | None = None) -> date:
    """Today in the branch, or the earlier day that was given: what is recorded has happened.

    Raises: Refused for a day that has not come
    """
    today = business_date(branch_id)
    if chosen is not None and chosen > today:
        raise Refused(
            "%(day)s has not come yet. Enter today or an earlier day.", field=field, day=chosen.isoformat()
        )
    return chosen or today


def chosen_day(permission: str, chosen: date | None, branch_id: UUID) -> date:
    """Today in the branch, or another day given by somebody who holds the permission to give one there.

    Raises: Forbidden; Refused for a day that has not come
    """
    chosen, today = day_come(chosen, branch_id=branch_id), business_date(branch_id)
    if chosen == today:
        return today
    if not current_actor().may(permission, branch_id):
        raise Forbidden(
            "You may not choose the day: it needs the permission %(permission)s. Leave the date empty for today.",
            permission=permission,
        )
    return chosen


def require_branch(permission: str, branch_id: UUID | None) -> None:
    """Refuse to show a branch's record to whoever does not hold the permission in that branch.

    Raises: Forbidden
    """
    if not current_actor().may(permission, branch_id):
        raise Forbidden(
            "This belongs to a branch you may not see: it needs the permission %(permission)s there. Ask an "
            "administrator for a role in that branch.",
            permission=permission,
        )


def visible_branches(permission: str) -> frozenset[UUID] | None:
    """The branches whose records a list may show; None means every branch."""
    return current_actor().branches_for(permission)


def open_places() -> list[tuple[Company, list[Branch]]]:
    """Every company with its branches in which this person holds a role, in the order of the top bar."""
    if "open_places" not in g:
        places, actor, session = house().places, current_actor(), read()
        branches: dict[UUID, list[Branch]] = {}
        for branch in places.branches(session, None):
            if may_work_in(actor, branch.id):
                branches.setdefault(branch.company_id, []).append(branch)
        g.open_places = [(c, branches[c.id]) for c in places.companies(session) if c.id in branches]
    found: list[tuple[Company, list[Branch]]] = g.open_places
    return found


def may_work_in(actor: Actor, branch_id: UUID) -> bool:
    """Whether the person holds any permission there."""
    return actor.is_system or bool(actor.permissions) or branch_id in actor.branch_permissions


def _find_place() -> Place | None:
    """The chosen branch, or the first one there is where none was chosen or the choice is no longer open."""
    chosen = require_visitor().branch_id
    every = [(company, branch) for company, branches in open_places() for branch in branches]
    found = next((pair for pair in every if pair[1].id == chosen), next(iter(every), None))
    if found is None:
        return None
    company, branch = found
    return Place(
        company_id=company.id, company_code=company.code, company_name=company.name,
        currency=company.currency, minor_units=company.minor_units,
        branch_id=branch.id, branch_code=branch.code, branch_name=branch.name, time_zone=branch.time_zone,
    )  # fmt: skip
