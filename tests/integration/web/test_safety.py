"""What keeps a browser from being turned against the person who uses it."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from erp.config import bundled_dir
from erp.kernel.assembly import Services
from erp.web.headers import CONTENT_SECURITY_POLICY
from tests.kit.web_client import form_on, signed_in, user_with_role

PAGES = ("/", "/sign-in", "/account", "/identity/users", "/nowhere", "/healthz", "/static/js/app.js")


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_carries_the_headers(client: FlaskClient, page: str) -> None:
    headers = client.get(page).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_only_the_scanner_may_use_the_camera_and_run_its_reader(client: FlaskClient) -> None:
    scanner, desk = client.get("/scan").headers, client.get("/account").headers
    assert "camera=(self)" in scanner["Permissions-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in scanner["Content-Security-Policy"]
    assert "wasm" not in desk["Content-Security-Policy"]


def test_the_policy_allows_only_our_own_files() -> None:
    assert "'unsafe-inline'" not in CONTENT_SECURITY_POLICY
    assert "'unsafe-eval'" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'self';")


def test_figures_are_never_kept_by_a_browser_but_scripts_are(client: FlaskClient) -> None:
    assert client.get("/account").headers["Cache-Control"] == "no-store"
    named = re.search(r'/static/js/app\.js\?v=\w+', client.get("/account").text)
    assert named is not None
    assert "immutable" in client.get(named[0]).headers["Cache-Control"]


@pytest.mark.parametrize("spoil", ["", "forged", None])
def test_a_form_without_our_mark_is_refused(client: FlaskClient, spoil: str | None) -> None:
    sent = form_on(client, "/identity/users/new")
    if spoil is None:
        del sent["csrf_token"]
    else:
        sent["csrf_token"] = spoil
    answer = client.post("/identity/users/new", data={**sent, "user_name": "kim"})
    assert answer.status_code == 400
    assert "Check it and send it again" in answer.text
    assert 'value="kim"' in answer.text, "what was typed stays"


def test_the_mark_of_another_browser_is_refused(app: Flask, client: FlaskClient, services: Services) -> None:
    other = signed_in(app, services, user_with_role(services, "controller"))
    foreign = form_on(other, "/account", "/account/password")["csrf_token"]
    sent = {**form_on(client, "/identity/users/new"), "csrf_token": foreign}
    assert client.post("/identity/users/new", data=sent).status_code == 400


def test_a_token_of_a_program_needs_no_mark_and_a_cookie_beside_it_counts_for_nothing(
    app: Flask, client_as: Callable[..., FlaskClient]
) -> None:
    client = client_as("controller")
    made = client.post(
        "/account/tokens", data={**form_on(client, "/account", "/account/tokens"), "name": "night job", "days": "30"}
    )
    assert made.status_code == 200
    found = re.search(r'<code id="token">(erp_[\w-]+)</code>', made.text)
    assert found is not None
    bearer = {"Authorization": f"Bearer {found[1]}"}
    assert app.test_client().get("/identity/users", headers=bearer).status_code == 200
    assert app.test_client().get("/identity/sessions", headers=bearer).status_code == 403, "what its person may not"
    forged = client.get("/identity/users", headers={"Authorization": "Bearer erp_guess"})
    assert forged.status_code == 401, "the cookie of the same request is not looked at"

    tokens = re.search(r"/account/tokens/[0-9a-f-]+/revoke", client.get("/account").text)
    assert tokens is not None
    assert client.post(tokens[0], data=form_on(client, "/account", tokens[0])).status_code == 303
    assert app.test_client().get("/identity/users", headers=bearer).status_code == 401


def test_a_token_is_shown_once_and_kept_nowhere(client_as: Callable[..., FlaskClient], services: Services) -> None:
    from sqlalchemy import text

    client = client_as("controller")
    sent = {**form_on(client, "/account", "/account/tokens"), "name": "night job", "days": "30"}
    first = client.post("/account/tokens", data=sent)
    found = re.search(r"erp_[\w-]+(?=</code>)", first.text)
    assert found is not None
    again = client.post("/account/tokens", data=sent)
    assert again.status_code == 303, "the same form again makes no second token and shows none"
    with services.engine.connect() as connection:
        kept = "".join(
            str(connection.execute(text("SELECT * FROM " + table)).all())  # noqa: S608
            for table in ("identity.api_token", "kernel.request_key", "kernel.audit_entry")
        )
        assert connection.scalar(text("SELECT count(*) FROM identity.api_token")) == 1
    assert found[0] not in kept


def test_the_session_cookie_is_secure_over_https(app: Flask, services: Services) -> None:
    from dataclasses import replace

    from erp.app import create_app
    from erp.web.doors import House

    house: House = app.extensions["erp"]
    user_with_role(services, "sales")
    secure = create_app(replace(house.settings, secure_cookies=True), services)
    client = secure.test_client()
    held = form_on(client, "https://localhost/sign-in", "/sign-in")
    answer = client.post(
        "https://localhost/sign-in", data={**held, "user_name": "sales", "password": "a sentence for tests"}
    )
    cookies = [value for value in answer.headers.getlist("Set-Cookie") if value.startswith("erp_session=")]
    assert cookies
    assert all("Secure" in value for value in cookies)
    assert "Strict-Transport-Security" in answer.headers


def test_no_template_carries_scripts_or_styles_of_its_own() -> None:
    """The policy would stop them; this finds them before a person does. Print layouts become PDFs, not pages."""
    faults = []
    for path in sorted(bundled_dir("templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        is_page = "layouts/print.html" not in text and path.name != "print.html" and not path.name.startswith("print")
        patterns = [r"\son\w+\s*=\s*[\"']", r"\bhx-on", r"javascript:", r"<script(?![^>]*\bsrc=)", r"https?://(?!www\.w3\.org)"]
        if is_page:
            patterns += [r"<style", r"\sstyle\s*="]
        for pattern in patterns:
            faults += [f"{path.name}: {found[0]}" for found in re.finditer(pattern, text)]
    assert not faults


def test_a_form_too_large_to_be_one_is_refused_unread(client: FlaskClient) -> None:
    sent = form_on(client, "/identity/users/new")
    answer = client.post("/identity/users/new", data={**sent, "display_name": "x" * (6 * 1024 * 1024)})
    assert answer.status_code == 413
