"""Packing with a scanner: scan the shipment, count the cartons, close them."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.inventory.packing.forms import PackForm
from erp.inventory.packing.pack import pack_shipment
from erp.inventory.packing.queries import picked_lines
from erp.inventory.packing.views import cartons_of
from erp.inventory.shipping.queries import shipment_facts
from erp.web.forms import parse
from erp.web.languages import gettext
from erp.web.pages import render
from erp.web.requests import perform, read, require_branch
from erp.web.routing import requires

bp = Blueprint("inventory_scan_packing", __name__, url_prefix="/scan/packing")


@bp.get("/<uuid:shipment_id>")
@requires("inventory.shipment.pack")
def show(shipment_id: UUID) -> Response:
    shipment = shipment_facts(read(), shipment_id)
    require_branch("inventory.shipment.pack", shipment.branch_id)
    lines = picked_lines(read(), shipment_id)
    return render("inventory/packing/scan_show.html", shipment=shipment, lines=lines)


@bp.post("/<uuid:shipment_id>")
@requires("inventory.shipment.pack")
def pack(shipment_id: UUID) -> Response:
    require_branch("inventory.shipment.pack", shipment_facts(read(), shipment_id).branch_id)
    cartons = cartons_of(parse(PackForm))
    return perform(
        lambda work: pack_shipment(work, shipment_id, cartons),
        then=lambda _: url_for("inventory_scan_shipments.show", shipment_id=shipment_id),
        said=gettext("Packed into %(count)s cartons. Label them, then confirm.", count=len(cartons)),
    )
