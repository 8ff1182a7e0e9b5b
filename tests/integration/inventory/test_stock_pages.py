"""The pages of items, stock and warehouses, by hand: from a new family to a counted, transferred and valued item."""

import re
from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from tests.builders.inventory import a_warehouse, put_stock
from tests.builders.inventory_dock import Dock, a_dock
from tests.kit.web_client import post_form

D = Decimal


@pytest.fixture
def dock(services: Services, system: Actor) -> Iterator[Dock]:
    """A company with one warehouse, committed."""
    with services.units.begin(system) as work:
        dock = a_dock(work)
    return dock


def one(services: Services, statement: str, **params: object) -> object:
    with services.engine.connect() as connection:
        return connection.execute(text(statement), params).scalar_one()


def a_bolt(services: Services, system: Actor, dock: Dock, qty: int = 10, **settings: object) -> UUID:
    with services.units.begin(system) as work:
        bolt = dock.item(work, sku="BOLT", **settings)
        put_stock(work, dock.place, bolt, qty, "2.00")
    return bolt


def test_an_item_from_family_to_page(services: Services, dock: Dock, client: FlaskClient) -> None:
    answer = post_form(
        client, "/inventory/families", {"code": "pens", "name": "Pens", "activate": "1"}, page="/inventory/families"
    )
    assert answer.status_code == 303
    family_id = one(services, "SELECT id FROM inventory.item_family WHERE code = 'PENS'")
    fields = {
        "sku": "pen-7", "description": "Marker, black", "family_id": str(family_id), "base_unit": "EA",
        "qty_quantum": "1", "kind": "stocked", "tracking": "none", "tax_class": "standard", "status": "active",
        "units-0-unit": "CS", "units-0-numerator": "10", "barcodes-0-code": "4006381333931",
    }
    answer = post_form(client, "/inventory/items", fields, page="/inventory/items/new")
    assert answer.status_code == 303, answer.text
    page = client.get(answer.location).text
    assert "PEN-7 Marker, black" in page
    assert "04006381333931" in page
    assert "PEN-7" in client.get("/inventory/items?q=4006381333931").text
    wrong = post_form(
        client, "/inventory/items", {**fields, "sku": "pen-8", "barcodes-0-code": "4006381333932"},
        page="/inventory/items/new",
    )
    assert wrong.status_code == 422
    assert "check digit is 1, not 2" in wrong.text
    suggested = client.get("/inventory/items/suggest?q=mark").json
    assert suggested == [{"code": "PEN-7", "text": "Marker, black", "extra": "EA"}]


def test_a_unit_is_added_once(dock: Dock, client: FlaskClient) -> None:
    fields = {"code": "reel", "name": "Reel"}
    assert post_form(client, "/inventory/units", fields).status_code == 303
    assert "REEL" in client.get("/inventory/units").text
    again = post_form(client, "/inventory/units", fields)
    assert (again.status_code, "unit REEL already" in again.text) == (409, True)


def test_an_item_is_changed_once(services: Services, system: Actor, dock: Dock, client: FlaskClient) -> None:
    bolt = a_bolt(services, system, dock)
    page = f"/inventory/items/{bolt}/edit"
    fields = {
        "version": "1", "description": "Hex bolt M8 zinc", "family_id": str(dock.family_id), "qty_quantum": "1",
        "kind": "stocked", "tracking": "none", "tax_class": "standard", "status": "active", "reason": "Catalogue",
    }
    assert post_form(client, f"/inventory/items/{bolt}/change", fields, page=page).status_code == 303
    again = post_form(client, f"/inventory/items/{bolt}/change", fields, page=page)
    assert again.status_code == 409
    assert "Somebody else changed this item meanwhile" in again.text
    saved = post_form(client, f"/inventory/items/{bolt}/set-units", {"units-0-unit": "BX", "units-0-numerator": "12"},
                      page=page)
    assert saved.status_code == 303
    refused = post_form(client, f"/inventory/items/{bolt}/set-terms",
                        {"costing_method": "fifo", "cost_pool_scope": "company"}, page=page)
    assert refused.status_code == 422
    assert "keeps its costing method" in refused.text


