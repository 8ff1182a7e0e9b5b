"""Shipping with a scanner: scan the shipment or one of its cartons, confirm, next."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.inventory.shipping.confirm import confirm_shipment
from erp.inventory.shipping.forms import FindForm
from erp.inventory.shipping.queries import open_shipments, shipment_by_code, shipment_facts, shipment_lines
from erp.kernel.errors import Refused
from erp.web.forms import parse_query
from erp.web.languages import gettext, said_of
from erp.web.pages import redirect_to, render
from erp.web.requests import business_date, current_company, perform, read, require_branch, visible_branches
from erp.web.routing import requires
from erp.web.scanner import read_code

bp = Blueprint("inventory_scan_shipments", __name__, url_prefix="/scan/shipments")


@bp.get("")
@requires("inventory.shipment.confirm")
def index() -> Response:
    return _waiting()


@bp.get("/find")
@requires("inventory.shipment.confirm")
def find() -> Response:
    try:
        shipment_id = shipment_by_code(read(), read_code(parse_query(FindForm)["code"]).text)
    except Refused as refusal:
        return _waiting(said_of(refusal))
    return redirect_to(".show", shipment_id=shipment_id)


@bp.get("/<uuid:shipment_id>")
@requires("inventory.shipment.confirm")
def show(shipment_id: UUID) -> Response:
    shipment = shipment_facts(read(), shipment_id)
    require_branch("inventory.shipment.confirm", shipment.branch_id)
    lines = shipment_lines(read(), shipment_id)
    return render("inventory/shipping/scan_show.html", shipment=shipment, lines=lines)


@bp.post("/<uuid:shipment_id>/confirm")
@requires("inventory.shipment.confirm")
def confirm(shipment_id: UUID) -> Response:
    shipment = shipment_facts(read(), shipment_id)
    require_branch("inventory.shipment.confirm", shipment.branch_id)
    occurred_on = business_date(shipment.branch_id)
    return perform(
        lambda work: confirm_shipment(work, shipment_id, occurred_on=occurred_on),
        then=lambda _: url_for(".index"),
        said=lambda confirmed: gettext("%(number)s has left. Next shipment.", number=confirmed.number),
    )


def _waiting(fault: str = "") -> Response:
    branches = visible_branches("inventory.shipment.confirm")
    shipments = open_shipments(read(), current_company(), branches, limit=30)
    return render("inventory/shipping/scan_index.html", shipments=shipments, fault=fault)
