"""Pages of warehouses and their bins."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.inventory.locations.add_bins import NewBin, add_bins
from erp.inventory.locations.change_bin import change_bin
from erp.inventory.locations.change_warehouse import change_warehouse
from erp.inventory.locations.create_warehouse import create_warehouse
from erp.inventory.locations.forms import BinChangeForm, BinsForm, WarehouseChangeForm, WarehouseForm
from erp.inventory.locations.queries import WarehouseFacts, bins, warehouse, warehouses
from erp.organization import api as organization
from erp.web.forms import parse
from erp.web.languages import gettext
from erp.web.pages import render
from erp.web.requests import current_company, perform, read, require_branch, visible_branches
from erp.web.routing import requires

bp = Blueprint("inventory_warehouses", __name__, url_prefix="/inventory/warehouses")


def warehouses_in_reach(permission: str) -> list[WarehouseFacts]:
    """The current company's warehouses in branches where the person holds the permission."""
    branches = visible_branches(permission)
    return [
        found
        for found in warehouses(read(), company_id=current_company())
        if branches is None or found.branch_id in branches
    ]


@bp.get("")
@requires("inventory.warehouse.view")
def index() -> Response:
    branches = {branch.id: branch for branch in organization.branches(read(), current_company())}
    return render(
        "inventory/locations/index.html",
        warehouses=warehouses(read(), company_id=current_company()),
        branches=branches,
    )


@bp.post("")
@requires("inventory.warehouse.edit")
def create() -> Response:
    form = parse(WarehouseForm)
    return perform(
        lambda work: create_warehouse(work, **form),
        then=lambda warehouse_id: url_for(".show", warehouse_id=warehouse_id),
        said="Warehouse opened, with bins for receiving, staging, returns and goods in transit. Add storage bins.",
    )


@bp.get("/<uuid:warehouse_id>")
@requires("inventory.warehouse.view")
def show(warehouse_id: UUID) -> Response:
    place = warehouse(read(), warehouse_id)
    require_branch("inventory.warehouse.view", place.branch_id)
    return render(
        "inventory/locations/show.html",
        warehouse=place,
        branch=organization.branch(read(), place.branch_id),
        bins=bins(read(), place.id),
    )


@bp.post("/<uuid:warehouse_id>/change")
@requires("inventory.warehouse.edit")
def change(warehouse_id: UUID) -> Response:
    form = parse(WarehouseChangeForm)
    return perform(
        lambda work: change_warehouse(work, warehouse_id, **form),
        then=lambda _: url_for(".show", warehouse_id=warehouse_id),
        said="Saved. It stands on papers from now on.",
    )


@bp.post("/<uuid:warehouse_id>/add-bins")
@requires("inventory.warehouse.edit")
def add_bins_to(warehouse_id: UUID) -> Response:
    form = parse(BinsForm)
    new = [NewBin(row["code"], row["kind"] or "storage", row["pick_sequence"] or 0) for row in form["bins"]]
    return perform(
        lambda work: add_bins(work, warehouse_id, new),
        then=lambda _: url_for(".show", warehouse_id=warehouse_id),
        said=lambda ids: gettext("%(count)s bins added.", count=len(ids)),
    )


@bp.post("/bins/<uuid:bin_id>/change")
@requires("inventory.warehouse.edit")
def change_bin_of(bin_id: UUID) -> Response:
    form = parse(BinChangeForm)
    return perform(
        lambda work: change_bin(work, bin_id, **form),
        then=lambda warehouse_id: url_for(".show", warehouse_id=warehouse_id),
        said="Bin changed.",
    )
