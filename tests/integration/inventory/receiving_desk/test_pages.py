"""The receiving desk by hand: choose, scan, be told, receive, and see who got it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from erp.inventory.catalog.new_item import NewUnit
from erp.inventory.purchasing.cost_lines import OrderedLine
from erp.inventory.transfers.create_transfer import TransferRequest, create_transfer
from erp.inventory.transfers.ship_transfer import ship_transfer
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import a_warehouse, put_stock
from tests.builders.inventory_dock import Dock, a_dock, wanted
from tests.builders.inventory_purchasing import a_purchase_order, a_supplier, lines_of
from tests.builders.inventory_returns import expected
from tests.builders.organization import a_branch
from tests.kit.web_client import post_form
from tests.proof import prove

DESK = "/inventory/receiving-desk"
ClientAs = Callable[..., FlaskClient]


@dataclass(frozen=True)
class Bay:
    """A purchase order of 4 cases of 12, somebody who waits for 20, a transfer on its way and a return."""

    dock: Dock
    item_id: UUID
    order_id: UUID
    number: str
    line_id: UUID
    transfer_id: UUID


@pytest.fixture
def bay(services: Services, system: Actor) -> Bay:
    def build(work: UnitOfWork) -> Bay:
        dock = a_dock(work)
        bolt = dock.item(work, sku="BOLT-8", units=[NewUnit("CS", 12)])
        nut = dock.item(work, sku="NUT-8")
        wanted(work, dock, [(bolt, 20)], number="SO-20", priority=10)
        wanted(work, dock, [(bolt, 30)], number="SO-30", priority=90)
        supplier_id = a_supplier(work, [dock.company_id], over_percent=Decimal(5))
        order_id = a_purchase_order(
            work, dock.place, supplier_id, [OrderedLine(item_id=bolt, qty=Decimal(4), unit="CS", unit_cost=Decimal(24))]
        )
        other = a_warehouse(work, dock.branch_id, code="FAR")
        put_stock(work, other, nut, 9)
        transfer_id = create_transfer(
            work, from_warehouse_id=other.id, to_warehouse_id=dock.place.id, requested_on=work.now.date(),
            lines=[TransferRequest(nut, other.bin_id, Decimal(3))],
        )  # fmt: skip
        ship_transfer(work, transfer_id, occurred_on=work.now.date())
        expected(work, dock, nut, 2)
        number = work.session.scalar(text("SELECT number FROM inventory.purchase_order"))
        return Bay(dock, bolt, order_id, str(number), lines_of(work, order_id)[0], transfer_id)

    return services.units.run(system, build)


def shown(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def value(services: Services, statement: str) -> object:
    with services.units.begin(Actor.system("test")) as work:
        return work.execute(text(statement)).scalar_one()


def line_address(bay: Bay, qty: str, unit: str = "CS") -> str:
    return (
        f"{DESK}/{bay.order_id}/line?lines-0-purchase_order_line_id={bay.line_id}&lines-0-qty={qty}&lines-0-unit={unit}"
    )


def test_the_desk_shows_what_comes_and_whom_it_serves(client_as: ClientAs, bay: Bay) -> None:
    warehouse = client_as("warehouse")
    page = shown(warehouse.get(DESK).text)
    assert "Later 1" in page
    assert "No day given 2" in page
    assert "return, authorized" in page
    desk = shown(warehouse.get(f"{DESK}?purchase_order={bay.order_id}").text)
    assert "10 2026-03-16 SO-20 Harbor Electric BOLT-8 20 20 EA" in desk
    assert "90 2026-03-16 SO-30 Harbor Electric BOLT-8 30 28 EA" in desk
    moved = shown(warehouse.get(f"{DESK}?transfer={bay.transfer_id}").text)
    assert "NUT-8" in moved
    assert "3 EA" in moved


def test_a_number_on_the_papers_opens_what_it_names(client_as: ClientAs, bay: Bay) -> None:
    warehouse = client_as("warehouse")
    assert warehouse.get(f"{DESK}/find?code={bay.number.lower()}").location == f"{DESK}?purchase_order={bay.order_id}"
    assert "/returns/expected/" in warehouse.get(f"{DESK}/find?code=RMA-1").location
    unknown = warehouse.get(f"{DESK}/find?code=XYZ")
    assert unknown.status_code == 404
    assert "XYZ is no purchase order, transfer or return of ours" in unknown.text


def test_every_quantity_is_judged_at_once(client_as: ClientAs, bay: Bay) -> None:
    warehouse = client_as("warehouse")
    assert "30 missing: still expected" in shown(warehouse.get(line_address(bay, "18", "EA")).text)
    assert "Complete." in shown(warehouse.get(line_address(bay, "4")).text)
    assert "2 more than ordered, within the tolerance" in shown(warehouse.get(line_address(bay, "50", "EA")).text)
    refused = shown(warehouse.get(line_address(bay, "5")).text)
    assert "60 came, but only 48 are open and at most 50.4 may be taken" in refused
    assert "has no unit XX" in shown(warehouse.get(line_address(bay, "1", "XX")).text)
    half = shown(warehouse.get(line_address(bay, "2")).text)
    assert "Of 24 EA, 24 go to those who wait and 0 are to be put away" in half
    assert "10 2026-03-16 SO-20 Harbor Electric 20 20" in half
    assert "90 2026-03-16 SO-30 Harbor Electric 30 4" in half


def test_a_scanned_label_names_its_line(client_as: ClientAs, bay: Bay) -> None:
    warehouse = client_as("warehouse")
    ask = f"{DESK}/{bay.order_id}/scanned.json?code="
    told = warehouse.get(f"{ask}bolt-8").get_json()
    assert (told["line"], told["unit"], told["qty"], told["in_ordered_unit"]) == (str(bay.line_id), "EA", "1", "")
    stranger = warehouse.get(f"{ask}NUT-8", headers={"Accept": "application/json"})
    assert stranger.status_code == 422
    assert "NUT-8 was not ordered on" in stranger.get_json()["error"]["message"]
    other = warehouse.get(f"{ask}RMA-1").get_json()
    assert other["open"] == f"{DESK}/find?code=RMA-1"
    unknown = warehouse.get(f"{ask}4711", headers={"Accept": "application/json"})
    assert "Nothing is known by the code 4711" in unknown.get_json()["error"]["message"]


def test_goods_are_received_at_the_desk(client_as: ClientAs, services: Services, bay: Bay) -> None:
    warehouse = client_as("warehouse")
    page, action = f"{DESK}?purchase_order={bay.order_id}", f"{DESK}/{bay.order_id}/receive"
    too_many = post_form(warehouse, action, {"lines-0-qty": "5", "delivery_note": "DN-7"}, page=page)
    assert too_many.status_code == 422
    assert "at most 50.4 may be taken" in too_many.text
    assert 'value="DN-7"' in too_many.text
    nowhere = post_form(warehouse, action, {"lines-0-qty": "3", "lines-0-bin": "zz-9"}, page=page)
    assert nowhere.status_code == 404
    assert "There is no bin zz-9 in" in nowhere.text
    assert 'value="zz-9"' in nowhere.text
    received = post_form(
        warehouse, action, {"lines-0-qty": "3", "lines-0-bin": "b-01", "delivery_note": "DN-7"}, page=page
    )
    assert received.status_code == 303, received.text
    assert received.location == page
    assert value(services, "SELECT sum(qty_allocated) FROM inventory.demand_line") == 36
    assert "12 EA" in shown(warehouse.get(page).text)
    into = "SELECT b.code FROM inventory.goods_receipt_line l JOIN inventory.bin b ON b.id = l.bin_id"
    assert value(services, into) == "B-01"
    prove(services)


def test_who_may_only_look_receives_nothing(client_as: ClientAs, services: Services, bay: Bay) -> None:
    sales = client_as("sales")
    page = sales.get(f"{DESK}?purchase_order={bay.order_id}")
    assert page.status_code == 200
    assert "SO-20" in page.text
    assert 'id="receive-form"' not in page.text
    assert sales.get(f"{DESK}/{bay.order_id}/scanned.json?code=BOLT-8").status_code == 403
    assert value(services, "SELECT count(*) FROM inventory.goods_receipt") == 0


def test_another_branch_sees_nothing_of_it(client_as: ClientAs, services: Services, system: Actor, bay: Bay) -> None:
    elsewhere = services.units.run(system, lambda work: a_branch(work, bay.dock.company_id))
    clerk = client_as("warehouse", elsewhere)
    assert bay.number not in clerk.get(f"{DESK}?everywhere=1").text
    assert clerk.get(f"{DESK}?purchase_order={bay.order_id}").status_code == 403
    assert clerk.get(line_address(bay, "2")).status_code == 403