def test_the_panels_of_an_item_tell_where_it_is_and_why_it_costs_what_it_costs(
    services: Services, system: Actor, dock: Dock, client: FlaskClient
) -> None:
    bolt = a_bolt(services, system, dock)
    stock = client.get(f"/inventory/stock/of-item/{bolt}").text
    assert "A-01" in stock
    cost = client.get(f"/inventory/valuation/of-item/{bolt}").text
    assert "SA-1" in cost
    assert "20.00" in cost
    line = one(services, "SELECT id FROM inventory.stock_adjustment_line WHERE item_id = :id", id=bolt)
    assert "Moving average: goods leave at the mean" in client.get(f"/inventory/valuation/why/{line}").text
    assert "BOLT" in client.get("/inventory/stock?q=bolt").text
    value = client.get("/inventory/valuation?format=csv").text
    assert "BOLT" in value
    assert "20.00" in value
    assert "BOLT" in client.get("/inventory/valuation?by=warehouse").text
    assert "BOLT" not in client.get("/inventory/valuation?on=2026-01-01").text


def test_an_adjustment_is_entered_and_shows_on_the_card(
    services: Services, system: Actor, dock: Dock, client: FlaskClient
) -> None:
    bolt = a_bolt(services, system, dock)
    fields = {
        "warehouse_id": str(dock.place.id), "reason": "write_off", "note": "Fell off the shelf",
        "lines-0-item": "bolt", "lines-0-bin": "a-01", "lines-0-status": "available", "lines-0-qty": "-3",
    }
    answer = post_form(client, "/inventory/adjustments", fields, page="/inventory/adjustments/new")
    assert answer.status_code == 303, answer.text
    page = client.get(answer.location).text
    assert "Fell off the shelf" in page
    assert "Written off" in page
    card = client.get(f"/inventory/stock/card/{bolt}?format=csv").text.splitlines()
    assert [row.split(",")[-3:-1] for row in card[1:]] == [["-3.000000", "7.000000"], ["10.000000", "10.000000"]]
    assert "-3" not in client.get(f"/inventory/stock/card/{bolt}?until=2026-03-15&format=csv").text
    assert "Fell off" in client.get("/inventory/adjustments?reason=write_off").text
    too_many = post_form(
        client, "/inventory/adjustments", {**fields, "lines-0-qty": "-30"}, page="/inventory/adjustments/new"
    )
    assert too_many.status_code == 422
    assert "7 EA available in bin A-01" in too_many.text
    unknown = post_form(
        client, "/inventory/adjustments", {**fields, "lines-0-bin": "Z-99"}, page="/inventory/adjustments/new"
    )
    assert "no bin Z-99" in unknown.text


def test_a_lot_found_for_the_first_time_is_written_down(
    services: Services, system: Actor, dock: Dock, client: FlaskClient
) -> None:
    with services.units.begin(system) as work:
        dock.item(work, sku="SERUM", tracking="lot", expiry_required=True)
    fields = {
        "warehouse_id": str(dock.place.id), "reason": "opening", "lines-0-item": "SERUM", "lines-0-bin": "A-01",
        "lines-0-lot": "L-1", "lines-0-status": "available", "lines-0-qty": "5", "lines-0-unit_cost": "3.10",
    }
    refused = post_form(client, "/inventory/adjustments", fields, page="/inventory/adjustments/new")
    assert "Enter the expiry date of lot L-1" in refused.text
    answer = post_form(client, "/inventory/adjustments", {**fields, "lines-0-expires_on": "2027-01-31"},
                       page="/inventory/adjustments/new")
    assert answer.status_code == 303, answer.text
    assert "2027" in client.get("/inventory/stock?q=L-1").text
    assert "L-1" in client.get("/inventory/stock/lots?expires_by=2027-01-31").text
    assert "L-1" not in client.get("/inventory/stock/lots?expires_by=2027-01-30").text


