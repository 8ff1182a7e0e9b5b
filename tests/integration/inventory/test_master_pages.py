"""Families stop being traded, warehouses move, reasons come and go: each by hand, and refused where it would hurt."""

from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from erp.inventory.adjustments.adjust_stock import adjust_stock
from erp.inventory.adjustments.post_adjustment import AdjustmentLine
from erp.inventory.adjustments.reasons.add_reason import add_reason
from erp.inventory.adjustments.reasons.change_reason import change_reason
from erp.inventory.catalog.deactivate_family import deactivate_family
from erp.inventory.locations.change_warehouse import change_warehouse
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.errors import Conflict, Forbidden, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import put_stock
from tests.builders.inventory_dock import Dock, a_dock, wanted
from tests.kit.web_client import post_form


def status(work: UnitOfWork, table: str, **key: object) -> str:
    where = " AND ".join(f"{name} = :{name}" for name in key)
    statement = f"SELECT status FROM inventory.{table} WHERE {where}"  # noqa: S608
    found: str = work.session.execute(text(statement), key).scalar_one()
    return found


def test_a_family_without_goods_stops_being_traded(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    for _ in range(2):
        deactivate_family(work, dock.family_id, dock.company_id)
    key = {"family_id": dock.family_id, "company_id": dock.company_id}
    assert status(work, "item_family_company", **key) == "inactive"
    assert status(work, "item_company", item_id=bolt, company_id=dock.company_id) == "inactive"
    with pytest.raises(NotFound):
        deactivate_family(work, new_id(), dock.company_id)


def test_a_family_in_stock_or_on_order_goes_on(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work, sku="BOLT")
    wanted(work, dock, [(bolt, 2)])
    with pytest.raises(Conflict, match="BOLT of this family is still in stock, on its way or wanted"):
        deactivate_family(work, dock.family_id, dock.company_id)
    other = a_dock(work)
    put_stock(work, other.place, other.item(work, sku="NUT"), 1)
    with pytest.raises(Conflict, match="NUT"):
        deactivate_family(work, other.family_id, other.company_id)


def test_a_warehouse_moves(work: UnitOfWork) -> None:
    dock = a_dock(work)
    change_warehouse(work, dock.place.id, name="Harbor", address_line="2 Quay", city="Port City", country_code="us")
    row = work.execute(text("SELECT * FROM inventory.warehouse WHERE id = :id"), {"id": dock.place.id}).one()
    assert (row.name, row.address_line, row.country_code) == ("Harbor", "2 Quay", "US")
    with pytest.raises(Refused, match="two letters"):
        change_warehouse(work, dock.place.id, name="Harbor", country_code="USA")
    with pytest.raises(Refused, match="needs a name"):
        change_warehouse(work, dock.place.id, name=" ")
    with pytest.raises(NotFound):
        change_warehouse(work, new_id(), name="Nowhere")


def test_a_reason_is_added_used_and_retired(work: UnitOfWork) -> None:
    dock = a_dock(work)
    bolt = dock.item(work)
    put_stock(work, dock.place, bolt, 5, "2.00", bin_code="A-01")
    assert add_reason(work, code="Water_Damage", name="Water damage", direction="down") == "water_damage"
    with pytest.raises(Conflict):
        add_reason(work, code="water_damage", name="Again")
    for code, name, direction in (("x y", "X", "up"), ("xy", "", "up"), ("xy", "X", "")):
        with pytest.raises(Refused):
            add_reason(work, code=code, name=name, direction=direction)

    def lose() -> None:
        place = dock.place
        line = AdjustmentLine(bolt, place.bins["A-01"], Decimal(-1))
        adjust_stock(
            work, warehouse_id=place.id, reason="water_damage", lines=[line], occurred_on=work.now.date()
        )

    lose()
    change_reason(work, "water_damage", name="Wet", active=False)
    with pytest.raises(Refused, match="Choose a reason"):
        lose()
    with pytest.raises(Refused, match="cannot be retired"):
        change_reason(work, "count", name="Count", active=False)
    with pytest.raises(NotFound):
        change_reason(work, "nothing", name="X", active=True)


def test_who_may_not_is_refused(work: UnitOfWork) -> None:
    dock = a_dock(work)
    work.actor = Actor("clerk")
    for step in (
        lambda: deactivate_family(work, dock.family_id, dock.company_id),
        lambda: change_warehouse(work, dock.place.id, name="X"),
        lambda: add_reason(work, code="xy", name="X"),
        lambda: change_reason(work, "count", name="X", active=True),
    ):
        with pytest.raises(Forbidden):
            step()


def test_each_is_done_on_its_page(client: FlaskClient, services: Services, system: Actor) -> None:
    dock: Dock = services.units.run(system, a_dock)
    families = "/inventory/families"
    done = post_form(client, f"{families}/{dock.family_id}/deactivate", {}, page=families, follow=True)
    assert "no longer trades the family" in done.text
    place = f"/inventory/warehouses/{dock.place.id}"
    done = post_form(client, f"{place}/change", {"city": "New Haven"}, page=place, follow=True)
    assert "New Haven" in done.text
    reasons = "/inventory/adjustment-reasons"
    given = {"name": "Water damage", "code": "water_damage", "direction": "down"}
    done = post_form(client, reasons, given, page=reasons, follow=True)
    assert "Water damage" in done.text
    done = post_form(client, f"{reasons}/water_damage/change", {}, page=reasons, follow=True)
    assert "Reason changed" in done.text
    assert "Retired" in done.text
