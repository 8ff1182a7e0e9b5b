"""Who the request comes from: recognized once per request, by session cookie or by API token, never by both."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import Flask, Request, request
from flask_login import LoginManager, UserMixin, current_user

from erp.kernel.errors import Refused
from erp.web.doors import Visitor, house
from erp.web.reading import read

if TYPE_CHECKING:
    from erp.kernel.actor import Actor

SESSION_COOKIE = "erp_session"
_BEARER = "Bearer "


class SignInNeeded(Refused):
    """Nobody is signed in: pages go to the sign-in page, programs get 401."""


class OwnPasswordNeeded(Refused):
    """The person still has the password somebody else gave them: they go to their account page first."""


class Signed(UserMixin):  # type: ignore[misc]
    """Flask-Login's view of a visitor; our own server-side session stands behind it."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor

    def get_id(self) -> str:
        return str(self.visitor.actor.user_id)


def install_visitors(app: Flask) -> None:
    """Let Flask-Login load the user from our own sessions; its cookies and remember-me stay unused."""
    manager = LoginManager()
    manager.session_protection = None
    manager.request_loader(_recognize)
    manager.init_app(app, add_context_processor=False)


def current_visitor() -> Visitor | None:
    """The recognized visitor, or None."""
    return cast(Visitor, current_user.visitor) if current_user.is_authenticated else None


def require_visitor() -> Visitor:
    """The recognized visitor.

    Raises: SignInNeeded
    """
    visitor = current_visitor()
    if visitor is None:
        raise SignInNeeded("Sign in to go on.")
    return visitor


def current_actor() -> Actor:
    """Who acts, with the permissions they hold, for the use case and the records."""
    return require_visitor().actor


def bearer_token() -> str | None:
    """The API token of the request, or None; a request that carries one is never recognized by its cookie."""
    header = request.headers.get("Authorization", "")
    return header[len(_BEARER) :].strip() if header.startswith(_BEARER) else None


def _recognize(received: Request) -> Signed | None:
    standing = house()
    now = standing.services.clock.now()
    token = bearer_token()
    if token is not None:
        visitor = standing.gate.by_api_token(read(), token, now)
    else:
        cookie = received.cookies.get(SESSION_COOKIE)
        visitor = standing.gate.by_session(read(), cookie, now) if cookie else None
    return Signed(visitor) if visitor is not None else None
