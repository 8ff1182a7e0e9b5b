"""Items and stock in a real browser: the pages can be read by everybody, and an adjustment is typed without a mouse."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from erp.inventory.counting.open_count import open_count
from erp.inventory.transfers.create_transfer import TransferRequest, create_transfer
from erp.inventory.transfers.ship_transfer import ship_transfer
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from tests.builders.inventory import a_warehouse, put_stock
from tests.builders.inventory_dock import Dock, a_dock


@pytest.fixture
def stocked(services: Services, system: Actor) -> dict[str, Any]:
    """A warehouse with ten bolts, a transfer on its way and an open count."""
    with services.units.begin(system) as work:
        dock: Dock = a_dock(work)
        bolt: UUID = dock.item(work, sku="BOLT", description="Hex bolt M8")
        put_stock(work, dock.place, bolt, 14, "2.00")
        other = a_warehouse(work, dock.branch_id)
        transfer = create_transfer(
            work, from_warehouse_id=dock.place.id, to_warehouse_id=other.id, requested_on=work.now.date(),
            lines=[TransferRequest(bolt, dock.place.bin_id, Decimal(4))],
        )
        ship_transfer(work, transfer, occurred_on=work.now.date())
        count = open_count(work, warehouse_id=dock.place.id)
    return {"bolt": bolt, "place": dock.place.id, "transfer": transfer, "count": count}


def test_the_pages_can_be_read_by_everybody(
    stocked: dict[str, Any], desk: Callable[..., Any], accessible: Callable[[Page], None]
) -> None:
    sitting = desk("administrator")
    for path in (
        "/inventory/items", f"/inventory/items/{stocked['bolt']}", f"/inventory/items/{stocked['bolt']}/edit",
        "/inventory/families", f"/inventory/stock/card/{stocked['bolt']}", "/inventory/valuation",
        "/inventory/adjustments/new", f"/inventory/counts/{stocked['count']}",
        f"/inventory/transfers/{stocked['transfer']}", f"/inventory/warehouses/{stocked['place']}",
    ):  # fmt: skip
        page = sitting.open(path)
        page.wait_for_load_state("networkidle")
        accessible(page)


def test_an_item_shows_where_it_is_and_why_it_costs_what_it_costs(
    stocked: dict[str, Any], desk: Callable[..., Any]
) -> None:
    page = desk("controller").open(f"/inventory/items/{stocked['bolt']}")
    expect(page.get_by_role("heading", name="Availability")).to_be_visible()
    expect(page.get_by_role("heading", name="Why this cost: what is left of each receipt")).to_be_visible()
    page.get_by_role("link", name="Adjustment").first.click()
    expect(page.get_by_text("Moving average: goods leave at the mean")).to_be_visible()


def test_the_warehouse_does_not_see_cost(stocked: dict[str, Any], desk: Callable[..., Any]) -> None:
    page = desk("warehouse").open(f"/inventory/items/{stocked['bolt']}")
    expect(page.get_by_role("heading", name="Availability")).to_be_visible()
    expect(page.get_by_role("heading", name="Cost", exact=True)).to_have_count(0)


def test_an_adjustment_is_typed_without_a_mouse(stocked: dict[str, Any], desk: Callable[..., Any]) -> None:
    page = desk("warehouse").open("/inventory/adjustments/new")
    page.get_by_label("Reason").select_option("write_off")
    page.get_by_label("Item, line 1").fill("bolt")
    page.get_by_label("Bin, line 1").fill("A-01")
    page.get_by_label("Quantity, line 1").fill("-3")
    page.get_by_role("button", name="Post adjustment").click()
    page.get_by_role("button", name="Yes, do it").click()
    expect(page.get_by_role("heading", name="Stock adjustment SA-")).to_be_visible()
    expect(page.get_by_role("cell", name="-3", exact=True).or_(page.get_by_role("cell", name="−3"))).to_be_visible()
