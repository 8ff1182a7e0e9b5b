"""The dock's pages and scanner, as people use them: from the fulfilment desk to the truck and back."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from erp.inventory.catalog.new_item import NewUnit
from erp.inventory.packing.pack import pack_shipment
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import put_stock
from tests.builders.inventory_dock import Dock, Wanted, a_dock, a_wave, pick_all, wanted
from tests.builders.inventory_returns import expected, shipment_line
from tests.kit.web_client import post_form


@dataclass(frozen=True)
class Floor:
    """A committed dock with two items in stock and one order promised."""

    dock: Dock
    bolt: UUID
    nut: UUID
    origin_id: UUID
    line_id: UUID


@pytest.fixture
def floor(services: Services, system: Actor) -> Floor:
    def build(work: UnitOfWork) -> Floor:
        dock = a_dock(work)
        bolt = dock.item(work, sku="BOLT", units=[NewUnit("CS", 6)])
        nut = dock.item(work, sku="NUT", description="Hex nut M8")
        put_stock(work, dock.place, bolt, 20, bin_code="A-02")
        put_stock(work, dock.place, nut, 5, bin_code="B-01")
        origin = wanted(work, dock, [(bolt, 8)], number="SO-77")
        wanted(work, dock, [(nut, 9)], number="SO-78", allocate=False)
        return Floor(dock, bolt, nut, origin.origin_id, origin.line_ids[0])

    return services.units.run(system, build)


def value(services: Services, system: Actor, statement: str, **params: object) -> object:
    with services.units.begin(system) as work:
        return work.execute(text(statement), params).scalar_one()


def shown(page: str) -> str:
    """What a person reads: tags gone, blanks folded."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def get(client: FlaskClient, address: str) -> str:
    response = client.get(address, follow_redirects=True)
    assert response.status_code == 200, shown(response.text)[:1500]
    return shown(response.text)


def from_the_device(client: FlaskClient, address: str, given: dict[str, str]) -> TestResponse:
    """A scan as the queue on a device sends it."""
    proof = client.get("/scan/session.json").get_json()["csrf"]
    own = {"X-CSRFToken": proof, "Idempotency-Key": str(uuid4()), "Accept": "application/json"}
    return client.post(address, json=given, headers=own)


def test_from_the_desk_to_the_truck(client: FlaskClient, services: Services, system: Actor, floor: Floor) -> None:
    board = "/inventory/fulfilment-board"
    assert "SO-77" in get(client, board)
    promised = post_form(client, "/inventory/fulfilment/allocate", {}, page=board, follow=True)
    assert "1 line was promised stock." in shown(promised.text)
    assert "SO-78" in get(client, "/inventory/fulfilment/backorders")

    wave = post_form(client, f"{board}/release", {"origin_ids": str(floor.origin_id)}, page=board, follow=True)
    assert "1 picks for 1 shipments" in shown(wave.text)
    wave_id = value(services, system, "SELECT id FROM inventory.wave")
    task_id = value(services, system, "SELECT id FROM inventory.pick_task")
    shipment_id = value(services, system, "SELECT id FROM inventory.shipment")
    assert "A-02" in get(client, f"/inventory/waves/{wave_id}/print")

    refused = post_form(
        client,
        f"/inventory/waves/{wave_id}/confirm",
        {"lines-0-task_id": str(task_id), "lines-0-qty": "7"},
        page=f"/inventory/waves/{wave_id}",
    )
    assert refused.status_code == 422
    assert "1 of BOLT are missing: say why" in shown(refused.text)
    picked = post_form(
        client,
        f"/inventory/waves/{wave_id}/confirm",
        {"lines-0-task_id": str(task_id), "lines-0-qty": "7", "lines-0-reason": "bin empty"},
        page=f"/inventory/waves/{wave_id}",
        follow=True,
    )
    assert "Lines that went to backorder: 1" in shown(picked.text)
    assert "bin empty" in get(client, "/inventory/waves/short-picks")

    packed = post_form(
        client, f"/inventory/packing/{shipment_id}", {"carton_count": "2", "cartons-0-weight_kg": "4.5"}, follow=True
    )
    assert "Packed into 2 cartons." in shown(packed.text)
    show = f"/inventory/shipments/{shipment_id}"
    left = post_form(client, f"{show}/confirm", {}, page=show, follow=True)
    assert "has left." in shown(left.text)
    slip = get(client, f"{show}/packing-slip")
    assert "Harbor Electric" in slip
    assert "20457 Hamburg" in slip
    voided = post_form(client, f"{show}/void", {"reason": "wrong truck"}, page=show, follow=True)
    assert "Shipment voided." in shown(voided.text)
    on_hand = "SELECT qty_on_hand FROM inventory.item_warehouse WHERE item_id = :i"
    assert value(services, system, on_hand, i=floor.bolt) == 20
    for page in (
        "/inventory/waves",
        "/inventory/shipments",
        f"/inventory/waves/of-shipment/{shipment_id}",
        f"/inventory/shipments/of-origin/{floor.origin_id}",
        f"/inventory/fulfilment/of-origin/{floor.origin_id}",
    ):
        assert get(client, page)