def test_goods_are_moved_to_another_bin_and_status(
    services: Services, system: Actor, dock: Dock, client: FlaskClient
) -> None:
    a_bolt(services, system, dock)
    fields = {
        "warehouse_id": str(dock.place.id), "lines-0-item": "BOLT", "lines-0-bin": "A-01", "lines-0-qty": "4",
        "lines-0-to_bin": "b-01", "lines-0-to_status": "damaged",
    }
    answer = post_form(client, "/inventory/adjustments/move", fields)
    assert answer.status_code == 303, answer.text
    damaged = client.get("/inventory/stock?status=damaged").text
    assert "B-01" in damaged
    assert "no bin Q-1" in post_form(client, "/inventory/adjustments/move", {**fields, "lines-0-to_bin": "Q-1"}).text


def test_a_count_from_sheet_to_adjustment(
    services: Services, system: Actor, dock: Dock, client: FlaskClient
) -> None:
    bolt = a_bolt(services, system, dock)
    opened = post_form(client, "/inventory/counts", {"warehouse_id": str(dock.place.id), "bins": "a-01"},
                       page="/inventory/counts/new")
    assert opened.status_code == 303, opened.text
    sheet = client.get(opened.location).text
    line_id = re.search(r'name="lines-0-line_id" value="([^"]+)"', sheet)
    assert line_id
    entered = post_form(client, f"{opened.location}/enter", {"lines-0-line_id": line_id[1], "lines-0-qty": "9"},
                        page=opened.location)
    assert entered.status_code == 303, entered.text
    posted = post_form(client, f"{opened.location}/post", {}, page=opened.location)
    assert posted.status_code == 303, posted.text
    assert "Adjustment" in client.get(opened.location).text
    assert one(services, "SELECT qty FROM inventory.cost_pool WHERE item_id = :id", id=bolt) == D(9)


def test_a_transfer_from_draft_to_received(
    services: Services, system: Actor, dock: Dock, client: FlaskClient
) -> None:
    a_bolt(services, system, dock)
    with services.units.begin(system) as work:
        other = a_warehouse(work, dock.branch_id)
    created = post_form(
        client, "/inventory/transfers",
        {"from_warehouse_id": str(dock.place.id), "to_warehouse_id": str(other.id), "lines-0-item": "BOLT",
         "lines-0-bin": "A-01", "lines-0-qty": "4"},
        page="/inventory/transfers/new",
    )
    assert created.status_code == 303, created.text
    assert post_form(client, f"{created.location}/ship", {}, page=created.location).status_code == 303
    page = client.get(created.location).text
    line_id = re.search(r'name="lines-0-line_id" value="([^"]+)"', page)
    assert line_id
    received = post_form(
        client, f"{created.location}/receive",
        {"complete": "1", "lines-0-line_id": line_id[1], "lines-0-qty": "3"}, page=created.location,
    )
    assert received.status_code == 303, received.text
    assert "Lost in transit" in client.get("/inventory/adjustments?reason=transfer_loss").text
    assert "Received" in client.get("/inventory/transfers").text


def test_a_warehouse_is_opened_and_gets_bins(services: Services, dock: Dock, client: FlaskClient) -> None:
    opened = post_form(
        client, "/inventory/warehouses", {"branch_id": str(dock.branch_id), "code": "north", "name": "North hall"},
        page="/inventory/warehouses",
    )
    assert opened.status_code == 303, opened.text
    added = post_form(
        client, f"{opened.location}/add-bins",
        {"bins-0-code": "n-01", "bins-0-pick_sequence": "5", "bins-1-code": "n-02"}, page=opened.location,
    )
    assert added.status_code == 303, added.text
    page = client.get(opened.location).text
    assert all(code in page for code in ("N-01", "N-02", "TRANSIT"))
    bin_id = one(services, "SELECT id FROM inventory.bin WHERE code = 'N-01'")
    closed = post_form(client, f"/inventory/warehouses/bins/{bin_id}/change",
                       {"pick_sequence": "5", "status": "closed"}, page=opened.location)
    assert closed.status_code == 303
