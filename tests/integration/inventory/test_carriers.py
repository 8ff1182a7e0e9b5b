"""Carriers: set up on a page, named by a delivery address, and followed to the demand."""

import re
from collections.abc import Callable
from datetime import time
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from erp.crm.api import add_ship_to
from erp.inventory.carriers.change_carrier import change_carrier
from erp.inventory.carriers.create_carrier import create_carrier
from erp.inventory.carriers.queries import carrier, carriers
from erp.inventory.picking.release import release_wave
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.crm import a_customer, a_shop, an_order
from tests.builders.inventory import put_stock
from tests.builders.organization import a_company
from tests.kit.web_client import post_form

PAGE = "/inventory/carriers"


def test_a_carrier_is_set_up_once_and_changed(work: UnitOfWork) -> None:
    carrier_id = create_carrier(work, code=" dhl ", name="DHL Freight", cut_off=time(16, 30))
    assert (carrier(work.session, carrier_id).code, carrier(work.session, carrier_id).cut_off) == ("DHL", time(16, 30))
    with pytest.raises(Conflict, match="a carrier DHL already"), work.session.begin_nested():
        create_carrier(work, code="DHL", name="Another")
    with pytest.raises(Refused, match="a code and a name"):
        create_carrier(work, code="UPS", name=" ")
    change_carrier(work, carrier_id, name="DHL Express", cut_off=None, status="retired")
    assert [each.name for each in carriers(work.session, status="retired")] == ["DHL Express"]
    assert carriers(work.session, status="active") == []
    with pytest.raises(NotFound):
        change_carrier(work, new_id(), name="Nobody", cut_off=None, status="active")


def test_orders_leave_with_the_carrier_of_their_address(work: UnitOfWork) -> None:
    shop = a_shop(work)
    carrier_id = create_carrier(work, code="DHL", name="DHL")
    customer_id = a_customer(work, shop.company)
    add_ship_to(work, customer_id, code="DOCK", name="Dock 4", carrier_id=carrier_id, is_default=True)
    item_id = shop.item(work)
    put_stock(work, shop.place, item_id, 10)
    order_id = an_order(work, shop, customer_id, [(item_id, 2)]).id
    assert planned(work, order_id) == carrier_id
    wave = release_wave(work, shop.place.id, origin_ids=[order_id])
    shipped_with = work.execute(
        text("SELECT carrier_id FROM inventory.shipment WHERE id = :id"), {"id": wave.shipments[order_id]}
    ).scalar_one()
    assert shipped_with == carrier_id


def planned(work: UnitOfWork, order_id: UUID) -> UUID | None:
    found: UUID | None = work.execute(
        text("SELECT carrier_id FROM inventory.demand_line WHERE origin_id = :id"), {"id": order_id}
    ).scalar_one()
    return found


def test_the_page_adds_and_changes_carriers(client_as: Callable[..., FlaskClient], services: Services) -> None:
    services.units.run(Actor.system("test"), lambda work: a_company(work))
    desk = client_as("warehouse")
    wrong = post_form(desk, PAGE, {"code": "dhl", "name": "DHL", "cut_off": "25:00"}, page=PAGE)
    assert wrong.status_code == 422
    assert "Enter a time of day as HH:MM" in wrong.text
    assert 'value="dhl"' in wrong.text
    assert post_form(desk, PAGE, {"code": "dhl", "name": "DHL", "cut_off": "16:30"}, page=PAGE).status_code == 303
    page = desk.get(PAGE).text
    assert "16:30" in page
    edit = re.search(r'href="(/inventory/carriers/[0-9a-f-]{36})"', page)
    assert edit is not None
    changed = post_form(desk, f"{edit.group(1)}/change", {"name": "DHL Express", "cut_off": ""}, page=edit.group(1))
    assert changed.status_code == 303
    assert "DHL Express" in desk.get(PAGE).text
    accountant = client_as("accountant").get(PAGE)
    assert accountant.status_code == 200
    assert "Add a carrier" not in accountant.text
