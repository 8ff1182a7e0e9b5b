"""Users: who may come in, and what they may do in which branch."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.identity.administration.forms import NewUserForm, PasswordForm, RoleForm, UserFilter, UserForm
from erp.identity.roles.models import ROLES
from erp.identity.sessions.queries import open_sessions
from erp.identity.sign_in.queries import is_locked_out
from erp.identity.sign_in.reset_password import reset_password
from erp.identity.sign_in.unlock import unlock_user
from erp.identity.users.change import change_user
from erp.identity.users.create import create_user
from erp.identity.users.deactivate import activate_user, deactivate_user
from erp.identity.users.grant_roles import grant_roles
from erp.identity.users.models import STATUSES
from erp.identity.users.queries import user_facts, users_statement
from erp.identity.users.revoke_role import revoke_role
from erp.web.doors import Branch, house
from erp.web.forms import parse, parse_query
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import perform, read
from erp.web.routing import requires

bp = Blueprint("identity_users", __name__, url_prefix="/identity/users")

COLUMNS = (
    Column("user_name", "User name", link=lambda row: url_for(".show", user_id=row.id)),
    Column("display_name", "Name"),
    Column("email", "E-mail"),
    Column("roles", "Roles"),
    Column("status", "Status", kind="status"),
)


@bp.get("")
@requires("identity.user.view")
def index() -> Response:
    """Everybody who may come in, or could once."""
    wanted = parse_query(UserFilter)
    listing = page_by_key(
        users_statement(wanted["q"], wanted["status"]), columns=COLUMNS, key=("user_name", "id")
    )
    return render_list("identity/users/index.html", listing, name="users", statuses=STATUSES)


@bp.get("/new")
@requires("identity.user.change")
def new() -> Response:
    """A form for somebody new."""
    return render("identity/users/new.html", roles=ROLES, branches=_branches())


@bp.post("/new")
@requires("identity.user.change")
def create() -> Response:
    """Let somebody new come in."""
    form = parse(NewUserForm)
    return perform(
        lambda work: create_user(
            work, user_name=form["user_name"], display_name=form["display_name"], email=form["email"],
            password=form["password"], roles=[(form["role"], form["branch_id"])],
        ),
        then=lambda user_id: url_for(".show", user_id=user_id),
        said="The user can sign in now and will be asked for a password of their own.",
    )  # fmt: skip


@bp.get("/<uuid:user_id>")
@requires("identity.user.view")
def show(user_id: UUID) -> Response:
    """One user: roles, sessions, and whether they are locked out."""
    user, now = user_facts(read(), user_id), house().services.clock.now()
    branches = _branches()
    return render(
        "identity/users/show.html",
        user=user,
        roles=ROLES,
        branches=branches,
        branch_names={branch.id: f"{branch.code} {branch.name}" for branch in branches},
        sessions=open_sessions(read(), now, user_id),
        is_locked_out=is_locked_out(read(), user.user_name, now),
    )


@bp.post("/<uuid:user_id>/change")
@requires("identity.user.change")
def change(user_id: UUID) -> Response:
    """Write name and address anew."""
    form = parse(UserForm)
    return perform(
        lambda work: change_user(work, user_id, display_name=form["display_name"], email=form["email"]),
        then=_show,
        said="Saved.",
    )


@bp.post("/<uuid:user_id>/grant-role")
@requires("identity.user.change")
def grant(user_id: UUID) -> Response:
    """Give a role."""
    form = parse(RoleForm)
    return perform(
        lambda work: grant_roles(work, user_id, [(form["role"], form["branch_id"])]), then=_show, said="Role given."
    )


@bp.post("/<uuid:user_id>/roles/<uuid:user_role_id>/revoke")
@requires("identity.user.change")
def revoke(user_id: UUID, user_role_id: UUID) -> Response:
    """Take a role away."""
    return perform(lambda work: revoke_role(work, user_id, user_role_id), then=_show, said="Role taken away.")


@bp.post("/<uuid:user_id>/reset-password")
@requires("identity.user.change")
def new_password(user_id: UUID) -> Response:
    """Give a new first password."""
    form = parse(PasswordForm)
    return perform(
        lambda work: reset_password(work, user_id, form["password"]),
        then=_show,
        said="The user signs in with the new password and is asked for one of their own.",
    )


@bp.post("/<uuid:user_id>/unlock")
@requires("identity.user.change")
def unlock(user_id: UUID) -> Response:
    """Let somebody who is locked out try again."""
    return perform(lambda work: unlock_user(work, user_id), then=_show, said="The user can try again.")


@bp.post("/<uuid:user_id>/deactivate")
@requires("identity.user.change")
def deactivate(user_id: UUID) -> Response:
    """Shut somebody out."""
    return perform(lambda work: deactivate_user(work, user_id), then=_show, said="The user is shut out.")


@bp.post("/<uuid:user_id>/activate")
@requires("identity.user.change")
def activate(user_id: UUID) -> Response:
    """Let somebody in again."""
    return perform(lambda work: activate_user(work, user_id), then=_show, said="The user may come in again.")


def _show(user_id: UUID) -> str:
    return url_for(".show", user_id=user_id)


def _branches() -> Sequence[Branch]:
    return house().places.branches(read(), None)
