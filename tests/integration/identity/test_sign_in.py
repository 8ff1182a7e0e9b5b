"""Signing in: the right password opens a session, wrong ones lock the name, and what is ended is over at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from erp.identity.api import create_user
from erp.identity.sessions.models import IDLE, LONGEST
from erp.identity.sign_in.attempt import FAILURES_OF_ONE_NAME, LockedOut, sign_in
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.clock import FixedClock
from erp.kernel.errors import Refused
from tests.kit.web_client import PASSWORD, form_on, post_form, signed_in, user_with_role


def test_the_right_password_opens_a_session(app: Flask, services: Services) -> None:
    user_with_role(services, "warehouse")
    client = app.test_client()

    refused = client.get("/")
    assert refused.status_code == 303
    assert refused.headers["Location"] == "/sign-in?next=/"

    answer = post_form(
        client, "/sign-in", {"user_name": " Warehouse ", "password": PASSWORD}, page="/sign-in?next=/account"
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith("erp_session="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert client.get("/account").status_code == 200


def test_the_token_is_kept_only_as_a_hash(app: Flask, services: Services) -> None:
    user_with_role(services, "warehouse")
    token = sign_in(services.units, user_name="warehouse", password=PASSWORD, address="10.0.0.1", browser="x")
    with services.engine.connect() as connection:
        kept = connection.scalar(text("SELECT row_to_json(s)::text FROM identity.web_session s"))
    assert token not in str(kept)


@pytest.mark.parametrize("address", ["//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example", "x"])
def test_signing_in_never_leads_elsewhere(app: Flask, services: Services, address: str) -> None:
    user_with_role(services, "warehouse")
    client = app.test_client()
    held = form_on(client, "/sign-in")
    answer = client.post("/sign-in", data={**held, "user_name": "warehouse", "password": PASSWORD, "next": address})
    assert answer.headers["Location"] == "/"


def test_a_wrong_name_and_a_wrong_password_are_refused_alike(app: Flask, services: Services) -> None:
    user_with_role(services, "warehouse")
    client = app.test_client()
    wrong_password = post_form(client, "/sign-in", {"user_name": "warehouse", "password": "wrong"})
    wrong_name = post_form(client, "/sign-in", {"user_name": "nobody", "password": PASSWORD})
    assert wrong_password.status_code == wrong_name.status_code == 422
    message = "The user name or the password is wrong."
    assert message in wrong_password.text
    assert message in wrong_name.text
    assert 'value="warehouse"' in wrong_password.text, "what was typed stays"
    assert "wrong" not in form_value(wrong_password.text, "password"), "but never a password"


def test_five_wrong_passwords_lock_the_name_for_fifteen_minutes(services: Services, clock: FixedClock) -> None:
    user_with_role(services, "warehouse")
    for _ in range(FAILURES_OF_ONE_NAME):
        with pytest.raises(Refused, match="is wrong"):
            sign_in(services.units, user_name="warehouse", password="wrong", address="10.0.0.1", browser="x")
    with pytest.raises(LockedOut, match="Wait 15 minutes"):
        sign_in(services.units, user_name="WAREHOUSE", password=PASSWORD, address="10.0.0.2", browser="x")
    clock.at += timedelta(minutes=15, seconds=1)
    assert sign_in(services.units, user_name="warehouse", password=PASSWORD, address="10.0.0.2", browser="x")


def test_guesses_at_the_same_time_are_all_counted(services: Services) -> None:
    user_with_role(services, "warehouse")

    def guess(number: int) -> str:
        try:
            sign_in(services.units, user_name="warehouse", password=f"guess {number}", address="10.0.0.1", browser="x")
        except LockedOut:
            return "locked"
        except Refused:
            return "wrong"
        return "in"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(16)))
    assert answers.count("wrong") == FAILURES_OF_ONE_NAME
    assert answers.count("locked") == 16 - FAILURES_OF_ONE_NAME


def test_an_administrator_unlocks_at_once(client: FlaskClient, services: Services) -> None:
    user_id = user_with_role(services, "warehouse")
    for _ in range(FAILURES_OF_ONE_NAME):
        with pytest.raises(Refused):
            sign_in(services.units, user_name="warehouse", password="wrong", address="10.0.0.1", browser="x")
    assert "Locked" in client.get(f"/identity/users/{user_id}").text
    answer = post_form(client, f"/identity/users/{user_id}/unlock", {}, page=f"/identity/users/{user_id}", follow=True)
    assert "The user can try again." in answer.text
    assert sign_in(services.units, user_name="warehouse", password=PASSWORD, address="10.0.0.1", browser="x")


def test_many_failures_from_one_address_shut_the_address_out(services: Services) -> None:
    user_with_role(services, "warehouse")
    with services.engine.begin() as connection:
        connection.execute(
            text("""INSERT INTO identity.sign_in_attempt (id, user_name, address, outcome, at)
                    SELECT gen_random_uuid(), 'name ' || n, '10.9.9.9', 'failed', :now
                    FROM generate_series(1, 50) n"""),
            {"now": services.clock.now()},
        )
    with pytest.raises(LockedOut, match="this address"):
        sign_in(services.units, user_name="warehouse", password=PASSWORD, address="10.9.9.9", browser="x")
    assert sign_in(services.units, user_name="warehouse", password=PASSWORD, address="10.9.9.8", browser="x")


def test_a_session_ends_when_idle_and_at_the_end_of_its_day(
    app: Flask, services: Services, clock: FixedClock
) -> None:
    user_id = user_with_role(services, "warehouse")
    client = signed_in(app, services, user_id)
    assert client.get("/account").status_code == 200
    clock.at += IDLE - timedelta(minutes=1)
    assert client.get("/account").status_code == 200, "seen in time"
    clock.at += IDLE - timedelta(minutes=1)
    assert client.get("/account").status_code == 200, "the last request counted as seen"
    clock.at += IDLE + timedelta(seconds=1)
    assert client.get("/account").status_code == 303, "idle too long"

    client = signed_in(app, services, user_id)
    for _ in range(int(LONGEST / timedelta(hours=1)) - 1):
        clock.at += timedelta(hours=1)
        assert client.get("/account").status_code == 200
    clock.at += timedelta(hours=1, seconds=1)
    assert client.get("/account").status_code == 303, "never idle, but the day is over"


def test_signing_out_ends_the_session_on_the_server(app: Flask, services: Services) -> None:
    client = signed_in(app, services, user_with_role(services, "warehouse"))
    cookie = client.get_cookie("erp_session")
    assert cookie is not None
    assert post_form(client, "/sign-out", {}, page="/account").status_code == 303
    client.set_cookie("erp_session", cookie.value)
    assert client.get("/account").status_code == 303, "the old token opens nothing"


def test_an_administrator_ends_anybodys_session(
    client: FlaskClient, app: Flask, services: Services, client_as: Callable[..., FlaskClient]
) -> None:
    other = client_as("warehouse")
    assert other.get("/account").status_code == 200
    with services.engine.connect() as connection:
        session_id = connection.scalar(text("""
            SELECT s.id FROM identity.web_session s JOIN identity.user_account u ON u.id = s.user_id
            WHERE u.user_name = 'warehouse'"""))
    answer = post_form(client, f"/identity/sessions/{session_id}/end", {}, page="/identity/sessions")
    assert answer.status_code == 303
    assert other.get("/account").status_code == 303


def test_nobody_ends_a_strangers_session(client_as: Callable[..., FlaskClient], services: Services) -> None:
    client_as("buyer")
    warehouse = client_as("warehouse")
    with services.engine.connect() as connection:
        session_id = connection.scalar(text("""
            SELECT s.id FROM identity.web_session s JOIN identity.user_account u ON u.id = s.user_id
            WHERE u.user_name = 'buyer'"""))
    held = form_on(warehouse, "/account", "/account/password")
    answer = warehouse.post(f"/account/sessions/{session_id}/end", data=held)
    assert answer.status_code == 403


def test_a_shut_out_user_is_out_at_once(
    client: FlaskClient, client_as: Callable[..., FlaskClient], services: Services
) -> None:
    other = client_as("warehouse")
    with services.engine.connect() as connection:
        user_id = connection.scalar(text("SELECT id FROM identity.user_account WHERE user_name = 'warehouse'"))
    page = f"/identity/users/{user_id}"
    assert post_form(client, f"{page}/deactivate", {}, page=page).status_code == 303
    assert other.get("/account").status_code == 303
    with pytest.raises(Refused, match="is wrong"):
        sign_in(services.units, user_name="warehouse", password=PASSWORD, address="10.0.0.1", browser="x")


def test_a_first_password_must_be_replaced_before_anything_else(app: Flask, services: Services) -> None:
    services.units.run(
        Actor.system("test"),
        lambda work: create_user(
            work, user_name="new.buyer", display_name="New Buyer", password="first password 1",
            roles=[("administrator", None)],
        ),
    )  # fmt: skip
    client = app.test_client()
    post_form(client, "/sign-in", {"user_name": "new.buyer", "password": "first password 1"})
    refused = client.get("/identity/users")
    assert (refused.status_code, refused.headers["Location"]) == (303, "/account")
    changed = {"present": "first password 1", "password": "a password of my own", "again": "a password of my own"}
    answer = post_form(client, "/account/password", changed, page="/account")
    assert answer.status_code == 303, answer.text
    assert client.get("/identity/users").status_code == 200


def test_a_changed_password_signs_other_browsers_out_and_forgets_the_demo_hint(app: Flask, services: Services) -> None:
    user_id = user_with_role(services, "sales")
    here, elsewhere = signed_in(app, services, user_id), signed_in(app, services, user_id)
    changed = {"present": PASSWORD, "password": "another long sentence", "again": "another long sentence"}
    assert post_form(here, "/account/password", changed, page="/account").status_code == 303
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "at least 10"), ("password123", "stranger"), ("aaaaaaaaaaaa", "stranger"),
        ("sales and more", "user name"),
    ],
)
def test_poor_passwords_are_refused(client_as: Callable[..., FlaskClient], password: str, why: str) -> None:
    answer = post_form(
        client_as("sales"), "/account/password", {"present": PASSWORD, "password": password, "again": password},
        page="/account",
    )  # fmt: skip
    assert answer.status_code == 422
    assert why in answer.text


def form_value(page: str, name: str) -> str:
    """What a field of the page holds."""
    start = page.index(f'name="{name}"')
    tag = page[page.rindex("<input", 0, start) : page.index(">", start)]
    return tag.partition('value="')[2].partition('"')[0]
