"""Pages of branches: of the company chosen in the bar at the top."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import text

from erp.kernel.errors import NotFound
from erp.organization.branches.activate import activate_branch, deactivate_branch
from erp.organization.branches.change import change_branch
from erp.organization.branches.create import create_branch
from erp.organization.branches.forms import BranchForm, NewBranchForm
from erp.organization.branches.queries import BranchFacts, branch, branches
from erp.web.forms import parse
from erp.web.pages import render
from erp.web.requests import current_company, perform, read
from erp.web.routing import requires

bp = Blueprint("organization_branches", __name__, url_prefix="/organization/branches")

_WAREHOUSES = text(
    "SELECT id, branch_id, code, name FROM inventory.warehouse WHERE company_id = :company ORDER BY code"
)


@bp.get("")
@requires("organization.branch.view")
def index() -> Response:
    warehouses: dict[UUID, list[Any]] = {}
    for row in read().execute(_WAREHOUSES, {"company": current_company()}):
        warehouses.setdefault(row.branch_id, []).append(row)
    return render(
        "organization/branches/index.html", branches=branches(read(), current_company()), warehouses=warehouses
    )


@bp.get("/new")
@requires("organization.branch.change")
def new() -> Response:
    return render("organization/branches/new.html")


@bp.post("")
@requires("organization.branch.change")
def create() -> Response:
    form, company_id = parse(NewBranchForm), current_company()
    form["email"] = form["email"] or ""
    return perform(
        lambda work: create_branch(work, company_id=company_id, **form),
        then=lambda created: url_for(".show", branch_id=created.id),
        said="Branch written down. Activate it once its accounts and periods are ready.",
    )


@bp.get("/<uuid:branch_id>")
@requires("organization.branch.view")
def show(branch_id: UUID) -> Response:
    found = _own(branch_id)
    rows = read().execute(_WAREHOUSES, {"company": found.company_id})
    return render(
        "organization/branches/show.html", branch=found, warehouses=[r for r in rows if r.branch_id == branch_id]
    )


@bp.post("/<uuid:branch_id>")
@requires("organization.branch.change")
def change(branch_id: UUID) -> Response:
    form = parse(BranchForm)
    form["email"] = form["email"] or ""
    _own(branch_id)
    return perform(
        lambda work: change_branch(work, branch_id, **form),
        then=lambda _: url_for(".show", branch_id=branch_id),
        said="Saved.",
    )


@bp.post("/<uuid:branch_id>/activate")
@requires("organization.branch.change")
def activate(branch_id: UUID) -> Response:
    _own(branch_id)
    return perform(
        lambda work: activate_branch(work, branch_id),
        then=lambda _: url_for(".show", branch_id=branch_id),
        said="The branch is open for business.",
    )


@bp.post("/<uuid:branch_id>/deactivate")
@requires("organization.branch.change")
def deactivate(branch_id: UUID) -> Response:
    _own(branch_id)
    return perform(
        lambda work: deactivate_branch(work, branch_id),
        then=lambda _: url_for(".show", branch_id=branch_id),
        said="No new business in this branch.",
    )


@bp.get("/of-company/<uuid:company_id>")
@requires("organization.branch.view")
def of_company(company_id: UUID) -> Response:
    """The branches of a company: a panel for its page."""
    return render("organization/branches/_of_company.html", branches=branches(read(), company_id))


def _own(branch_id: UUID) -> BranchFacts:
    found = branch(read(), branch_id)
    if found.company_id != current_company():
        raise NotFound("There is no such branch in this company.")
    return found
