"""The fulfilment board: see what a warehouse owes, and move it on by key, button or drag."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, url_for

from erp.identity.api import users_who_may
from erp.inventory.carriers.queries import carriers
from erp.inventory.fulfilment.allocate_orders import allocate_orders
from erp.inventory.fulfilment.plan_carrier import plan_carrier
from erp.inventory.fulfilment.views import chosen_warehouse
from erp.inventory.fulfilment_board.board import board
from erp.inventory.fulfilment_board.board_choices import open_waves_on_board, zones
from erp.inventory.fulfilment_board.cards import DUES, STATES, BoardChoice
from erp.inventory.fulfilment_board.forms import (
    BoardFilterForm,
    ColumnsForm,
    JoinForm,
    ListFilterForm,
    OrdersForm,
    PickerForm,
    PlanCarrierForm,
    TakeOffForm,
)
from erp.inventory.fulfilment_board.listing import cards_listed
from erp.inventory.locations.queries import WarehouseFacts, warehouse
from erp.inventory.picking.assign_picker import assign_picker
from erp.inventory.picking.cancel import cancel_pickings
from erp.inventory.picking.queries import wave
from erp.inventory.picking.release import ReleasedWave, release_wave
from erp.kernel.errors import Refused
from erp.organization.api import branch
from erp.web.doors import house
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext, ngettext
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import perform, read, require_branch
from erp.web.routing import requires

bp = Blueprint("inventory_board", __name__, url_prefix="/inventory/fulfilment-board")

COLUMNS = (
    Column("promised_on", "Promised", kind="day"),
    Column("due", "Leaves", kind="status"),
    Column("state", "Stands at", kind="status"),
    Column("origin_number", "Order"),
    Column("shipment_number", "Shipment", link=lambda row: _shipment_url(row)),
    Column("consignee_name", "For"),
    Column("carrier_code", "Carrier"),
    Column("priority", "Priority", kind="integer"),
    Column("lines", "Lines", kind="integer", total=True),
    Column("qty", "Quantity", kind="quantity", total=True),
    Column("weight_kg", "Kilograms", kind="quantity", total=True),
)
FILTERS = ("q", "carrier", "priority", "zone")


@bp.get("")
@requires("inventory.demand.view")
def show() -> Response:
    chosen = parse_query(BoardFilterForm)
    place, reach = chosen_warehouse("inventory.demand.view", chosen["warehouse_id"])
    return render(
        "inventory/fulfilment_board/show.html",
        warehouses=reach,
        carriers=carriers(read(), status="active"),
        zones=zones(read(), place.id),
        **_board(place, chosen),
    )


@bp.get("/columns")
@requires("inventory.demand.view")
def columns() -> Response:
    chosen = parse_query(ColumnsForm)
    place, _reach = chosen_warehouse("inventory.demand.view", chosen["warehouse_id"])
    facts = _board(place, chosen)
    if facts["seen"] == chosen["seen"]:
        return Response(status=204)
    return render("inventory/fulfilment_board/_columns.html", **facts)


@bp.get("/list")
@requires("inventory.demand.view")
def index() -> Response:
    chosen = parse_query(ListFilterForm)
    place, reach = chosen_warehouse("inventory.demand.view", chosen["warehouse_id"])
    everywhere = [each.id for each in reach] if chosen["everywhere"] else None
    statement = cards_listed(_choice(place, chosen, everywhere), chosen["state"], chosen["due"])
    listing = page_by_key(statement, columns=COLUMNS, key=("due_rank", "promised_on", "id"))
    return render_list(
        "inventory/fulfilment_board/index.html", listing, name="to-fulfil", warehouse=place, warehouses=reach,
        carriers=carriers(read()), zones=zones(read(), place.id), states=STATES, dues=DUES,
        board_url=url_for(".show", warehouse_id=place.id, **_filters(chosen)),
    )


@bp.post("/allocate")
@requires("inventory.demand.allocate")
def allocate() -> Response:
    form = parse(OrdersForm)
    require_branch("inventory.demand.allocate", warehouse(read(), form["warehouse_id"]).branch_id)
    return perform(
        lambda work: allocate_orders(work, form["warehouse_id"], form["origin_ids"]),
        said=lambda promised: (
            ngettext("%(n)s line was promised stock.", "%(n)s lines were promised stock.", len(promised))
            if promised else gettext("Nothing of what they miss is free here.")
        ),
    )


@bp.post("/release")
@requires("inventory.wave.release")
def release() -> Response:
    form = parse(OrdersForm)
    return _release(form, None)


@bp.post("/join")
@requires("inventory.wave.release")
def join() -> Response:
    form = parse(JoinForm)
    return _release(form, form["wave_id"])


@bp.post("/plan-carrier")
@requires("inventory.carrier.plan")
def plan() -> Response:
    form = parse(PlanCarrierForm)
    require_branch("inventory.carrier.plan", warehouse(read(), form["warehouse_id"]).branch_id)
    return perform(
        lambda work: plan_carrier(
            work, form["warehouse_id"], form["carrier_id"],
            origin_ids=form["origin_ids"], shipment_ids=form["shipment_ids"],
        ),
        said="Planned.",
    )


@bp.post("/take-off")
@requires("inventory.pick.cancel")
def take_off() -> Response:
    form = parse(TakeOffForm)
    require_branch("inventory.pick.cancel", warehouse(read(), form["warehouse_id"]).branch_id)
    return perform(
        lambda work: cancel_pickings(work, form["shipment_ids"], form["reason"]),
        said="Taken off. What was picked already goes back into the bins of the pick list.",
    )


@bp.post("/waves/<uuid:wave_id>/assign")
@requires("inventory.wave.assign")
def assign(wave_id: UUID) -> Response:
    form = parse(PickerForm)
    found = wave(read(), wave_id)
    require_branch("inventory.wave.assign", found.branch_id)
    return perform(
        lambda work: assign_picker(work, wave_id, form["picker_id"]),
        said=lambda name: (
            gettext("Wave %(number)s is for %(name)s.", number=found.number, name=name)
            if name else gettext("Wave %(number)s is for anybody.", number=found.number)
        ),
    )


def _release(form: Mapping[str, Any], wave_id: UUID | None) -> Response:
    place = warehouse(read(), form["warehouse_id"])
    require_branch("inventory.wave.release", place.branch_id)
    if not form["origin_ids"]:
        raise Refused("Choose the orders that should go on the wave.")
    return perform(
        lambda work: release_wave(work, place.id, origin_ids=form["origin_ids"], into_wave_id=wave_id),
        said=_released,
    )


def _released(released: ReleasedWave) -> str:
    said = gettext(
        "Wave %(number)s: %(picks)s picks for %(shipments)s shipments.",
        number=released.number, picks=len(released.task_ids), shipments=len(released.shipments),
    )
    if released.missing:
        said += " " + ngettext(
            "%(n)s line went back to backorder: only expired lots are left of it.",
            "%(n)s lines went back to backorder: only expired lots are left of them.", len(released.missing),
        )
    return said


def _shipment_url(row: Any) -> str | None:
    return url_for("inventory_shipping.show", shipment_id=row.id) if row.shipment_number else None


def _board(place: WarehouseFacts, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """What the columns show, and a mark by which an unchanged board is known again."""
    found, waves = board(read(), _choice(place, chosen)), open_waves_on_board(read(), place.id)
    filters = _filters(chosen)
    return {
        "warehouse": place,
        "columns": found,
        "waves": waves,
        "pickers": users_who_may(read(), "inventory.pick.confirm", place.branch_id),
        "filters": filters,
        "here": url_for(".show", warehouse_id=place.id, **filters),
        "seen": hashlib.sha256(repr((found, waves)).encode()).hexdigest(),
    }


def _choice(place: WarehouseFacts, chosen: Mapping[str, Any], everywhere: Sequence[UUID] | None = None) -> BoardChoice:
    """The chosen cards of the warehouse, or of all of them where a list asks for that; the clock is the branch's."""
    local = house().services.clock.now().astimezone(ZoneInfo(branch(read(), place.branch_id).time_zone))
    carrier = chosen["carrier"]
    return BoardChoice(
        warehouse_ids=everywhere or [place.id],
        today=local.date(),
        clock=local.time(),
        q=chosen["q"],
        carrier_id=_carrier_id(carrier) if carrier and carrier != "none" else None,
        no_carrier=carrier == "none",
        priority=chosen["priority"],
        zone=chosen["zone"],
    )


def _carrier_id(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise Refused("Choose a carrier from the list.", field="carrier") from None


def _filters(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """What the address keeps of the filters."""
    return {name: chosen[name] for name in FILTERS if chosen[name] not in ("", None)}
