"""Every route says who may use it; the application does not start while one of them is silent.

``requires`` names the permission, ``signed_in`` admits any signed-in person, ``public`` admits everybody and is kept
for signing in and for the health pages. Where a row belongs to a branch, the view asks ``require_branch`` as well and
the use case asks ``work.require``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, request

from erp.kernel.errors import Forbidden
from erp.web.doors import Visitor
from erp.web.visitors import OwnPasswordNeeded, require_visitor

View = Callable[..., Any]

PUBLIC = "public"
SIGNED_IN = "signed in"
_BEFORE_OWN_PASSWORD = frozenset({"identity_account", "identity_sign_in"})


class RouteWithoutPermission(RuntimeError):
    """A route does not say who may use it, or asks for a permission no module declares."""


def requires(permission: str) -> Callable[[View], View]:
    """Admit whoever holds the permission in at least one branch.

    Raises: Forbidden, naming the permission, so that the person knows what to ask an administrator for.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not _settled_visitor().actor.may(permission):
                raise Forbidden(
                    "You may not do this: it needs the permission %(permission)s. Ask an administrator for a role "
                    "that holds it.",
                    permission=permission,
                )
            return view(*args, **kwargs)

        return _declare(guarded, permission)

    return decorate


def signed_in(view: View) -> View:
    """Admit everyone who is signed in: pages about oneself, and the home page."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        _settled_visitor()
        return view(*args, **kwargs)

    return _declare(guarded, SIGNED_IN)


def public(view: View) -> View:
    """Admit everybody: signing in, and the pages machines ask for the state of the house."""

    @wraps(view)
    def open_view(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    return _declare(open_view, PUBLIC)


def required_permission(view: View) -> str | None:
    """What a view function declares: a permission, ``public``, ``signed in``, or nothing."""
    declared: str | None = getattr(view, "required_permission", None)
    return declared


def check_routes(app: Flask, permissions: frozenset[str]) -> None:
    """Refuse to start while a route is silent about who may use it.

    Raises: RouteWithoutPermission, naming every such route at once.
    """
    faults = []
    for rule in app.url_map.iter_rules():
        declared = required_permission(app.view_functions[rule.endpoint])
        if declared is None:
            faults.append(f"{rule.rule} ({rule.endpoint}) declares no permission; put @requires under its route")
        elif declared not in permissions and declared not in {PUBLIC, SIGNED_IN}:
            faults.append(f"{rule.rule} ({rule.endpoint}) asks for {declared}, which no manifest declares")
    if faults:
        raise RouteWithoutPermission("\n".join(faults))


def _settled_visitor() -> Visitor:
    """The visitor, who has chosen a password of their own wherever the page is not the one to choose it on."""
    visitor = require_visitor()
    if visitor.must_change_password and request.blueprint not in _BEFORE_OWN_PASSWORD:
        raise OwnPasswordNeeded("Choose a password of your own first, on your account page.")
    return visitor


def _declare(view: View, permission: str) -> View:
    view.required_permission = permission  # type: ignore[attr-defined]
    return view
