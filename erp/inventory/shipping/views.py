"""Shipments on the desk: find them, confirm them, hand them over, void them, print the packing slip."""

from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import or_, select

from erp.inventory.locations.models import Warehouse
from erp.inventory.locations.views import warehouses_in_reach
from erp.inventory.shipping.confirm import confirm_shipment
from erp.inventory.shipping.forms import ConfirmForm, HandOverForm, ShipmentFilterForm, VoidForm
from erp.inventory.shipping.hand_over import hand_over_shipment
from erp.inventory.shipping.models import SHIPMENT_STATUSES, Shipment
from erp.inventory.shipping.print_packing_slip import print_packing_slip
from erp.inventory.shipping.queries import cartons, shipment_facts, shipment_lines, shipments_of_origin
from erp.inventory.shipping.void import void_shipment
from erp.organization.api import branch, company
from erp.web.doors import house
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext
from erp.web.pages import render, show_pdf
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import business_date, chosen_day, perform, read, require_branch, visible_branches
from erp.web.routing import requires

bp = Blueprint("inventory_shipping", __name__, url_prefix="/inventory/shipments")

COLUMNS = (
    Column("number", "Shipment", link=lambda row: url_for(".show", shipment_id=row.id)),
    Column("status", "Status", kind="status"),
    Column("promised_on", "Promised", kind="day"),
    Column("origin_number", "Order"),
    Column("consignee_name", "For"),
    Column("warehouse_code", "Warehouse"),
    Column("shipped_on", "Shipped", kind="day"),
    Column("carrier", "Carrier"),
    Column("tracking", "Tracking"),
    Column("packed_by", "Packed by", hidden=True),
    Column("packed_at", "Packed at", kind="moment", hidden=True),
    Column("confirmed_by", "Confirmed by", hidden=True),
    Column("confirmed_at", "Confirmed at", kind="moment", hidden=True),
    Column("handed_over_at", "Handed over at", kind="moment", hidden=True),
    Column("void_reason", "Why void", hidden=True),
)


@bp.get("")
@requires("inventory.shipment.view")
def index() -> Response:
    chosen = parse_query(ShipmentFilterForm)
    reach = warehouses_in_reach("inventory.shipment.view")
    statement = (
        select(
            Shipment.id,
            Shipment.number,
            Shipment.status,
            Shipment.promised_on,
            Shipment.origin_number,
            Shipment.consignee_name,
            Warehouse.code.label("warehouse_code"),
            Shipment.shipped_on,
            Shipment.carrier,
            Shipment.tracking,
            Shipment.packed_by,
            Shipment.packed_at,
            Shipment.confirmed_by,
            Shipment.confirmed_at,
            Shipment.handed_over_at,
            Shipment.void_reason,
        )
        .join(Warehouse, Warehouse.id == Shipment.warehouse_id)
        .where(Shipment.warehouse_id.in_([found.id for found in reach]))
    )
    if chosen["warehouse_id"]:
        statement = statement.where(Shipment.warehouse_id == chosen["warehouse_id"])
    if chosen["status"]:
        statement = statement.where(Shipment.status == chosen["status"])
    if chosen["from_day"]:
        statement = statement.where(Shipment.shipped_on >= chosen["from_day"])
    if chosen["to_day"]:
        statement = statement.where(Shipment.shipped_on <= chosen["to_day"])
    if chosen["q"]:
        statement = statement.where(
            or_(
                Shipment.number.istartswith(chosen["q"], autoescape=True),
                Shipment.origin_number.istartswith(chosen["q"], autoescape=True),
                Shipment.consignee_name.icontains(chosen["q"], autoescape=True),
                Shipment.tracking.istartswith(chosen["q"], autoescape=True),
            )
        )
    listing = page_by_key(statement, columns=COLUMNS, key=("-id",))
    return render_list(
        "inventory/shipping/index.html", listing, name="shipments", warehouses=reach, statuses=SHIPMENT_STATUSES
    )


@bp.get("/<uuid:shipment_id>")
@requires("inventory.shipment.view")
def show(shipment_id: UUID) -> Response:
    shipment = shipment_facts(read(), shipment_id)
    require_branch("inventory.shipment.view", shipment.branch_id)
    return render(
        "inventory/shipping/show.html",
        shipment=shipment,
        lines=shipment_lines(read(), shipment_id),
        cartons=cartons(read(), shipment_id),
    )


@bp.get("/<uuid:shipment_id>/packing-slip")
@requires("inventory.shipment.view")
def packing_slip(shipment_id: UUID) -> Response:
    shipment = shipment_facts(read(), shipment_id)
    require_branch("inventory.shipment.view", shipment.branch_id)
    return render(
        "inventory/shipping/packing_slip.html",
        shipment=shipment,
        lines=shipment_lines(read(), shipment_id),
        cartons=cartons(read(), shipment_id),
        company=company(read(), shipment.company_id),
        branch=branch(read(), shipment.branch_id),
    )


@bp.get("/<uuid:shipment_id>/packing-slip.pdf")
@requires("inventory.shipment.view")
def packing_slip_pdf(shipment_id: UUID) -> Response:
    found = shipment_facts(read(), shipment_id)
    require_branch("inventory.shipment.view", found.branch_id)
    return show_pdf(print_packing_slip(read(), house().services.adapters, shipment_id), found.number)


@bp.get("/of-origin/<uuid:origin_id>")
@requires("inventory.shipment.view")
def of_origin(origin_id: UUID) -> Response:
    found = shipments_of_origin(read(), origin_id, visible_branches("inventory.shipment.view"))
    return render("inventory/shipping/_of_origin.html", shipments=found)


@bp.post("/<uuid:shipment_id>/confirm")
@requires("inventory.shipment.confirm")
def confirm(shipment_id: UUID) -> Response:
    form = parse(ConfirmForm)
    shipment = shipment_facts(read(), shipment_id)
    require_branch("inventory.shipment.confirm", shipment.branch_id)
    occurred_on = chosen_day("inventory.shipment.backdate", form["occurred_on"], shipment.branch_id)
    return perform(
        lambda work: confirm_shipment(work, shipment_id, occurred_on=occurred_on),
        then=lambda confirmed: url_for(".show", shipment_id=confirmed.id),
        said=lambda confirmed: gettext("%(number)s has left.", number=confirmed.number),
    )


@bp.post("/<uuid:shipment_id>/hand-over")
@requires("inventory.shipment.hand_over")
def hand_over(shipment_id: UUID) -> Response:
    form = parse(HandOverForm)
    require_branch("inventory.shipment.hand_over", shipment_facts(read(), shipment_id).branch_id)
    return perform(
        lambda work: hand_over_shipment(work, shipment_id, carrier=form["carrier"], tracking=form["tracking"]),
        then=lambda _: url_for(".show", shipment_id=shipment_id),
        said="The carrier has it.",
    )


@bp.post("/<uuid:shipment_id>/void")
@requires("inventory.shipment.void")
def void(shipment_id: UUID) -> Response:
    form = parse(VoidForm)
    shipment = shipment_facts(read(), shipment_id)
    require_branch("inventory.shipment.void", shipment.branch_id)
    occurred_on = business_date(shipment.branch_id)
    return perform(
        lambda work: void_shipment(work, shipment_id, reason=form["reason"], occurred_on=occurred_on),
        then=lambda _: url_for(".show", shipment_id=shipment_id),
        said="Shipment voided. Its goods are promised again.",
    )