def test_the_carrier_takes_it(client: FlaskClient, services: Services, system: Actor, floor: Floor) -> None:
    show = f"/inventory/shipments/{_packed(services, system, floor)}"
    post_form(client, f"{show}/confirm", {}, page=show)
    given = post_form(client, f"{show}/hand-over", {"carrier": "Rail", "tracking": "R-7"}, page=show, follow=True)
    assert "R-7" in shown(given.text)
    assert "Void" not in shown(given.text)


def test_picking_with_a_scanner_says_at_once_what_is_wrong(
    client: FlaskClient, services: Services, system: Actor, floor: Floor
) -> None:
    def release(work: UnitOfWork) -> tuple[UUID, UUID]:
        wave = a_wave(work, floor.dock, _origin(floor))
        return wave.id, wave.task_ids[0]

    wave_id, task_id = services.units.run(system, release)
    assert "Pick" in get(client, "/scan")
    assert "WV-" in get(client, "/scan/picks")
    walk = f"/scan/walks/{wave_id}"
    assert "A-02" in get(client, walk)
    claimed = from_the_device(client, f"/scan/picks/{wave_id}/claim", {})
    assert claimed.get_json() == {"location": walk, "said": None, "task": str(task_id)}

    def sent(**typed: str) -> str:
        """What the scanner is told; the device checks the same, but nobody has to take its word."""
        given = {"bin": "A-02", "code": "BOLT", "qty": "8", **typed}
        answer = from_the_device(client, f"/scan/picks/tasks/{task_id}/confirm", given)
        told = answer.get_json()
        return str(told["said"] if answer.status_code == 200 else told["error"]["message"])

    assert sent(bin="A-01") == "This is A-01. Go to A-02."
    assert sent(code="NUT") == "This is NUT, Hex nut M8. Take BOLT."
    assert sent(code="12345") == "Nothing is known by the code 12345. Scan the label of BOLT."
    assert "2 of BOLT are missing" in sent(qty="6")
    assert sent().startswith("8 EA of BOLT.")
    assert "This wave is picked." in get(client, walk)

    shipment_id = value(services, system, "SELECT id FROM inventory.shipment")
    number = value(services, system, "SELECT number FROM inventory.shipment")
    assert "the cartons are not closed yet" in get(client, f"/scan/shipments/find?code={number}")
    post_form(client, f"/scan/packing/{shipment_id}", {"carton_count": "1"})
    ready = get(client, f"/scan/shipments/find?code={number}-1")
    assert "It leaves now" in ready
    left = post_form(
        client, f"/scan/shipments/{shipment_id}/confirm", {}, page=f"/scan/shipments/{shipment_id}", follow=True
    )
    assert "has left. Next shipment." in shown(left.text)
    assert "has already left" in get(client, f"/scan/shipments/{shipment_id}")
    unknown = client.get("/scan/shipments/find?code=SH-1")
    assert "neither a shipment nor a carton" in shown(unknown.text)
    assert 'name="code"' in unknown.text  # the field is still there for the next scan
    for kind, said in (("picks", "There is no wave"), ("returns", "No return is expected under"),
                       ("receipts", "There is no purchase order")):
        again = client.get(f"/scan/{kind}/find?code=NOSUCH").text
        assert said in shown(again)
        assert 'name="code"' in again


