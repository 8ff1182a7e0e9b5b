"""A list under a name: one's own or shared, one of them opens first, and the address alone shows the same."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from tests.builders.organization import a_company
from tests.kit.web_client import Forms, signed_in, user_with_role

LIST = "/crm/customers"
CHOSEN = f"{LIST}?q=harbor&status=active&sort=-name&columns=name&columns=code"
SAVE = "/lists/views"


@pytest.fixture(autouse=True)
def company(services: Services, system: Actor) -> None:
    services.units.run(system, a_company)


def form_to(client: FlaskClient, page: str, action: str) -> tuple[str, dict[str, str]]:
    """The form of a page whose action matches."""
    shown = client.get(page)
    assert shown.status_code == 200, shown.status_code
    return next((found, held) for found, held in Forms(shown.text).forms if re.fullmatch(action, found))


def send(client: FlaskClient, page: str, action: str, **typed: str):  # type: ignore[no-untyped-def]
    found, held = form_to(client, page, action)
    return client.post(found, data={**held, **typed})


def tabs(client: FlaskClient, page: str = f"{LIST}?view=all") -> list[tuple[str, str]]:
    strip = client.get(page).text.partition('class="view-tabs"')[2].partition("</nav>")[0]
    found = re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', strip, re.S)
    return [(re.sub(r"<[^>]+>", " ", name).strip(), href.replace("&amp;", "&")) for href, name in found]


def test_a_view_is_saved_and_leads_to_the_address_that_shows_the_same(client: FlaskClient) -> None:
    assert tabs(client) == []
    answer = send(client, CHOSEN, SAVE, name="Harbors")
    assert answer.headers["Location"] == CHOSEN
    assert tabs(client) == [("All", LIST), ("Harbors", CHOSEN)]
    page = client.get(CHOSEN).text
    assert 'class="here" aria-current="page">Harbors' in page
    other_way_round = client.get(f"{LIST}?status=active&q=harbor&sort=-name&columns=name&columns=code").text
    assert 'class="here" aria-current="page">Harbors' in other_way_round
    elsewhere = client.get(f"{LIST}?q=other").text.partition('class="view-tabs"')[2].partition("</nav>")[0]
    assert 'class="here"' not in elsewhere


def test_saving_under_the_same_name_replaces_it(client: FlaskClient) -> None:
    send(client, CHOSEN, SAVE, name="Mine")
    send(client, f"{LIST}?status=inactive", SAVE, name="Mine")
    assert tabs(client)[1:] == [("Mine", f"{LIST}?status=inactive")]


def test_what_says_nothing_is_not_kept(client: FlaskClient) -> None:
    _, held = form_to(client, CHOSEN, SAVE)
    refused = client.post(SAVE, data={**held, "name": "Nothing", "query": "after=abc&view=all&format=csv"})
    assert refused.status_code == 422
    assert "There is nothing to keep yet" in refused.text
    refused = client.post(SAVE, data={**held, "name": "  "})
    assert refused.status_code == 422
    assert tabs(client) == []


def test_a_list_opens_in_its_usual_view_and_only_without_a_word(client: FlaskClient) -> None:
    send(client, CHOSEN, SAVE, name="Harbors", is_usual="1")
    opened = client.get(LIST)
    assert (opened.status_code, opened.headers["Location"]) == (302, CHOSEN)
    assert client.get(f"{LIST}?q=").status_code == 200, "filters that were emptied are a word"
    assert client.get(f"{LIST}?view=all").status_code == 200
    assert tabs(client)[0] == ("All", f"{LIST}?view=all")
    assert client.get(LIST, headers={"Accept": "application/json"}).status_code == 200, "programs get what they ask for"
    send(client, f"{LIST}?status=inactive", SAVE, name="Gone", is_usual="1")
    assert client.get(LIST).headers["Location"] == f"{LIST}?status=inactive", "each list has one"
    send(client, f"{LIST}?status=inactive", r"/lists/views/[0-9a-f-]{36}/set-usual")
    assert client.get(LIST).status_code == 200


def test_a_refused_form_is_shown_again_on_a_list_that_opens_elsewhere(client: FlaskClient) -> None:
    send(client, f"{LIST}?status=inactive", SAVE, name="Gone", is_usual="1")
    _, held = form_to(client, CHOSEN, SAVE)
    again = client.post(SAVE, data={**held, "name": "", "shown_on": LIST})
    assert again.status_code == 422
    assert "<h1" in again.text
    assert 'data-list' in again.text


def test_views_are_each_persons_own_unless_they_are_shared(
    client: FlaskClient, client_as: Callable[..., FlaskClient]
) -> None:
    send(client, CHOSEN, SAVE, name="Mine")
    send(client, f"{LIST}?status=inactive", SAVE, name="Ours", is_shared="1")
    sales = client_as("sales")
    assert [name for name, _href in tabs(sales)] == ["All", "Ours shared"]
    page = sales.get(f"{LIST}?status=inactive").text
    assert "/change" not in page.partition('class="list-menus"')[2].partition("</details>")[0]
    send(sales, f"{LIST}?status=inactive", r"/lists/views/[0-9a-f-]{36}/set-usual")
    assert sales.get(LIST).status_code == 302, "a shared view may be one's usual one"
    send(client, f"{LIST}?status=inactive", r"/lists/views/[0-9a-f-]{36}/change", name="Ours", is_shared="")
    assert sales.get(LIST).status_code == 200, "it is no longer shared"


def test_sharing_needs_its_permission(client: FlaskClient, client_as: Callable[..., FlaskClient]) -> None:
    sales = client_as("sales")
    _, held = form_to(sales, CHOSEN, SAVE)
    assert "is_shared" not in sales.get(CHOSEN).text
    assert sales.post(SAVE, data={**held, "name": "Ours", "is_shared": "1"}).status_code == 403
    send(sales, CHOSEN, SAVE, name="Mine")
    change, held = form_to(sales, CHOSEN, r"/lists/views/[0-9a-f-]{36}/change")
    assert sales.post(change, data={**held, "is_shared": "1"}).status_code == 403
    assert client.post(change, data={**form_to(client, CHOSEN, SAVE)[1], "name": "Taken"}).status_code == 404
    send(client, f"{LIST}?status=inactive", SAVE, name="Ours", is_shared="1")
    shared, _ = form_to(client, f"{LIST}?status=inactive", r"/lists/views/[0-9a-f-]{36}/delete")
    assert sales.post(shared, data=form_to(sales, CHOSEN, change)[1]).status_code == 403


def test_a_view_is_renamed_and_deleted(client: FlaskClient) -> None:
    send(client, CHOSEN, SAVE, name="One")
    send(client, f"{LIST}?status=inactive", SAVE, name="Two")
    change = r"/lists/views/[0-9a-f-]{36}/change"
    taken = send(client, CHOSEN, change, name="Two")
    assert taken.status_code == 409
    assert "There is a view named Two already" in taken.text
    send(client, CHOSEN, change, name="Uno")
    assert [name for name, _href in tabs(client)] == ["All", "Two", "Uno"]
    send(client, CHOSEN, r"/lists/views/[0-9a-f-]{36}/delete")
    assert [name for name, _href in tabs(client)] == ["All", "Two"]


def test_views_are_kept_only_of_lists_one_may_see(client_as: Callable[..., FlaskClient]) -> None:
    sales = client_as("sales")
    _, held = form_to(sales, CHOSEN, SAVE)
    assert sales.post(SAVE, data={**held, "name": "x", "list": "identity_users.index"}).status_code == 403
    assert sales.post(SAVE, data={**held, "name": "x", "list": "nowhere.index"}).status_code == 404
    assert sales.post(SAVE, data={**held, "name": "x", "list": "identity_sign_in.show"}).status_code == 404


def test_views_of_one_company_are_not_seen_in_another(
    app: Flask, services: Services, system: Actor, client: FlaskClient
) -> None:
    send(client, CHOSEN, SAVE, name="Mine", is_shared="1")
    other = services.units.run(system, a_company)
    person = user_with_role(services, "sales", other.branch_id, name="elsewhere")
    assert tabs(signed_in(app, services, person)) == []


def test_the_audit_trail_says_who_changed_a_view(client: FlaskClient, services: Services) -> None:
    send(client, CHOSEN, SAVE, name="Mine")
    with services.engine.connect() as connection:
        told = connection.execute(
            text("SELECT actor, action FROM kernel.audit_entry WHERE table_name = 'overview.saved_view'")
        ).all()
    assert told == [("administrator", "insert")]
