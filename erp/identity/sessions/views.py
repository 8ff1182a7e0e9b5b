"""Who is signed in; ending sessions; choosing the branch to work in."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request, url_for

from erp.identity.sessions.choose_place import choose_place
from erp.identity.sessions.end import end_session
from erp.identity.sessions.forms import PlaceForm
from erp.identity.sessions.queries import open_sessions
from erp.web.addresses import own_address
from erp.web.doors import house
from erp.web.forms import parse
from erp.web.pages import render, send_to
from erp.web.requests import perform, read
from erp.web.routing import requires, signed_in
from erp.web.visitors import current_actor, require_visitor

bp = Blueprint("identity_sessions", __name__, url_prefix="/identity/sessions")
place = Blueprint("identity_place", __name__, url_prefix="/place")


@bp.get("")
@requires("identity.session.view")
def index() -> Response:
    """Every browser that is signed in."""
    sessions = open_sessions(read(), house().services.clock.now())
    return render("identity/sessions/index.html", sessions=sessions, present=require_visitor().session_id)


@bp.post("/<uuid:session_id>/end")
@requires("identity.session.end")
def end(session_id: UUID) -> Response:
    """Shut a browser out."""
    return perform(
        lambda work: end_session(work, session_id),
        then=lambda _id: url_for(".index"),
        said="The session has ended.",
    )


@place.post("")
@signed_in
def choose() -> Response:
    """Work in another branch. Repeating it changes nothing, so it needs no request key."""
    branch_id = parse(PlaceForm)["branch_id"]
    session_id = require_visitor().session_id
    branch = house().places.branch(read(), branch_id)
    if session_id is not None:
        house().services.units.run(
            current_actor(),
            lambda work: choose_place(work, session_id, company_id=branch.company_id, branch_id=branch.id),
        )
    # The page one was on may show a record of the other company; the list it belongs to is safe, home always is.
    address = own_address(request.form.get("shown_on")) or url_for("web_home.show")
    return send_to(address)