def test_an_empty_bin_is_reported_from_the_scanner(
    client: FlaskClient, services: Services, system: Actor, floor: Floor
) -> None:
    task_id = services.units.run(system, lambda work: a_wave(work, floor.dock, _origin(floor)).task_ids[0])
    given = {"bin": "A-02", "code": "BOLT", "qty": "0", "reason": "bin empty"}
    said = from_the_device(client, f"/scan/picks/tasks/{task_id}/confirm", given)
    assert "Lines that went to backorder" in said.get_json()["said"]
    assert value(services, system, "SELECT status FROM inventory.shipment") == "void"


def test_a_return_comes_in_on_the_scanner_and_is_decided_on_the_desk(
    client: FlaskClient, services: Services, system: Actor, floor: Floor
) -> None:
    shipment_id = _packed(services, system, floor)
    show = f"/inventory/shipments/{shipment_id}"
    post_form(client, f"{show}/confirm", {}, page=show)
    rma = services.units.run(
        system, lambda work: expected(work, floor.dock, floor.bolt, 3, shipment_line(work, shipment_id))
    )
    assert "RMA-1" in get(client, "/inventory/returns/expected")
    assert "RMA-1" in get(client, "/scan/returns")
    page = f"/scan/returns/{rma.origin_id}"
    assert "may come back" in get(client, "/scan/returns/find?code=RMA-1")
    assert "NUT is not on RMA-1. Set it aside." in get(client, f"{page}?code=NUT")
    count = {"qty": "1", "condition": "opened"}
    for _ in range(2):
        counted = post_form(client, f"{page}/count", count, page=f"{page}?code=BOLT", follow=True)
    assert "BOLT: 1 EA counted" in shown(counted.text)
    assert value(services, system, "SELECT count(*) FROM inventory.return_receipt") == 0
    came = post_form(client, f"{page}/receive", {}, page=page, follow=True)
    assert "Everything counted is in" in shown(came.text)
    assert value(services, system, "SELECT count(*) FROM inventory.return_receipt") == 1
    more = post_form(client, f"/inventory/returns/expected/{rma.origin_id}", {"lines-0-qty": "2"})
    assert more.status_code == 422
    assert "1 of BOLT may still come back on RMA-1; 2 were counted" in shown(more.text)
    assert "1" in get(client, f"/inventory/returns/of-origin/{rma.origin_id}")

    receipt_id = value(services, system, "SELECT id FROM inventory.return_receipt")
    receipt = f"/inventory/returns/{receipt_id}"
    post_form(client, f"{receipt}/inspect", {"lines-0-condition": "damaged"}, page=receipt)
    decided = post_form(
        client,
        f"{receipt}/dispose",
        {"lines-0-disposition": "scrap", "lines-0-qty": "2", "lines-0-reason": "bent"},
        page=receipt,
        follow=True,
    )
    assert "Everything of this return is decided" in shown(decided.text)
    assert "bent" in shown(decided.text)
    assert "RMA-1" in get(client, "/inventory/returns?waiting=")


def test_the_dock_is_the_warehouses_not_the_accountants(client_as: Callable[..., FlaskClient], floor: Floor) -> None:
    warehouse, accountant = client_as("warehouse"), client_as("accountant")
    assert warehouse.get("/scan/picks").status_code == 200
    assert accountant.get("/scan/picks").status_code == 403
    assert accountant.get("/inventory/shipments").status_code == 200


def _origin(floor: Floor) -> Wanted:
    return Wanted(floor.origin_id, [floor.line_id])


def _packed(services: Services, system: Actor, floor: Floor) -> UUID:
    def pack(work: UnitOfWork) -> UUID:
        wave = a_wave(work, floor.dock, _origin(floor))
        pick_all(work, wave)
        shipment_id = wave.shipments[floor.origin_id]
        pack_shipment(work, shipment_id)
        return shipment_id

    return services.units.run(system, pack)
