"""Putting goods away with a scanner: scan what stands in the receiving bin, then the bin it goes to."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.inventory.catalog.known_codes import known_codes
from erp.inventory.locations.queries import bins, warehouse
from erp.inventory.locations.views import warehouses_in_reach
from erp.inventory.plain_quantity import plain
from erp.inventory.put_away.queries import unplaced_stock
from erp.web.pages import redirect_to, render
from erp.web.requests import read, require_branch
from erp.web.routing import requires

bp = Blueprint("inventory_scan_put_away", __name__, url_prefix="/scan/put-away")


@bp.get("")
@requires("inventory.put_away.create")
def index() -> Response:
    places = warehouses_in_reach("inventory.put_away.create")
    if len(places) == 1:
        return redirect_to(".show", warehouse_id=places[0].id)
    entries = [(f"{place.code} · {place.name}", url_for(".show", warehouse_id=place.id)) for place in places]
    return render("inventory/put_away/scan_index.html", entries=entries)


@bp.get("/<uuid:warehouse_id>")
@requires("inventory.put_away.create")
def show(warehouse_id: UUID) -> Response:
    place = warehouse(read(), warehouse_id)
    require_branch("inventory.put_away.create", place.branch_id)
    stock = unplaced_stock(read(), warehouse_id)
    return render(
        "inventory/put_away/scan_show.html",
        warehouse=place,
        stock=stock,
        free={entry.stock_balance_id: plain(entry.qty_free) for entry in stock},
        codes=[code.as_told() for code in known_codes(read(), {entry.item_id for entry in stock})],
        bins=[found.code for found in bins(read(), warehouse_id, kind="storage") if found.status == "active"],
    )
