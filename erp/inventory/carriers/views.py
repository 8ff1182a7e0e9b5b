"""Pages of carriers."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.inventory.carriers.change_carrier import change_carrier
from erp.inventory.carriers.create_carrier import create_carrier
from erp.inventory.carriers.forms import CarrierForm, NewCarrierForm
from erp.inventory.carriers.models import CARRIER_STATUSES
from erp.inventory.carriers.queries import carrier, carriers
from erp.web.forms import parse
from erp.web.pages import render
from erp.web.requests import perform, read
from erp.web.routing import requires

bp = Blueprint("inventory_carriers", __name__, url_prefix="/inventory/carriers")


@bp.get("")
@requires("inventory.carrier.view")
def index() -> Response:
    return render("inventory/carriers/index.html", carriers=carriers(read()))


@bp.post("")
@requires("inventory.carrier.manage")
def create() -> Response:
    form = parse(NewCarrierForm)
    return perform(
        lambda work: create_carrier(work, **form), then=lambda _: url_for(".index"), said="Carrier added."
    )


@bp.get("/<uuid:carrier_id>")
@requires("inventory.carrier.manage")
def edit(carrier_id: UUID) -> Response:
    found = carrier(read(), carrier_id)
    return render("inventory/carriers/edit.html", carrier=found, statuses=CARRIER_STATUSES)


@bp.post("/<uuid:carrier_id>/change")
@requires("inventory.carrier.manage")
def change(carrier_id: UUID) -> Response:
    form = parse(CarrierForm)
    return perform(
        lambda work: change_carrier(work, carrier_id, **form), then=lambda _: url_for(".index"), said="Carrier changed."
    )
