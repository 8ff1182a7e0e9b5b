"""A form sent several times acts once and is answered the same each time; its key with other content is refused."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from erp.kernel.assembly import Services
from tests.kit.web_client import SESSION_COOKIE, form_on, post_form, signed_in, user_with_role

NEW_USER = {
    "user_name": "kim", "display_name": "Kim Okafor", "email": "", "password": "a first sentence", "role": "buyer",
    "branch_id": "",
}  # fmt: skip


def count_users(services: Services, name: str = "kim") -> int:
    with services.engine.connect() as connection:
        return int(connection.scalar(
            text("SELECT count(*) FROM identity.user_account WHERE user_name = :name"), {"name": name}
        ) or 0)  # fmt: skip


def test_five_posts_at_the_same_time_act_once(app: Flask, client: FlaskClient, services: Services) -> None:
    sent = {**form_on(client, "/identity/users/new"), **NEW_USER}
    cookies = [client.get_cookie(SESSION_COOKIE), client.get_cookie("erp_page")]
    together = Barrier(5)

    def send(_number: int) -> tuple[int, str]:
        own = app.test_client()
        for cookie in cookies:
            assert cookie is not None
            own.set_cookie(cookie.key, cookie.value)
        together.wait()
        answer = own.post("/identity/users/new", data=sent)
        return answer.status_code, answer.headers.get("Location", answer.text[:500])

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(send, range(5)))
    assert len(set(answers)) == 1, answers
    assert answers[0][0] == 303
    assert answers[0][1].startswith("/identity/users/")
    assert count_users(services) == 1


def test_the_same_key_with_other_content_is_a_conflict(client: FlaskClient, services: Services) -> None:
    sent = {**form_on(client, "/identity/users/new"), **NEW_USER}
    assert client.post("/identity/users/new", data=sent).status_code == 303
    other = client.post("/identity/users/new", data={**sent, "user_name": "lee"})
    assert other.status_code == 409
    assert "Load the page again" in other.text
    assert count_users(services, "lee") == 0


def test_the_same_key_of_another_person_is_a_conflict(app: Flask, client: FlaskClient, services: Services) -> None:
    sent = {**form_on(client, "/identity/users/new"), **NEW_USER}
    assert client.post("/identity/users/new", data=sent).status_code == 303
    other = signed_in(app, services, user_with_role(services, "administrator", name="second.admin"))
    token = form_on(other, "/identity/users/new")["csrf_token"]
    assert other.post("/identity/users/new", data={**sent, "csrf_token": token}).status_code == 409


@pytest.mark.parametrize("key", ["", "short", "x" * 129, "has spaces in it", "semi;colon1"])
def test_a_request_without_a_proper_key_does_nothing(client: FlaskClient, services: Services, key: str) -> None:
    sent = {**form_on(client, "/identity/users/new"), **NEW_USER, "request_key": key}
    assert client.post("/identity/users/new", data=sent).status_code == 422
    assert count_users(services) == 0


def test_a_refused_step_leaves_its_key_free(client: FlaskClient, services: Services) -> None:
    sent = {**form_on(client, "/identity/users/new"), **NEW_USER, "password": "short"}
    assert client.post("/identity/users/new", data=sent).status_code == 422
    assert client.post("/identity/users/new", data={**sent, **NEW_USER}).status_code == 303
    assert count_users(services) == 1


def test_what_is_kept_with_a_key_reveals_no_password(client: FlaskClient, services: Services) -> None:
    assert post_form(client, "/identity/users/new", NEW_USER).status_code == 303
    with services.engine.connect() as connection:
        kept = str(connection.execute(text("SELECT * FROM kernel.request_key")).all())
        trail = str(connection.execute(text("SELECT * FROM kernel.audit_entry")).all())
    assert NEW_USER["password"] not in kept + trail
    assert "argon2" not in kept + trail
