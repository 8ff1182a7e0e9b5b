"""Purchasing by hand: from a new supplier to goods put away, on the pages and on the scanner."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from erp.inventory.catalog.new_item import NewUnit
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import BuiltWarehouse, a_family, a_warehouse, an_item
from tests.builders.inventory_purchasing import a_supplier
from tests.builders.organization import a_company
from tests.kit.web_client import form_on, post_form
from tests.proof import prove

ClientAs = Callable[..., FlaskClient]
DESK = "/inventory/receiving-desk"


@dataclass(frozen=True)
class Trade:
    """A company with a warehouse and an item in cases of 12."""

    company_id: UUID
    place: BuiltWarehouse
    item_id: UUID
    supplier_id: UUID


@pytest.fixture
def trade(services: Services) -> Trade:
    def build(work: UnitOfWork) -> Trade:
        company = a_company(work)
        place = a_warehouse(work, company.branch_id, code="MAIN")
        family_id = a_family(work, [company.id])
        item_id = an_item(work, family_id, [company.id], sku="BOLT-8", units=[NewUnit("CS", 12)])
        return Trade(company.id, place, item_id, a_supplier(work, [company.id], code="ACME"))

    return services.units.run(Actor.system("test"), build)


def scalar(services: Services, sql: str) -> object:
    with new_session(services.engine) as session:
        return session.scalar(text(sql))


def id_in(location: str) -> str:
    found = re.search(r"[0-9a-f-]{36}", location)
    assert found is not None, location
    return found.group()


def order(buyer: FlaskClient, trade: Trade, qty: str = "10") -> str:
    """A submitted purchase order of so many cases at 12.00."""
    entered = post_form(
        buyer,
        "/inventory/purchase-orders",
        {
            "supplier": "acme", "warehouse_id": str(trade.place.id), "lines-0-item": "bolt-8", "lines-0-qty": qty,
            "lines-0-unit": "cs", "lines-0-unit_cost": "12.00",
        },
        page="/inventory/purchase-orders/new",
    )  # fmt: skip
    assert entered.status_code == 303, entered.text
    order_id = id_in(entered.location)
    page = f"/inventory/purchase-orders/{order_id}"
    submitted = post_form(buyer, f"{page}/submit", {}, page=page)
    assert submitted.status_code == 303, submitted.text
    return order_id


def test_a_buyer_creates_a_supplier_and_agrees_its_terms(client_as: ClientAs, services: Services, trade: Trade) -> None:
    buyer = client_as("buyer")
    created = post_form(
        buyer, "/inventory/suppliers", {"code": "nordic", "name": "Nordic Fasteners"}, page="/inventory/suppliers/new"
    )
    assert created.status_code == 303, created.text
    page = f"/inventory/suppliers/{id_in(created.location)}"
    assert "has no terms with this supplier yet" in buyer.get(page).text
    agreed = post_form(buyer, f"{page}/terms", {"lead_time_days": "5", "over_receipt_percent": "3"}, page=page)
    assert agreed.status_code == 303, agreed.text
    sold = post_form(
        buyer, f"{page}/items", {"lines-0-item": "BOLT-8", "lines-0-unit": "CS", "lines-0-unit_cost": "9.50"}, page=page
    )
    assert sold.status_code == 303, sold.text
    shown = buyer.get(page).text
    assert "9.50" in shown
    assert "NORDIC" in buyer.get("/inventory/suppliers?q=nord").text
    again = post_form(
        buyer, "/inventory/suppliers", {"code": "NORDIC", "name": "Another"}, page="/inventory/suppliers/new"
    )
    assert again.status_code == 409
    assert "There is already a supplier NORDIC" in again.text
    assert 'value="Another"' in again.text


def test_an_order_is_received_and_put_away(client_as: ClientAs, services: Services, trade: Trade) -> None:
    buyer, warehouse = client_as("buyer"), client_as("warehouse")
    order_id = order(buyer, trade)
    assert order_id in warehouse.get(DESK).text
    page, receive = f"{DESK}?purchase_order={order_id}", f"{DESK}/{order_id}/receive"
    too_many = post_form(warehouse, receive, {"lines-0-qty": "11"}, page=page)
    assert too_many.status_code == 422
    assert "at most 126 may be taken" in too_many.text
    received = post_form(warehouse, receive, {"delivery_note": "DN-1", "lines-0-qty": "4"}, page=page)
    assert received.status_code == 303, received.text
    assert received.location == page
    receipt_id = scalar(services, "SELECT id FROM inventory.goods_receipt")
    shown = warehouse.get(f"/inventory/goods-receipts/{receipt_id}").text
    assert "DN-1" in shown
    assert "48.00" in shown
    assert "Partly received" in buyer.get(f"/inventory/purchase-orders/{order_id}").text
    away = f"/inventory/put-away/{trade.place.id}"
    moved = post_form(warehouse, "/inventory/put-away", {"lines-0-to_bin": "a-02", "lines-0-qty": "48"}, page=away)
    assert moved.status_code == 303, moved.text
    assert "The receiving bins are empty." in warehouse.get(away).text
    on_hand = "SELECT qty_on_hand FROM inventory.stock_balance b JOIN inventory.bin n ON n.id = b.bin_id "
    assert scalar(services, f"{on_hand} WHERE n.code = 'A-02'") == Decimal(48)
    prove(services)


def test_goods_are_received_with_the_scanner(client_as: ClientAs, services: Services, trade: Trade) -> None:
    order_id = order(client_as("buyer"), trade, "2")
    scanner = client_as("warehouse")
    number = scalar(services, "SELECT number FROM inventory.purchase_order")
    assert str(number) in scanner.get("/scan/receipts").text
    found = scanner.get(f"/scan/receipts/find?code={number}")
    assert order_id in found.location
    wrong = scanner.get(f"/scan/receipts/{order_id}?code=NOTHING")
    assert "Nothing is known by the code NOTHING" in wrong.text
    assert 'name="code"' in wrong.text
    task = f"/scan/receipts/{order_id}?code=BOLT-8"
    assert form_on(scanner, task, f"/scan/receipts/{order_id}/receive")["qty"] == "24"
    received = post_form(scanner, f"/scan/receipts/{order_id}/receive", {"qty": "24", "bin": "a-01"}, page=task)
    assert received.status_code == 303, received.text
    assert "Everything has come." in scanner.get(received.location).text
    assert scalar(services, "SELECT qty_on_order FROM inventory.item_warehouse") == 0
    prove(services)


def test_one_line_comes_in_several_lots(client_as: ClientAs, services: Services, trade: Trade) -> None:
    def tracked(work: UnitOfWork) -> UUID:
        family_id = a_family(work, [trade.company_id])
        return an_item(work, family_id, [trade.company_id], sku="SERUM", tracking="lot")

    services.units.run(Actor.system("test"), tracked)
    buyer, warehouse = client_as("buyer"), client_as("warehouse")
    form = {
        "supplier": "acme", "warehouse_id": str(trade.place.id), "lines-0-item": "bolt-8", "lines-0-qty": "1",
        "lines-0-unit_cost": "1", "lines-1-item": "serum", "lines-1-qty": "9", "lines-1-unit_cost": "2.00",
    }  # fmt: skip
    entered = post_form(buyer, "/inventory/purchase-orders", form, page="/inventory/purchase-orders/new")
    order_id = id_in(entered.location)
    page, receive = f"{DESK}?purchase_order={order_id}", f"{DESK}/{order_id}/receive"
    assert "is a draft: send it to the supplier first" in warehouse.get(page).text
    assert "What came" not in warehouse.get(page).text
    post_form(buyer, f"/inventory/purchase-orders/{order_id}/submit", {}, page=f"/inventory/purchase-orders/{order_id}")
    assert "Another lot" in warehouse.get(page).text
    serum = form_on(warehouse, page, receive)["lines-1-purchase_order_line_id"]
    rows = {"lines-1-qty": "4", "lines-1-lot_code": "L1"}
    another = {"lines-2-purchase_order_line_id": serum, "lines-2-unit": "EA", "lines-2-qty": "5"}
    refused = post_form(warehouse, receive, {**rows, **another}, page=page)
    assert refused.status_code == 422
    assert 'name="lines-2-lot_code"' in refused.text, "the added row is shown again, with what was typed"
    received = post_form(warehouse, receive, {**rows, **another, "lines-2-lot_code": "L2"}, page=page)
    assert received.status_code == 303, received.text
    with new_session(services.engine) as session:
        lots = session.execute(
            text("""SELECT l.code, b.qty_on_hand FROM inventory.stock_balance b
                    JOIN inventory.lot l ON l.id = b.lot_id ORDER BY 1""")
        ).all()
    assert [tuple(row) for row in lots] == [("L1", 4), ("L2", 5)]
    prove(services)


def test_the_same_form_sent_twice_receives_once(client_as: ClientAs, services: Services, trade: Trade) -> None:
    order_id = order(client_as("buyer"), trade)
    warehouse = client_as("warehouse")
    receive = f"{DESK}/{order_id}/receive"
    form = {**form_on(warehouse, f"{DESK}?purchase_order={order_id}", receive), "lines-0-qty": "4"}
    first, second = warehouse.post(receive, data=form), warehouse.post(receive, data=form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert scalar(services, "SELECT count(*) FROM inventory.goods_receipt") == 1


@pytest.mark.parametrize("role", ["sales", "accountant", "credit"])
def test_who_does_not_receive_sees_but_does_not_post(client_as: ClientAs, trade: Trade, role: str) -> None:
    order_id = order(client_as("buyer"), trade)
    reader = client_as(role)
    assert reader.get(f"/inventory/purchase-orders/{order_id}").status_code == 200
    assert 'id="receive-form"' not in reader.get(f"{DESK}?purchase_order={order_id}").text
    refused = reader.post(f"{DESK}/{order_id}/receive", headers={"Accept": "application/json"})
    assert refused.status_code in {400, 403}
    assert reader.get("/inventory/purchase-orders/new").status_code == 403


def test_another_branch_s_order_is_not_received(client_as: ClientAs, services: Services, trade: Trade) -> None:
    def other_branch(work: UnitOfWork) -> UUID:
        return a_company(work, code="OTHER").branch_id

    order_id = order(client_as("buyer"), trade)
    stranger = client_as("warehouse", services.units.run(Actor.system("test"), other_branch))
    assert stranger.get(f"{DESK}?purchase_order={order_id}").status_code == 403


def test_drafts_are_changed_and_orders_closed_with_a_reason(client_as: ClientAs, trade: Trade) -> None:
    buyer = client_as("buyer")
    order_id = order(buyer, trade)
    page = f"/inventory/purchase-orders/{order_id}"
    without = post_form(buyer, f"{page}/close", {"reason": ""}, page=page)
    assert without.status_code == 422
    assert "Say why nothing more is expected" in without.text
    closed = post_form(buyer, f"{page}/close", {"reason": "out of stock there"}, page=page)
    assert closed.status_code == 303
    assert "out of stock there" in buyer.get(page).text
    assert buyer.get("/inventory/purchase-orders?status=closed&format=csv").text.count("\n") >= 2
