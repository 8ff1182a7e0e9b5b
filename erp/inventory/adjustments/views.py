"""Pages of stock adjustments: the list, entry, one adjustment; and the standard cost of an item."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import select

from erp.inventory.adjustments.adjust_stock import adjust_stock
from erp.inventory.adjustments.forms import AdjustmentFilterForm, AdjustmentForm, MovesForm, StandardCostForm
from erp.inventory.adjustments.models import AdjustmentReason, StockAdjustment
from erp.inventory.adjustments.move_stock import StockMove, move_stock
from erp.inventory.adjustments.post_adjustment import AdjustmentLine, PostedAdjustment
from erp.inventory.adjustments.queries import adjustment_page, reasons
from erp.inventory.adjustments.set_standard_cost import set_standard_cost
from erp.inventory.adjustments.typed_lines import TypedLine, understand_lines
from erp.inventory.catalog.add_lots import NewLot, add_lots
from erp.inventory.locations.models import Warehouse
from erp.inventory.locations.queries import bins, warehouse
from erp.inventory.locations.views import warehouses_in_reach
from erp.kernel.errors import NotFound
from erp.kernel.unit_of_work import UnitOfWork
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import business_date, chosen_day, current_company, perform, read, require_branch, visible_branches
from erp.web.routing import requires

bp = Blueprint("inventory_adjustments", __name__, url_prefix="/inventory/adjustments")

COLUMNS = (
    Column("number", "Adjustment", link=lambda row: url_for(".show", adjustment_id=row.id)),
    Column("occurred_on", "Date", kind="day"),
    Column("warehouse_code", "Warehouse"),
    Column("reason_name", "Reason"),
    Column("note", "Note"),
    Column("actor", "Entered by"),
)


@bp.get("")
@requires("inventory.adjustment.view")
def index() -> Response:
    chosen = parse_query(AdjustmentFilterForm)
    statement = (
        select(
            StockAdjustment.id,
            StockAdjustment.number,
            StockAdjustment.occurred_on,
            Warehouse.code.label("warehouse_code"),
            AdjustmentReason.name.label("reason_name"),
            StockAdjustment.note,
            StockAdjustment.actor,
        )
        .join(Warehouse, Warehouse.id == StockAdjustment.warehouse_id)
        .join(AdjustmentReason, AdjustmentReason.code == StockAdjustment.reason)
        .where(StockAdjustment.company_id == current_company())
    )
    branches = visible_branches("inventory.adjustment.view")
    if branches is not None:
        statement = statement.where(StockAdjustment.branch_id.in_(branches))
    if chosen["q"]:
        statement = statement.where(StockAdjustment.number.istartswith(chosen["q"], autoescape=True))
    if chosen["reason"]:
        statement = statement.where(StockAdjustment.reason == chosen["reason"])
    if chosen["warehouse_id"]:
        statement = statement.where(StockAdjustment.warehouse_id == chosen["warehouse_id"])
    listing = page_by_key(statement, columns=COLUMNS, key=("-occurred_on", "-id"))
    return render_list(
        "inventory/adjustments/index.html",
        listing,
        name="stock-adjustments",
        reasons=[*reasons(read()), ("count", "Stock count"), ("transfer_loss", "Lost in transit")],
        warehouses=[(w.id, w.code) for w in warehouses_in_reach("inventory.adjustment.view")],
    )


@bp.get("/new")
@requires("inventory.adjustment.post")
def new() -> Response:
    places = [(w.id, f"{w.code} {w.name}") for w in warehouses_in_reach("inventory.adjustment.post")]
    return render("inventory/adjustments/new.html", warehouses=places, reasons=reasons(read()))


@bp.post("")
@requires("inventory.adjustment.post")
def create() -> Response:
    form = parse(AdjustmentForm)
    place = warehouse(read(), form["warehouse_id"])
    require_branch("inventory.adjustment.post", place.branch_id)
    lines = understand_lines(read(), place.id, form["lines"], new_lots=True)
    occurred_on = chosen_day("inventory.adjustment.backdate", form["occurred_on"], place.branch_id)

    def step(work: UnitOfWork) -> PostedAdjustment:
        return adjust_stock(
            work,
            warehouse_id=place.id,
            reason=form["reason"],
            lines=_adjusted(work, lines, form["lines"]),
            occurred_on=occurred_on,
            note=form["note"],
        )

    return perform(
        step,
        then=lambda posted: url_for(".show", adjustment_id=posted.id),
        said=lambda posted: gettext("Stock corrected: %(number)s.", number=posted.number),
    )


@bp.get("/move")
@requires("inventory.stock.move")
def new_move() -> Response:
    places = [(w.id, f"{w.code} {w.name}") for w in warehouses_in_reach("inventory.stock.move")]
    return render("inventory/adjustments/move.html", warehouses=places)


@bp.post("/move")
@requires("inventory.stock.move")
def move() -> Response:
    form = parse(MovesForm)
    place = warehouse(read(), form["warehouse_id"])
    moves, today = _moves(place.id, form["lines"]), business_date(place.branch_id)
    return perform(
        lambda work: move_stock(work, warehouse_id=place.id, moves=moves, occurred_on=today),
        then=lambda _: url_for("inventory_stock.index", warehouse_id=place.id),
        said="Moved.",
    )


@bp.get("/<uuid:adjustment_id>")
@requires("inventory.adjustment.view")
def show(adjustment_id: UUID) -> Response:
    page = adjustment_page(read(), adjustment_id)
    require_branch("inventory.adjustment.view", page.header.branch_id)
    return render("inventory/adjustments/show.html", adjustment=page.header, lines=page.lines)


@bp.post("/standard-cost/<uuid:item_id>")
@requires("inventory.cost.change")
def set_standard_cost_of(item_id: UUID) -> Response:
    form = parse(StandardCostForm)
    company_id, today = current_company(), business_date()
    return perform(
        lambda work: set_standard_cost(
            work, item_id, company_id, form["unit_cost"], occurred_on=today, reason=form["reason"]
        ),
        then=lambda _: url_for("inventory_items.show", item_id=item_id),
        said="Standard cost changed; what is on hand is worth that now.",
    )


def _moves(warehouse_id: UUID, rows: Sequence[Mapping[str, Any]]) -> list[StockMove]:
    typed = understand_lines(read(), warehouse_id, rows)
    places = {place.code: place.id for place in bins(read(), warehouse_id)}
    moves = []
    for line, row in zip(typed, rows, strict=True):
        if row["to_bin"] and row["to_bin"].upper() not in places:
            raise NotFound(
                "The warehouse has no bin %(row)s.",
                field=f"lines-{row['index']}-to_bin", row=row['to_bin'],
            )
        status = row["from_status"] or "available"
        to_bin_id = places[row["to_bin"].upper()] if row["to_bin"] else line.bin_id
        moves.append(
            StockMove(
                line.item.id, line.bin_id, to_bin_id, row["qty"], line.lot_id, status, row["to_status"] or status
            )
        )
    return moves


def _adjusted(
    work: UnitOfWork, lines: Sequence[TypedLine], rows: Sequence[Mapping[str, Any]]
) -> list[AdjustmentLine]:
    """The lines as the use case takes them; lots that were found for the first time are written down."""
    unknown = [n for n, line in enumerate(lines) if line.lot_code and line.lot_id is None]
    new = [NewLot(lines[n].item.id, lines[n].lot_code, rows[n]["expires_on"]) for n in unknown]
    known = list(lines)
    for n, lot_id in zip(unknown, add_lots(work, new), strict=True):
        known[n] = replace(known[n], lot_id=lot_id)
    return [
        AdjustmentLine(
            line.item.id,
            line.bin_id,
            row["qty"],
            unit_cost=row["unit_cost"],
            lot_id=line.lot_id,
            status=row["status"] or "available",
        )
        for line, row in zip(known, rows, strict=True)
    ]
