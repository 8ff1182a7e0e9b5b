"""Roles: the matrix of who may do what."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from erp.identity.roles.change import change_role
from erp.identity.roles.forms import RolePermissionsForm
from erp.identity.roles.queries import permissions_by_module, roles
from erp.kernel.errors import NotFound
from erp.web.forms import parse
from erp.web.pages import render
from erp.web.requests import perform, read
from erp.web.routing import requires

bp = Blueprint("identity_roles", __name__, url_prefix="/identity/roles")


@bp.get("")
@requires("identity.role.view")
def index() -> Response:
    """Every permission against every role."""
    return render("identity/roles/index.html", roles=roles(read()), modules=permissions_by_module(read()))


@bp.get("/<role>")
@requires("identity.role.change")
def show(role: str) -> Response:
    """One role, to change."""
    found = next((r for r in roles(read()) if r.code == role), None)
    if found is None:
        raise NotFound("There is no such role.")
    return render("identity/roles/show.html", role=found, modules=permissions_by_module(read()))


@bp.post("/<role>")
@requires("identity.role.change")
def change(role: str) -> Response:
    """Let the role hold what is ticked."""
    form = parse(RolePermissionsForm)
    return perform(
        lambda work: change_role(work, role, form["permissions"]),
        then=lambda _role: url_for(".index"),
        said="Saved. It holds from everybody's next click on.",
    )
