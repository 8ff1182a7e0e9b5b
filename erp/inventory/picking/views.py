"""Waves on the desk: print the pick list, type in what came back, see what was short."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import func, select

from erp.identity.api import user_names
from erp.inventory.fulfilment.forms import PlaceForm
from erp.inventory.fulfilment.views import chosen_warehouse
from erp.inventory.locations.models import Warehouse
from erp.inventory.locations.views import warehouses_in_reach
from erp.inventory.picking.cancel import cancel_picking
from erp.inventory.picking.confirm import Pick, PickResult, confirm_picks
from erp.inventory.picking.forms import SHORT_REASONS, PickListForm, ReasonForm, WaveFilterForm
from erp.inventory.picking.models import PickTask, Wave
from erp.inventory.picking.print_pick_list import print_pick_list
from erp.inventory.picking.queries import SHORT_DAYS, short_picks, tasks_of_shipment, tasks_of_wave, wave
from erp.inventory.shipping.queries import shipment_facts
from erp.kernel.errors import Refused
from erp.web.doors import house
from erp.web.forms import parse, parse_query
from erp.web.pages import render, show_pdf
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import business_date, perform, read, require_branch
from erp.web.routing import requires

bp = Blueprint("inventory_waves", __name__, url_prefix="/inventory/waves")

COLUMNS = (
    Column("number", "Wave", link=lambda row: url_for(".show", wave_id=row.id)),
    Column("released_at", "Released", kind="moment"),
    Column("released_by", "By"),
    Column("warehouse_code", "Warehouse"),
    Column("tasks", "Picks", kind="integer", total=True),
    Column("tasks_open", "Open", kind="integer", total=True),
    Column("tasks_short", "Short", kind="integer", total=True),
)


@bp.get("")
@requires("inventory.wave.view")
def index() -> Response:
    chosen = parse_query(WaveFilterForm)
    reach = warehouses_in_reach("inventory.wave.view")
    statement = (
        select(
            Wave.id,
            Wave.number,
            Wave.released_at,
            Wave.released_by,
            Warehouse.code.label("warehouse_code"),
            func.count(PickTask.id).filter(PickTask.status != "cancelled").label("tasks"),
            func.count(PickTask.id).filter(PickTask.status == "open").label("tasks_open"),
            func.count(PickTask.id).filter(PickTask.status == "short").label("tasks_short"),
        )
        .join(Warehouse, Warehouse.id == Wave.warehouse_id)
        .outerjoin(PickTask, PickTask.wave_id == Wave.id)
        .where(Wave.warehouse_id.in_([found.id for found in reach]))
        .group_by(Wave.id, Warehouse.id)
    )
    if chosen["warehouse_id"]:
        statement = statement.where(Wave.warehouse_id == chosen["warehouse_id"])
    if chosen["short"]:
        since = business_date() - timedelta(days=SHORT_DAYS)
        statement = statement.having(
            func.count(PickTask.id).filter(PickTask.status == "short", PickTask.picked_at >= since) > 0
        )
    if chosen["q"]:
        statement = statement.where(Wave.number.istartswith(chosen["q"], autoescape=True))
    listing = page_by_key(statement, columns=COLUMNS, key=("-id",))
    return render_list("inventory/picking/index.html", listing, name="waves", warehouses=reach)


@bp.get("/<uuid:wave_id>")
@requires("inventory.wave.view")
def show(wave_id: UUID) -> Response:
    facts = wave(read(), wave_id)
    require_branch("inventory.wave.view", facts.branch_id)
    return render(
        "inventory/picking/show.html", wave=facts, tasks=tasks_of_wave(read(), wave_id), reasons=SHORT_REASONS,
        picker=user_names(read(), [facts.picker_id]).get(facts.picker_id) if facts.picker_id else None,
    )  # fmt: skip


@bp.get("/<uuid:wave_id>/print")
@requires("inventory.wave.view")
def print_list(wave_id: UUID) -> Response:
    facts = wave(read(), wave_id)
    require_branch("inventory.wave.view", facts.branch_id)
    return render("inventory/picking/print.html", wave=facts, tasks=tasks_of_wave(read(), wave_id))


@bp.get("/<uuid:wave_id>/print.pdf")
@requires("inventory.wave.view")
def print_list_pdf(wave_id: UUID) -> Response:
    found = wave(read(), wave_id)
    require_branch("inventory.wave.view", found.branch_id)
    return show_pdf(print_pick_list(read(), house().services.adapters, wave_id), found.number)


@bp.post("/<uuid:wave_id>/confirm")
@requires("inventory.pick.confirm")
def confirm(wave_id: UUID) -> Response:
    form = parse(PickListForm)
    require_branch("inventory.pick.confirm", wave(read(), wave_id).branch_id)
    picks = [
        Pick(line["task_id"], line["qty"], line["reason"]) for line in form["lines"] if line["qty"] is not None
    ]
    if not picks:
        raise Refused("Enter what was picked. A line without a quantity stays open.")
    return perform(
        lambda work: confirm_picks(work, picks), then=lambda _: url_for(".show", wave_id=wave_id), said=picked_text
    )


@bp.get("/short-picks")
@requires("inventory.wave.view")
def short() -> Response:
    place, reach = chosen_warehouse("inventory.wave.view", parse_query(PlaceForm)["warehouse_id"])
    picks = short_picks(read(), place.id)
    return render("inventory/picking/short.html", warehouse=place, warehouses=reach, tasks=picks)


@bp.get("/of-shipment/<uuid:shipment_id>")
@requires("inventory.wave.view")
def of_shipment(shipment_id: UUID) -> Response:
    require_branch("inventory.wave.view", shipment_facts(read(), shipment_id).branch_id)
    return render("inventory/picking/_of_shipment.html", tasks=tasks_of_shipment(read(), shipment_id))


@bp.post("/of-shipment/<uuid:shipment_id>/cancel")
@requires("inventory.pick.cancel")
def cancel(shipment_id: UUID) -> Response:
    form = parse(ReasonForm)
    shipment = shipment_facts(read(), shipment_id)
    require_branch("inventory.pick.cancel", shipment.branch_id)
    return perform(
        lambda work: cancel_picking(work, shipment_id, form["reason"]),
        then=lambda _: url_for("inventory_shipping.show", shipment_id=shipment_id),
        said="Picking cancelled. Put the goods back into the bins of the pick list.",
    )


def picked_text(result: PickResult) -> str:
    """What a confirmed pick led to, in words."""
    text = "Picks confirmed."
    if result.new_task_ids:
        text += f" The missing goods are fetched elsewhere. New picks: {len(result.new_task_ids)}."
    if result.backordered:
        text += f" Lines that went to backorder: {len(result.backordered)}."
    return text
