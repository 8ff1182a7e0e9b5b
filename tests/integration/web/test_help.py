"""Every page a person can open has help: what it is, what its steps do, who may."""

from erp.config import bundled_dir
from erp.web.help import first_sentence, help_text
from erp.web.routing import PUBLIC, required_permission

PIECES = ("suggest", "lookup", "pdf", "search", "csv")  # what a page asks for behind the scenes


def test_every_page_says_what_it_is(app):
    silent = sorted(
        name for name, view in app.view_functions.items()
        if required_permission(view) not in {PUBLIC, None} and not any(piece in name for piece in PIECES)
        and not (help_text(name) or first_sentence(view.__doc__))
    )  # fmt: skip
    assert silent == []


def test_help_speaks_of_no_page_there_is_not(app):
    files = (bundled_dir("templates") / "help").glob("*.txt")
    written = {f"{file.stem}.{line.partition(': ')[0]}" for file in files for line in file.read_text().splitlines()}
    assert written - set(app.view_functions) == set()


def test_help_says_what_a_page_is_and_who_may(client, client_as):
    told = client.get("/help?page=inventory_shipping.show").text
    assert "inventory.shipment.view" in told
    assert "You may:" in told
    assert "You may not; it needs:" not in told
    warehouse = client_as("warehouse").get("/help?page=crm_customers.show").text
    assert "You may not; it needs:" in warehouse


def test_there_is_no_help_for_what_is_no_page(client):
    assert client.get("/help?page=nowhere.show").status_code == 404
    assert client.get("/help?page=identity_sign_in.show").status_code == 404
