"""A browser that is already signed in, and forms sent as a browser sends them: with the page's own token and key."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from erp.identity.api import create_user, open_session
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services

PASSWORD = "a sentence for tests"
SESSION_COOKIE = "erp_session"


def user_with_role(
    services: Services, role: str | None, branch_id: UUID | None = None, name: str | None = None
) -> UUID:
    """Somebody who holds one role, in one branch or in all."""
    user_name = name or (role or "nobody").replace("_", "-")
    return services.units.run(
        Actor.system("test"),
        lambda work: create_user(
            work, user_name=user_name, display_name=f"{user_name} of the tests", password=PASSWORD,
            roles=[(role, branch_id)] if role else [], must_change_password=False,
        ),
    )  # fmt: skip


def signed_in(app: Flask, services: Services, user_id: UUID) -> FlaskClient:
    """A client with a session of this user."""
    token = services.units.run(
        Actor.system("test"), lambda work: open_session(work, user_id, address="127.0.0.1", browser="tests")
    )
    client = app.test_client()
    client.set_cookie(SESSION_COOKIE, token)
    return client


class Forms(HTMLParser):
    """The forms of a page: their actions and what their fields hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._select: str | None = None
        self._textarea: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append((given.get("action") or "", {}))
        name = given.get("name")
        if not self.forms or (not name and tag != "option"):
            return
        held = self.forms[-1][1]
        if tag == "input" and given.get("type") not in {"checkbox", "submit", "radio"}:
            held[str(name)] = given.get("value") or ""
        elif tag == "input" and "checked" in given:
            held[str(name)] = given.get("value") or "on"
        elif tag == "textarea":
            self._textarea = str(name)
            held[self._textarea] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            held[self._select] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self.forms[-1][1][self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None


def form_on(client: FlaskClient, page: str, action: str | None = None) -> dict[str, str]:
    """What the form with this action holds when the page is opened (the first form of the page where none is named)."""
    shown = client.get(page)
    assert shown.status_code == 200, f"{page} answered {shown.status_code}: {shown.text[:2000]}"
    wanted = (action or page).partition("?")[0]
    for found, held in Forms(shown.text).forms:
        if found == wanted and "csrf_token" in held:  # a list's own forms, its filters for one, ask and send nothing
            return held
    raise AssertionError(f"{page} has no form that is sent to {wanted}")


def post_form(
    client: FlaskClient, action: str, data: dict[str, Any], *, page: str | None = None, follow: bool = False
) -> TestResponse:
    """Open the page, fill in its form and send it, as a person would."""
    held = form_on(client, page or action, action)
    return client.post(action, data={**held, **data}, follow_redirects=follow)
