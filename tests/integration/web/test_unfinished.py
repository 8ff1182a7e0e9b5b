"""A long form is kept while it is typed, gone on with elsewhere, finished by its step, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from tests.builders.crm import a_customer, a_shop
from tests.kit.web_client import form_on

OF_THE_SHELL = {"csrf_token", "request_key", "shown_on", "kept_as"}
PAGE = "/crm/orders/new?customer={code}"


@pytest.fixture
def order_page(services: Services, system: Actor) -> str:
    """The page of a new order for a customer of a shop that sells bolts."""
    with services.units.begin(system) as work:
        shop = a_shop(work)
        shop.item(work, "2.50", sku="BOLT-8")
        customer_id = a_customer(work, shop.company)
        code = work.session.scalar(text("SELECT code FROM crm.customer WHERE id = :id"), {"id": customer_id})
    return PAGE.format(code=code)


def save(client: FlaskClient, held: dict[str, str], shown_on: str, since: int = 0, **more: Any) -> TestResponse:
    """One save, as the page's script sends it."""
    body = {
        "save_id": str(uuid4()), "since": since, "kind": "crm.sales_order", "label": "C1 Harbor", "page": shown_on,
        "action": "/crm/orders", "line_count": 1, "whole": since == 0, "texts": {}, "removed": [], **more,
    }  # fmt: skip
    if since == 0 and isinstance(body["texts"], dict):
        of_the_page = {name: value for name, value in held.items() if value and name not in OF_THE_SHELL}
        body["texts"] = {**of_the_page, **body["texts"]}
    return client.post(
        f"/unfinished/{held['kept_as']}", json=body, headers={"X-CSRFToken": held["csrf_token"]}
    )


def test_what_was_typed_is_offered_and_shown_again_as_it_was(client: FlaskClient, order_page: str) -> None:
    held = form_on(client, order_page, "/crm/orders")
    typed = {"customer_reference": "PO 7", "lines-0-item": "BOLT-8", "lines-0-qty": "4"}
    first = save(client, held, order_page, texts=typed)
    assert first.json == {"saved_no": 1}
    second = save(client, held, order_page, since=1, texts={"lines-0-qty": "5", "lines-1-item": "NOSU"}, line_count=2,
                  removed=["customer_reference"])  # fmt: skip
    assert second.json == {"saved_no": 2}
    listed = client.get("/crm/orders").text
    assert "1 unfinished entry" in listed
    assert "2 lines" in listed
    assert f"go_on={held['kept_as']}" in listed
    shown = form_on(client, f"{order_page}&go_on={held['kept_as']}", "/crm/orders")
    assert (shown["lines-0-item"], shown["lines-0-qty"], shown["lines-1-item"]) == ("BOLT-8", "5", "NOSU")
    assert shown["customer_reference"] == ""
    assert shown["kept_as"] == held["kept_as"]
    assert "lines-4-item" in shown  # and blank lines to go on in


def test_a_save_whose_answer_was_lost_counts_once_and_another_window_is_told(
    client: FlaskClient, order_page: str
) -> None:
    held = form_on(client, order_page, "/crm/orders")
    key = str(uuid4())
    assert save(client, held, order_page, save_id=key, texts={"lines-0-item": "A"}).json == {"saved_no": 1}
    assert save(client, held, order_page, save_id=key, texts={"lines-0-item": "A"}).json == {"saved_no": 1}
    stale = save(client, held, order_page, since=5, texts={"lines-0-item": "B"})
    assert stale.status_code == 409
    assert "another window" in stale.json["error"]["message"]


def test_the_step_finishes_it_and_no_second_window_can_take_it_again(
    client: FlaskClient, services: Services, order_page: str
) -> None:
    held = form_on(client, order_page, "/crm/orders")
    save(client, held, order_page, texts={"lines-0-item": "BOLT-8", "lines-0-qty": "4"})
    in_two_windows = [form_on(client, f"{order_page}&go_on={held['kept_as']}", "/crm/orders") for _ in range(2)]
    answers = [client.post("/crm/orders", data={**form, "decision": "draft"}) for form in in_two_windows]
    assert [answer.status_code for answer in answers] == [303, 409]
    with services.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM crm.sales_order")) == 1
        assert connection.scalar(text("SELECT content FROM kernel.unfinished_form")) == {}
    assert "unfinished entr" not in client.get("/crm/orders").text
    late = save(client, held, order_page, since=1, texts={"lines-0-qty": "9"})
    assert late.status_code == 409
    gone = client.get(f"{order_page}&go_on={held['kept_as']}").text
    assert "nothing of it is left" in gone


def test_a_refused_order_stays_the_same_unfinished_entry(client: FlaskClient, order_page: str) -> None:
    held = form_on(client, order_page, "/crm/orders")
    typed = {"decision": "submit", "lines-0-item": "NOSUCH", "lines-0-qty": "1"}
    answer = client.post("/crm/orders", data={**held, **typed})
    assert answer.status_code == 404
    assert f'value="{held["kept_as"]}"' in answer.text


def test_it_is_nobody_else_s(client: FlaskClient, client_as: Callable[..., FlaskClient], order_page: str) -> None:
    held = form_on(client, order_page, "/crm/orders")
    save(client, held, order_page, texts={"lines-0-item": "BOLT-8"})
    other = client_as("sales")
    theirs = form_on(other, order_page, "/crm/orders")
    assert save(other, {**theirs, "kept_as": held["kept_as"]}, order_page, since=1).status_code == 403
    assert "unfinished entr" not in other.get("/crm/orders").text
    assert form_on(other, f"{order_page}&go_on={held['kept_as']}", "/crm/orders")["lines-0-item"] == ""


def test_it_is_discarded_and_bad_saves_are_refused(client: FlaskClient, order_page: str) -> None:
    held = form_on(client, order_page, "/crm/orders")
    save(client, held, order_page, texts={"lines-0-item": "BOLT-8"})
    assert "BOLT-8" not in client.get("/unfinished").text
    assert "C1 Harbor" in client.get("/unfinished").text
    token = {"csrf_token": held["csrf_token"]}
    assert client.post(f"/unfinished/{held['kept_as']}/discard", data=token).status_code == 303
    assert "Nothing is unfinished." in client.get("/unfinished").text
    fresh = form_on(client, order_page, "/crm/orders")
    for wrong in ({"page": "//elsewhere.example/x"}, {"page": "https://elsewhere.example"},
                  {"texts": {"a": "x" * 5000}}, {"texts": {"a": ["no", "text"]}}, {"since": -1},
                  {"stranger": 1}):  # fmt: skip
        assert save(client, fresh, order_page, **wrong).status_code == 422, wrong
