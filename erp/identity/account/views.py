"""The page about oneself."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.identity.account.forms import LanguageForm, TokenForm
from erp.identity.sessions.end import end_session
from erp.identity.sessions.queries import open_sessions
from erp.identity.sign_in.change_password import change_password as replace_password
from erp.identity.sign_in.forms import ChangePasswordForm
from erp.identity.tokens.create import NewToken, create_api_token
from erp.identity.tokens.queries import live_tokens
from erp.identity.tokens.revoke import revoke_api_token
from erp.identity.users.choose_language import choose_language as keep_language
from erp.kernel.errors import NotFound, Refused
from erp.kernel.languages import LANGUAGES, LOCALES
from erp.kernel.unit_of_work import UnitOfWork
from erp.web.doors import house
from erp.web.forms import parse
from erp.web.pages import render
from erp.web.requests import perform, read
from erp.web.routing import requires, signed_in
from erp.web.visitors import require_visitor

bp = Blueprint("identity_account", __name__, url_prefix="/account")


@bp.get("")
@signed_in
def show() -> Response:
    """One's password, browsers and tokens."""
    visitor, now = require_visitor(), house().services.clock.now()
    user_id = visitor.actor.user_id
    if user_id is None:
        raise NotFound("Only a person has an account page.")
    return render(
        "identity/account/show.html",
        visitor=visitor,
        sessions=open_sessions(read(), now, user_id),
        tokens=live_tokens(read(), user_id, now),
        languages=list(LANGUAGES.items()),
        locales=list(LOCALES.items()),
    )


@bp.post("/password")
@signed_in
def change_password() -> Response:
    """Change one's password."""
    form = parse(ChangePasswordForm)
    if form["password"] != form["again"]:
        raise Refused("The new password was typed differently the second time.", field="again")
    session_id = require_visitor().session_id
    return perform(
        lambda work: replace_password(
            work, present=form["present"], password=form["password"], session_id=session_id
        ),
        then=lambda _id: url_for("web_home.show"),
        said="Your password is changed; your other browsers are signed out.",
    )


@bp.post("/language")
@signed_in
def choose_language() -> Response:
    """Choose one's language and way of writing numbers and dates."""
    form = parse(LanguageForm)
    return perform(
        lambda work: keep_language(work, language=form["language"] or "", locale=form["locale"] or ""),
        then=lambda _id: url_for(".show"),
        said="Your language is changed.",
    )


@bp.post("/sessions/<uuid:session_id>/end")
@signed_in
def end(session_id: UUID) -> Response:
    """Sign one of one's own browsers out."""
    return perform(
        lambda work: end_session(work, session_id), then=lambda _id: url_for(".show"), said="The session has ended."
    )


@bp.post("/tokens")
@requires("identity.api_token.create")
def create_token() -> Response:
    """Make a token and show it, this once: it is kept nowhere, also not with the request's answer."""
    form = parse(TokenForm)
    made: list[NewToken] = []

    def make(work: UnitOfWork) -> UUID:
        made[:] = [create_api_token(work, name=form["name"], days=form["days"])]
        return made[0].id

    response = perform(make, then=lambda _id: url_for(".show"))
    return render("identity/account/token.html", token=made[0].text, name=form["name"]) if made else response


@bp.post("/tokens/<uuid:token_id>/revoke")
@signed_in
def revoke_token(token_id: UUID) -> Response:
    """Revoke one of one's tokens."""
    return perform(
        lambda work: revoke_api_token(work, token_id), then=lambda _id: url_for(".show"), said="The token is revoked."
    )


