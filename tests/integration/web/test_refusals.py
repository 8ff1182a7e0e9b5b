"""A refused form comes back as it was typed, with its marks; every kind of client gets its own kind of answer."""


import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from erp.kernel.assembly import Services
from tests.kit.web_client import form_on, post_form

WRONG = {
    "user_name": "Kim Smith!", "display_name": "Kim <b>Okafor</b>", "email": "nobody", "password": "a first one",
    "role": "buyer",
}  # fmt: skip


def test_a_refused_form_keeps_what_was_typed(client: FlaskClient) -> None:
    answer = post_form(client, "/identity/users/new", WRONG)
    assert answer.status_code == 422
    assert "Nothing was saved. One entry needs correcting; it is marked." in answer.text
    assert "Enter one e-mail address" in answer.text
    assert 'value="Kim Smith!"' in answer.text
    assert "Kim &lt;b&gt;Okafor&lt;/b&gt;" in answer.text, "and it is shown as text, never as markup"
    assert '<option value="buyer" selected>' in answer.text
    assert WRONG["password"] not in answer.text, "but a password is typed anew"
    field = answer.text[answer.text.index('name="email"') - 400 : answer.text.index('name="email"') + 200]
    assert "autofocus" in field, "the first wrong field has the cursor"
    assert 'aria-invalid="true"' in field


def test_a_refusal_of_the_use_case_marks_its_field(client: FlaskClient) -> None:
    answer = post_form(client, "/identity/users/new", {**WRONG, "email": ""})
    assert answer.status_code == 422
    assert "A user name has 2 to 64 letters" in answer.text
    tag = answer.text[answer.text.index('name="user_name"') - 300 : answer.text.index('name="user_name"') + 200]
    assert 'aria-invalid="true"' in tag


def test_the_page_with_a_refused_form_shows_it_among_its_other_forms(client: FlaskClient, services: Services) -> None:
    with services.engine.connect() as connection:
        user_id = connection.scalar(text("SELECT id FROM identity.user_account"))
    page = f"/identity/users/{user_id}"
    answer = post_form(client, f"{page}/change", {"display_name": "", "email": "x@y.example"}, page=page)
    assert answer.status_code == 422
    assert 'value="x@y.example"' in answer.text, "typed into this form"
    assert "This field is needed." in answer.text
    assert "<h1>administrator of the tests</h1>" in answer.text, "the page itself shows what is stored"
    assert answer.text.count('class="mark-text" id=') == 1, "no other form of the page is marked"


def test_a_conflict_is_told_on_the_page(client: FlaskClient, services: Services) -> None:
    with services.engine.connect() as connection:
        user_id = connection.scalar(text("SELECT id FROM identity.user_account"))
    page = f"/identity/users/{user_id}"
    answer = post_form(client, f"{page}/deactivate", {}, page=page)
    assert answer.status_code == 422
    assert "You cannot shut yourself out." in answer.text
    assert "<h1>administrator of the tests</h1>" in answer.text


def test_a_program_gets_json(client: FlaskClient) -> None:
    token = form_on(client, "/identity/users/new")["csrf_token"]
    answer = client.post(
        "/identity/users/new", json={"user_name": "kim", "display_name": "Kim"},
        headers={"X-CSRFToken": token, "Idempotency-Key": "key-number-1"},
    )  # fmt: skip
    assert answer.status_code == 422
    error = answer.get_json()["error"]
    assert error["fields"] == {"password": "This field is needed.", "role": "This field is needed."}
    assert error["correlation_id"] == answer.headers["X-Correlation-Id"]
    missing = client.get("/identity/users/01990000-0000-7000-8000-000000000000", headers={"Accept": "application/json"})
    assert (missing.status_code, missing.get_json()["error"]["message"]) == (404, "There is no such user.")


def test_htmx_gets_a_message_for_the_place_of_messages(client: FlaskClient) -> None:
    answer = client.get("/identity/users/01990000-0000-7000-8000-000000000000", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert answer.headers["HX-Retarget"] == "#messages"
    assert "<html" not in answer.text
    assert "There is no such user." in answer.text


def test_an_unknown_page_is_told_kindly(client: FlaskClient, app: Flask) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page." in answer.text
    assert app.test_client().get("/nowhere").status_code == 404
    wrong_way = client.post("/identity/users", data=form_on(client, "/identity/users/new"))
    assert wrong_way.status_code == 405
    assert "GET" in wrong_way.headers["Allow"]


def test_a_fault_of_ours_tells_its_number_and_nothing_else(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.view_functions, "web_home.show", lambda: 1 / 0)
    answer = client.get("/")
    assert answer.status_code == 500
    assert answer.headers["X-Correlation-Id"] in answer.text
    assert "ZeroDivision" not in answer.text
    as_json = client.get("/", headers={"Accept": "application/json"})
    assert as_json.get_json()["error"]["status"] == 500


def test_without_the_database_there_is_a_fault_page_and_no_crash(client: FlaskClient, services: Services) -> None:
    services.engine.dispose()
    real = services.engine.dialect.connect

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise services.engine.dialect.loaded_dbapi.OperationalError("no server")

    services.engine.dialect.connect = refuse  # type: ignore[method-assign,assignment]
    try:
        away = client.get("/")
        assert away.status_code == 503
        assert "The database does not answer" in away.text
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503
        assert client.get("/metrics").status_code == 200
    finally:
        services.engine.dialect.connect = real  # type: ignore[method-assign]
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("value", ["not-a-uuid", "00000000-0000-7000-8000-00000000000g", "..%2f..%2fetc%2fpasswd"])
def test_addresses_that_are_none_are_not_found(client: FlaskClient, value: str) -> None:
    assert client.get(f"/identity/users/{value}").status_code == 404
    assert client.get(f"/static/{value}").status_code == 404


def test_a_correlation_id_of_the_caller_is_used_when_it_is_one(client: FlaskClient, services: Services) -> None:
    own = "0199aaaa-0000-7000-8000-000000000001"
    sent = {
        **form_on(client, "/identity/users/new"), "user_name": "kim", "display_name": "Kim", "email": "",
        "password": "a first one 1", "role": "buyer",
    }  # fmt: skip
    answer = client.post("/identity/users/new", data=sent, headers={"X-Correlation-Id": own})
    assert answer.headers["X-Correlation-Id"] == own
    with services.engine.connect() as connection:
        kept = connection.scalar(text("""
            SELECT correlation_id FROM kernel.audit_entry
            WHERE table_name = 'identity.user_account' AND changed -> 'user_name' ->> 1 = 'kim'"""))
    assert str(kept) == own, "from the request to the records"
    assert client.get("/", headers={"X-Correlation-Id": "<script>"}).headers["X-Correlation-Id"] != "<script>"


