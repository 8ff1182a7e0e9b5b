"""Every route says who may use it, and means it: asked of the whole application, for every role."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from erp.app import MODULES
from erp.identity.api import ROLES
from erp.kernel.assembly import Services
from erp.web.routing import PUBLIC, SIGNED_IN, RouteWithoutPermission, check_routes, required_permission
from tests.kit.web_client import form_on, signed_in, user_with_role

SOME_ID = "01990000-0000-7000-8000-000000000000"
OPEN_TO_ALL = {
    "/sign-in", "/healthz", "/readyz", "/metrics", "/static/<path:filename>",
    "/scan/manifest.webmanifest", "/scan/offline", "/scan/worker.js",  # a device keeps them for when nobody answers
}


def address_of(rule: object) -> str:
    """An address of the route, with an id nobody has."""
    text = str(rule)
    for argument in getattr(rule, "arguments", ()):
        for converter in ("uuid:", "int:", "path:", "string:", ""):
            text = text.replace(f"<{converter}{argument}>", "1" if converter == "int:" else SOME_ID)
    return text


def test_every_route_declares_a_known_permission(app: Flask) -> None:
    known = {permission.name for module in MODULES for permission in module.permissions}
    public = set()
    for rule in app.url_map.iter_rules():
        declared = required_permission(app.view_functions[rule.endpoint])
        assert declared in known | {PUBLIC, SIGNED_IN}, rule.rule
        if declared == PUBLIC:
            public.add(rule.rule)
    assert public == OPEN_TO_ALL


def test_the_application_refuses_to_start_with_a_silent_route() -> None:
    app = Flask("silent")
    app.add_url_rule("/silent", view_func=lambda: "", endpoint="silent")
    with pytest.raises(RouteWithoutPermission, match="/silent"):
        check_routes(app, frozenset())


def test_nothing_is_shown_to_nobody(app: Flask) -> None:
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if rule.rule in OPEN_TO_ALL or "GET" not in (rule.methods or ()):
            continue
        answer = client.get(address_of(rule))
        assert answer.status_code == 303, rule.rule
        assert answer.headers["Location"].startswith("/sign-in"), rule.rule
        assert client.get(address_of(rule), headers={"Accept": "application/json"}).status_code == 401, rule.rule


def test_nothing_is_done_for_nobody(app: Flask) -> None:
    client = app.test_client()
    proper = {"X-CSRFToken": form_on(client, "/sign-in")["csrf_token"]}
    for rule in app.url_map.iter_rules():
        for method in {"POST", "PUT", "PATCH", "DELETE"} & (rule.methods or set()):
            if rule.rule != "/sign-in":
                answer = client.open(address_of(rule), method=method, headers=proper)
                assert answer.status_code == 303, f"{method} {rule.rule}"
                assert answer.headers["Location"].startswith("/sign-in"), f"{method} {rule.rule}"


@pytest.mark.parametrize("role", [code for code, _name in ROLES])
def test_each_role_is_let_in_exactly_where_it_may(
    app: Flask, client_as: Callable[..., FlaskClient], role: str
) -> None:
    """A role without the permission is refused before anything is looked up; one with it meets no refusal."""
    held = {
        permission.name
        for module in MODULES
        for permission in module.permissions
        if role == "administrator" or role in permission.roles
    }
    client = client_as(role)
    for rule in app.url_map.iter_rules():
        declared = required_permission(app.view_functions[rule.endpoint])
        if declared in {PUBLIC, SIGNED_IN} or "GET" not in (rule.methods or ()):
            continue
        if declared in held:
            answer = client.get(address_of(rule))
            assert answer.status_code in {200, 303, 404, 422}, f"{role} GET {rule.rule}: {answer.status_code}"
        else:
            answer = client.get(address_of(rule), headers={"Accept": "application/json"})
            assert answer.status_code == 403, f"{role} GET {rule.rule}"
            assert declared in answer.get_json()["error"]["message"], rule.rule


def test_nobody_without_a_role_gets_further_than_home(app: Flask, services: Services) -> None:
    client = signed_in(app, services, user_with_role(services, None))
    assert client.get("/").status_code == 200
    for rule in app.url_map.iter_rules():
        declared = required_permission(app.view_functions[rule.endpoint])
        if declared not in {PUBLIC, SIGNED_IN} and "GET" in (rule.methods or ()):
            answer = client.get(address_of(rule), headers={"Accept": "application/json"})
            assert answer.status_code == 403, rule.rule


@pytest.mark.parametrize("role", [code for code, _name in ROLES if code != "administrator"])
def test_each_role_is_kept_from_doing_what_it_may_not(
    app: Flask, client_as: Callable[..., FlaskClient], role: str
) -> None:
    """Whatever would change something is refused by name, before the form is read."""
    held = {permission.name for module in MODULES for permission in module.permissions if role in permission.roles}
    client = client_as(role)
    proper = {"X-CSRFToken": form_on(client, "/", "/sign-out")["csrf_token"], "Accept": "application/json"}
    refused = 0
    for rule in app.url_map.iter_rules():
        declared = required_permission(app.view_functions[rule.endpoint])
        if declared in {PUBLIC, SIGNED_IN} | held:
            continue
        for method in {"POST", "PUT", "PATCH", "DELETE"} & (rule.methods or set()):
            answer = client.open(address_of(rule), method=method, headers=proper)
            assert answer.status_code == 403, f"{role} {method} {rule.rule}: {answer.status_code}"
            assert declared in answer.get_json()["error"]["message"], rule.rule
            refused += 1
    assert refused > 10, "no route was tried"
