"""The sign-in page, and signing out."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request, session, url_for
from flask_wtf.csrf import generate_csrf

from erp.identity.sessions.end import end_session
from erp.identity.sessions.models import LONGEST
from erp.identity.sign_in.attempt import sign_in
from erp.identity.sign_in.forms import SignInForm
from erp.identity.users.demo import demo_sign_ins
from erp.web.addresses import own_address
from erp.web.doors import house
from erp.web.forms import parse
from erp.web.pages import redirect_to, render, send_to
from erp.web.reading import read, stop_reading
from erp.web.requests import wants_json
from erp.web.routing import public, signed_in
from erp.web.visitors import SESSION_COOKIE, current_actor, current_visitor, require_visitor

bp = Blueprint("identity_sign_in", __name__)


@bp.get("/sign-in")
@public
def show() -> Response:
    """Ask who it is; the demo company's users are offered while their passwords are the known one."""
    target = own_address(request.args.get("next")) or url_for("web_home.show")
    if current_visitor() is not None:
        return send_to(target)
    return render("identity/sign_in/show.html", next=target, demo=demo_sign_ins(read()))


@bp.post("/sign-in")
@public
def let_in() -> Response:
    """Open a session where the password is right."""
    form = parse(SignInForm)
    stop_reading()
    standing = house()
    token = sign_in(
        standing.services.units,
        user_name=form["user_name"],
        password=form["password"],
        address=request.remote_addr or "",
        browser=request.user_agent.string,
    )
    session.clear()  # the forms of whoever sat here before are no longer good
    again = wants_json()  # signed in on top of a page that stays as it is
    target = own_address(form["next"]) or url_for("web_home.show")
    response = jsonify(csrf=generate_csrf()) if again else send_to(target)
    response.set_cookie(
        SESSION_COOKIE, token, max_age=int(LONGEST.total_seconds()), httponly=True, samesite="Lax",
        secure=standing.settings.secure_cookies, path="/",
    )  # fmt: skip
    return response


@bp.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """End this browser's session; what was open in it is gone from it."""
    session_id = require_visitor().session_id
    if session_id is not None:
        house().services.units.run(current_actor(), lambda work: end_session(work, session_id))
    session.clear()
    response = redirect_to("identity_sign_in.show")
    response.delete_cookie(SESSION_COOKIE, path="/")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
