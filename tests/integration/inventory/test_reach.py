"""What a person of one branch is offered and shown: their own warehouses, and every document where it leads."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from erp.inventory.stock.views import DOCUMENTS
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from tests.builders.inventory import a_warehouse, put_stock
from tests.builders.inventory_dock import a_dock
from tests.builders.organization import a_branch
from tests.builders.story import tell_story
from tests.kit.web_client import post_form

OFFERS = (
    "/inventory/put-away", "/inventory/fulfilment-board", "/inventory/fulfilment-board/list",
    "/inventory/adjustments", "/inventory/adjustments/new", "/inventory/adjustments/move",
    "/inventory/counts/new",
)  # fmt: skip


def test_only_warehouses_of_ones_own_branch_are_offered(
    services: Services, system: Actor, client: FlaskClient, client_as: Callable[..., FlaskClient]
) -> None:
    with services.units.begin(system) as work:
        dock = a_dock(work)
        far = a_warehouse(work, a_branch(work, dock.company_id, code="FAR"), code="FARHALL")
    own = client_as("warehouse", dock.branch_id)
    for address in OFFERS:
        assert "FARHALL" in client.get(address).text, address
        offered = own.get(address, follow_redirects=True).text  # where there is one warehouse, nobody chooses
        assert "FARHALL" not in offered, address
        assert dock.place.code in offered, address
    sender, receiver = own.get("/inventory/transfers/new").text.split('name="to_warehouse_id"')
    assert ("FARHALL" in sender, "FARHALL" in receiver) == (False, True)
    assert own.get(f"/inventory/put-away/{far.id}/suggest-bins?q=").status_code == 403
    assert own.get(f"/inventory/put-away/{dock.place.id}/suggest-bins?q=a").json[0]["code"] == "A-01"


def test_the_day_of_an_adjustment_is_chosen_by_whoever_may(
    services: Services, system: Actor, client_as: Callable[..., FlaskClient]
) -> None:
    with services.units.begin(system) as work:
        dock = a_dock(work)
        bolt = dock.item(work, sku="BOLT")
        put_stock(work, dock.place, bolt, 10, "2.00")
    day = yesterday(services)
    fields = {
        "warehouse_id": str(dock.place.id), "reason": "correction", "occurred_on": day, "lines-0-item": "BOLT",
        "lines-0-bin": "A-01", "lines-0-qty": "-1", "lines-0-status": "available",
    }
    page = "/inventory/adjustments/new"
    floor, books = client_as("warehouse"), client_as("controller")
    assert 'name="occurred_on"' not in floor.get(page).text
    refused = post_form(floor, "/inventory/adjustments", fields, page=page)
    assert refused.status_code == 403
    assert "Leave the date empty for today" in refused.text
    assert post_form(floor, "/inventory/adjustments", {**fields, "occurred_on": ""}, page=page).status_code == 303
    assert post_form(books, "/inventory/adjustments", fields, page=page).status_code == 303


def yesterday(services: Services) -> str:
    """Yesterday, by the clock of the house."""
    return (services.clock.now() - timedelta(days=1)).date().isoformat()


def test_every_movement_on_the_card_leads_to_a_page_there_is(app: Flask) -> None:
    pages = {rule.endpoint: rule.arguments for rule in app.url_map.iter_rules()}
    for endpoint, argument in DOCUMENTS.values():
        assert pages.get(endpoint) == {argument}


def test_the_card_of_returned_goods_opens(services: Services, client: FlaskClient) -> None:
    story = tell_story(services)
    card = client.get(f"/inventory/stock/card/{story.bolts}")
    assert card.status_code == 200
    assert "/inventory/returns/" in card.text


def test_a_suggestion_is_asked_for_with_what_can_be_typed(
    services: Services, system: Actor, client: FlaskClient
) -> None:
    with services.units.begin(system) as work:
        a_dock(work)
    assert client.get("/inventory/items/suggest?q=%00bolt").json == []
