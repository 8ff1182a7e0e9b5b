"""The packing table: check what was picked, weigh the cartons, close them."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.inventory.packing.forms import PackForm
from erp.inventory.packing.pack import PackedCarton, pack_shipment
from erp.inventory.packing.queries import picked_lines
from erp.inventory.shipping.queries import shipment_facts
from erp.kernel.errors import Refused
from erp.web.forms import parse
from erp.web.languages import gettext
from erp.web.pages import render
from erp.web.requests import perform, read, require_branch
from erp.web.routing import requires

bp = Blueprint("inventory_packing", __name__, url_prefix="/inventory/packing")

MOST_CARTONS = 200


@bp.get("/<uuid:shipment_id>")
@requires("inventory.shipment.pack")
def show(shipment_id: UUID) -> Response:
    shipment = shipment_facts(read(), shipment_id)
    require_branch("inventory.shipment.pack", shipment.branch_id)
    lines = picked_lines(read(), shipment_id)
    return render("inventory/packing/show.html", shipment=shipment, lines=lines)


@bp.post("/<uuid:shipment_id>")
@requires("inventory.shipment.pack")
def pack(shipment_id: UUID) -> Response:
    require_branch("inventory.shipment.pack", shipment_facts(read(), shipment_id).branch_id)
    cartons = cartons_of(parse(PackForm))
    return perform(
        lambda work: pack_shipment(work, shipment_id, cartons),
        then=lambda _: url_for("inventory_shipping.show", shipment_id=shipment_id),
        said=gettext("Packed into %(count)s cartons.", count=len(cartons)),
    )


def cartons_of(form: dict[str, Any]) -> list[PackedCarton]:
    """The cartons typed, or so many of which nothing more is known; one where nothing was said."""
    cartons = [PackedCarton(line["weight_kg"], line["tracking"] or None) for line in form["cartons"]]
    count: int = form["carton_count"] if form["carton_count"] is not None else max(1, len(cartons))
    if not 1 <= count <= MOST_CARTONS:
        raise Refused(
            "Between 1 and %(most_cartons)s cartons can be packed at once.",
            field="carton_count", most_cartons=MOST_CARTONS,
        )
    if len(cartons) > count:
        raise Refused(
            "%(count)s cartons are described, but only %(count2)s counted.",
            field="carton_count", count=len(cartons), count2=count,
        )
    return cartons + [PackedCarton()] * (count - len(cartons))
