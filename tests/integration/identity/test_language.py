"""Everybody reads in their own language and types numbers their own way; the books store the same."""

from tests.kit.web_client import post_form


def test_the_browser_decides_until_the_person_does(client):
    assert 'lang="en"' in client.get("/account").text
    german = client.get("/account", headers={"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"})
    assert 'lang="de"' in german.text
    assert german.headers["Content-Language"] == "de"
    assert 'lang="en"' in client.get("/account", headers={"Accept-Language": "fr-FR"}).text


def test_a_chosen_language_holds_whatever_the_browser_says(client):
    answer = post_form(client, "/account/language", {"language": "de", "locale": "de_CH"}, page="/account")
    assert answer.status_code == 303
    page = client.get("/account", headers={"Accept-Language": "en"}).text
    assert 'lang="de"' in page
    assert '<option value="de_CH" selected>' in page


def test_what_is_not_offered_is_refused(client):
    answer = post_form(client, "/account/language", {"language": "xx", "locale": ""}, page="/account")
    assert answer.status_code == 422


def test_one_signs_in_again_on_top_of_a_page(app, services, client_as):
    client = client_as("warehouse")
    client.delete_cookie("erp_session")
    page = client.get("/sign-in").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    sent = {"user_name": "warehouse", "password": "a sentence for tests", "csrf_token": token}
    answer = client.post("/sign-in", data=sent, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    renewed = answer.get_json()["csrf"]
    assert client.post("/sign-out", data={"csrf_token": renewed}).status_code == 303


def test_what_was_sent_into_an_ended_session_leads_back_to_its_page(client):
    form = {"csrf_token": client.get("/account").text.split('name="csrf_token" value="')[1].split('"')[0],
            "shown_on": "/account", "request_key": "a-key-of-the-test", "name": "x", "days": "9"}
    client.delete_cookie("erp_session")
    answer = client.post("/account/tokens", data=form)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in?next=/account&unsent=1"
