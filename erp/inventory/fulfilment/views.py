"""Who waits for goods, and promising them what is free."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import and_, column, or_, select, table
from sqlalchemy.sql.expression import Select

from erp.inventory.catalog.models import Item
from erp.inventory.fulfilment.allocate_warehouse import allocate_warehouse
from erp.inventory.fulfilment.forms import AllocateForm, BackorderFilterForm
from erp.inventory.fulfilment.models import DemandLine
from erp.inventory.fulfilment.queries import demand_of_origin
from erp.inventory.locations.models import Warehouse
from erp.inventory.locations.queries import WarehouseFacts, warehouse
from erp.inventory.locations.views import warehouses_in_reach
from erp.kernel.errors import Refused
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext, ngettext
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import current_branch, perform, read, require_branch, visible_branches
from erp.web.routing import requires

bp = Blueprint("inventory_fulfilment", __name__, url_prefix="/inventory/fulfilment")

BACKORDERS = (
    Column("promised_on", "Promised", kind="day"),
    Column("origin_number", "Order"),
    Column("consignee_name", "For"),
    Column("sku", "Item"),
    Column("description", "Description"),
    Column("warehouse_code", "Warehouse"),
    Column("qty", "Wanted", kind="quantity"),
    Column("qty_missing", "Missing", kind="quantity"),
    Column("base_unit", "Unit"),
    Column("qty_free", "Free now", kind="quantity"),
    Column("qty_on_order", "On order", kind="quantity"),
    Column("priority", "Priority", kind="integer"),
)

_place = table(
    "item_warehouse",
    column("item_id"),
    column("warehouse_id"),
    column("qty_available"),
    column("qty_allocated"),
    column("qty_on_order"),
    schema="inventory",
)


def chosen_warehouse(permission: str, warehouse_id: UUID | None) -> tuple[WarehouseFacts, list[WarehouseFacts]]:
    """The warehouse a page is about (chosen, else the current branch's first), and those to choose from."""
    reach = warehouses_in_reach(permission)
    if not reach:
        raise Refused("There is no warehouse of this company in a branch of yours.")
    for found in reach:
        if found.id == warehouse_id:
            return found, reach
    if warehouse_id is not None:
        raise Refused("Choose a warehouse from the list.", field="warehouse_id")
    branch_id = current_branch()
    return next((found for found in reach if found.branch_id == branch_id), reach[0]), reach


@bp.post("/allocate")
@requires("inventory.demand.allocate")
def allocate() -> Response:
    place = warehouse(read(), parse(AllocateForm)["warehouse_id"])
    require_branch("inventory.demand.allocate", place.branch_id)
    return perform(
        lambda work: allocate_warehouse(work, place.id, place.branch_id),
        then=lambda _: url_for("inventory_board.show", warehouse_id=place.id),
        said=lambda promised: (
            ngettext("%(n)s line was promised stock.", "%(n)s lines were promised stock.", len(promised))
            if promised else gettext("No free stock fits anybody who waits.")
        ),
    )


@bp.get("/backorders")
@requires("inventory.demand.view")
def backorders() -> Response:
    chosen = parse_query(BackorderFilterForm)
    reach = warehouses_in_reach("inventory.demand.view")
    statement = _backorders([found.id for found in reach])
    if chosen["warehouse_id"]:
        statement = statement.where(DemandLine.warehouse_id == chosen["warehouse_id"])
    if chosen["q"]:
        statement = statement.where(
            or_(
                DemandLine.origin_number.istartswith(chosen["q"], autoescape=True),
                Item.sku.istartswith(chosen["q"], autoescape=True),
                Item.description.icontains(chosen["q"], autoescape=True),
            )
        )
    listing = page_by_key(statement, columns=BACKORDERS, key=("promised_on", "id"))
    return render_list("inventory/fulfilment/backorders.html", listing, name="backorders", warehouses=reach)


@bp.get("/of-origin/<uuid:origin_id>")
@requires("inventory.demand.view")
def of_origin(origin_id: UUID) -> Response:
    lines = demand_of_origin(read(), origin_id, visible_branches("inventory.demand.view"))
    return render("inventory/fulfilment/_of_origin.html", lines=lines)


def _backorders(warehouse_ids: Collection[UUID]) -> Select[*tuple[Any, ...]]:
    missing = DemandLine.qty - DemandLine.qty_allocated - DemandLine.qty_shipped - DemandLine.qty_cancelled
    return (
        select(
            DemandLine.id,
            DemandLine.promised_on,
            DemandLine.origin_number,
            DemandLine.consignee["name"].astext.label("consignee_name"),
            Item.sku,
            Item.description,
            Item.base_unit,
            Warehouse.code.label("warehouse_code"),
            DemandLine.qty,
            missing.label("qty_missing"),
            (_place.c.qty_available - _place.c.qty_allocated).label("qty_free"),
            _place.c.qty_on_order.label("qty_on_order"),
            DemandLine.priority,
        )
        .join(Item, Item.id == DemandLine.item_id)
        .join(Warehouse, Warehouse.id == DemandLine.warehouse_id)
        .outerjoin(
            _place,
            and_(_place.c.item_id == DemandLine.item_id, _place.c.warehouse_id == DemandLine.warehouse_id),
        )
        .where(
            DemandLine.qty_allocated + DemandLine.qty_shipped + DemandLine.qty_cancelled < DemandLine.qty,
            DemandLine.warehouse_id.in_(warehouse_ids),
        )
    )
