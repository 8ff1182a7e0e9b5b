"""The board as people use it: every step is a button, and who may not, has none and is refused."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from erp.inventory.carriers.create_carrier import create_carrier
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import a_warehouse, put_stock
from tests.builders.inventory_dock import Dock, a_dock, wanted
from tests.builders.organization import a_company
from tests.kit.web_client import form_on, post_form, user_with_role

BOARD = "/inventory/fulfilment-board"
ClientAs = Callable[..., FlaskClient]


@dataclass(frozen=True)
class Floor:
    """Two orders promised, one that waits, and a carrier."""

    dock: Dock
    first: UUID
    second: UUID
    waiting: UUID
    carrier_id: UUID


@pytest.fixture
def floor(services: Services, system: Actor) -> Floor:
    def build(work: UnitOfWork) -> Floor:
        dock = a_dock(work)
        bolt, nut = dock.item(work, sku="BOLT"), dock.item(work, sku="NUT")
        put_stock(work, dock.place, bolt, 20)
        put_stock(work, dock.place, nut, 20)
        first = wanted(work, dock, [(bolt, 2)], number="SO-1").origin_id
        second = wanted(work, dock, [(bolt, 3)], number="SO-2").origin_id
        waiting = wanted(work, dock, [(nut, 4)], number="SO-3", allocate=False).origin_id
        return Floor(dock, first, second, waiting, create_carrier(work, code="dhl", name="DHL", cut_off=time(16)))

    return services.units.run(system, build)


def value(services: Services, statement: str, **params: object) -> object:
    with services.units.begin(Actor.system("test")) as work:
        return work.execute(text(statement), params).scalar_one_or_none()


def shown(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def act(client: FlaskClient, action: str, **data: object) -> str:
    """Send the board's form to one of its buttons' addresses, as a browser does."""
    held = {name: value for name, value in _form(client).items() if name not in {"wave_id", "carrier_id", "reason"}}
    answer = client.post(f"{BOARD}/{action}", data={**held, **data}, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return shown(answer.text)


def _form(client: FlaskClient) -> dict[str, str]:
    return form_on(client, BOARD, f"{BOARD}/release")


def test_orders_go_from_promise_to_wave_to_picker(client_as: ClientAs, services: Services, floor: Floor) -> None:
    warehouse = client_as("warehouse")
    page = shown(warehouse.get(BOARD).text)
    assert "To allocate 1" in page
    assert "Ready 2" in page
    assert "1 line was promised stock." in act(warehouse, "allocate", origin_ids=str(floor.waiting))
    assert "1 picks for 1 shipments." in act(warehouse, "release", origin_ids=str(floor.first))
    wave_id = value(services, "SELECT id FROM inventory.wave")
    joined = act(warehouse, "join", origin_ids=[str(floor.second), str(floor.waiting)], wave_id=str(wave_id))
    assert "2 picks for 2 shipments." in joined
    assert "In a wave 3" in joined
    assert value(services, "SELECT count(*) FROM inventory.wave") == 1
    picker = user_with_role(services, "warehouse", floor.dock.branch_id, name="ada")
    assign = f"{BOARD}/waves/{wave_id}/assign"
    assert "is for ada of the tests." in shown(
        post_form(warehouse, assign, {"picker_id": str(picker)}, page=BOARD, follow=True).text
    )
    scanner = client_as("branch_staff").get("/scan/picks").text
    assert "ada of the tests" in scanner
    shipment = value(services, "SELECT id FROM inventory.shipment WHERE origin_number = 'SO-2'")
    assert "Say why the picking is cancelled." in shown(
        warehouse.post(f"{BOARD}/take-off", data={**_form(warehouse), "shipment_ids": str(shipment), "reason": ""}).text
    )
    assert "Ready 1" in act(warehouse, "take-off", shipment_ids=str(shipment), reason="Truck is full")


def test_a_planned_carrier_goes_with_the_order(client_as: ClientAs, services: Services, floor: Floor) -> None:
    warehouse = client_as("warehouse")
    planned = act(warehouse, "plan-carrier", origin_ids=str(floor.first), carrier_id=str(floor.carrier_id))
    assert "Today · DHL 16:00 1" in planned
    act(warehouse, "release", origin_ids=str(floor.first))
    shipment = value(services, "SELECT id FROM inventory.shipment")
    assert value(services, "SELECT carrier_id FROM inventory.shipment") == floor.carrier_id
    assert "Planned carrier" in warehouse.get(f"/inventory/shipments/{shipment}").text
    act(warehouse, "plan-carrier", shipment_ids=str(shipment), carrier_id="")
    assert value(services, "SELECT carrier_id FROM inventory.shipment") is None


def test_nothing_chosen_is_said_and_changes_nothing(client_as: ClientAs, services: Services, floor: Floor) -> None:
    warehouse = client_as("warehouse")
    for action, said in (("allocate", "Choose the orders"), ("release", "Choose the orders"),
                         ("plan-carrier", "Choose the orders and shipments"), ("take-off", "Say why")):
        refused = warehouse.post(f"{BOARD}/{action}", data=_form(warehouse))
        assert refused.status_code == 422
        assert said in refused.text
    assert value(services, "SELECT count(*) FROM inventory.wave") == 0


def test_a_step_sent_twice_acts_once(client_as: ClientAs, services: Services, floor: Floor) -> None:
    warehouse = client_as("warehouse")
    form = {**_form(warehouse), "origin_ids": str(floor.first)}
    assert warehouse.post(f"{BOARD}/release", data=form).status_code == 303
    assert warehouse.post(f"{BOARD}/release", data=form).status_code == 303
    assert value(services, "SELECT count(*) FROM inventory.wave") == 1


def test_the_filters_stay_in_the_address_and_the_list(client_as: ClientAs, floor: Floor) -> None:
    warehouse = client_as("warehouse")
    page = warehouse.get(f"{BOARD}?q=SO-1&priority=60").text
    assert "Ready 1" in shown(page)
    listed = re.search(r'href="([^"]*/list\?[^"]*state=ready[^"]*)"', page)
    assert listed is not None
    rows = shown(warehouse.get(listed.group(1).replace("&amp;", "&")).text)
    assert "SO-1" in rows
    assert "SO-2" not in rows
    assert "SO-1" in warehouse.get(f"{BOARD}/list?q=SO-1&format=csv").text
    assert warehouse.get(f"{BOARD}?carrier=nobody").status_code == 422


def test_an_unchanged_board_is_not_sent_again(client_as: ClientAs, floor: Floor) -> None:
    warehouse = client_as("warehouse")
    again = re.search(r'hx-get="([^"]*/columns\?[^"]*)"', warehouse.get(BOARD).text)
    assert again is not None
    address = again.group(1).replace("&amp;", "&")
    assert warehouse.get(address).status_code == 204
    act(warehouse, "release", origin_ids=str(floor.first))
    changed = warehouse.get(address)
    assert changed.status_code == 200
    assert "In a wave" in changed.text


def test_who_may_only_look_has_no_buttons_and_is_refused(client_as: ClientAs, services: Services, floor: Floor) -> None:
    accountant = client_as("accountant")
    page = accountant.get(BOARD)
    assert page.status_code == 200
    assert "data-act=\"release\"" not in page.text
    assert "data-drop" not in page.text
    form = {**_form(client_as("warehouse")), "origin_ids": str(floor.first)}
    for action in ("allocate", "release", "join", "plan-carrier", "take-off"):
        answer = accountant.post(f"{BOARD}/{action}", data=form, headers={"Accept": "application/json"})
        assert answer.status_code in {400, 403}, action
    assert value(services, "SELECT count(*) FROM inventory.wave") == 0


def test_another_branch_is_not_acted_on(client_as: ClientAs, services: Services, floor: Floor, system: Actor) -> None:
    elsewhere = services.units.run(
        system, lambda work: a_warehouse(work, a_company(work, currency="EUR").branch_id, code="FAR")
    )
    clerk = client_as("warehouse", elsewhere.branch_id)
    form = {**_form(client_as("administrator")), "origin_ids": str(floor.first)}
    own = re.search(r'name="csrf_token" value="([^"]+)"', clerk.get(BOARD).text)
    assert own is not None
    refused = clerk.post(f"{BOARD}/release", data={**form, "csrf_token": own.group(1)})
    assert refused.status_code == 403
    assert value(services, "SELECT count(*) FROM inventory.wave") == 0
