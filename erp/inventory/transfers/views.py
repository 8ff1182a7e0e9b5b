"""Pages of transfers: the list, entry, one order, shipping and receiving it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from erp.inventory.adjustments.typed_lines import understand_lines
from erp.inventory.locations.models import Warehouse
from erp.inventory.locations.queries import bins, warehouse, warehouses
from erp.inventory.locations.views import warehouses_in_reach
from erp.inventory.transfers.cancel_transfer import cancel_transfer
from erp.inventory.transfers.create_transfer import TransferRequest, create_transfer
from erp.inventory.transfers.forms import ArrivalForm, TransferFilterForm, TransferForm
from erp.inventory.transfers.models import TransferOrder
from erp.inventory.transfers.queries import transfer_page
from erp.inventory.transfers.receive_transfer import ArrivedLine, receive_transfer
from erp.inventory.transfers.ship_transfer import ship_transfer
from erp.kernel.errors import Forbidden, NotFound
from erp.web.forms import parse, parse_query
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import business_date, current_company, perform, read, require_branch, visible_branches
from erp.web.routing import requires

bp = Blueprint("inventory_transfers", __name__, url_prefix="/inventory/transfers")

COLUMNS = (
    Column("number", "Transfer", link=lambda row: url_for(".show", transfer_order_id=row.id)),
    Column("requested_on", "Requested", kind="day"),
    Column("from_code", "From"),
    Column("to_code", "To"),
    Column("shipped_on", "Shipped", kind="day"),
    Column("received_on", "Received", kind="day"),
    Column("note", "Note"),
    Column("status", "Status", kind="status"),
)


@bp.get("")
@requires("inventory.transfer.view")
def index() -> Response:
    chosen = parse_query(TransferFilterForm)
    sender, receiver = aliased(Warehouse), aliased(Warehouse)
    statement = (
        select(
            TransferOrder.id,
            TransferOrder.number,
            TransferOrder.requested_on,
            sender.code.label("from_code"),
            receiver.code.label("to_code"),
            TransferOrder.shipped_on,
            TransferOrder.received_on,
            TransferOrder.note,
            TransferOrder.status,
        )
        .join(sender, sender.id == TransferOrder.from_warehouse_id)
        .join(receiver, receiver.id == TransferOrder.to_warehouse_id)
        .where(TransferOrder.company_id == current_company())
    )
    branches = visible_branches("inventory.transfer.view")
    if branches is not None:
        statement = statement.where(or_(sender.branch_id.in_(branches), receiver.branch_id.in_(branches)))
    if chosen["q"]:
        statement = statement.where(TransferOrder.number.istartswith(chosen["q"], autoescape=True))
    if chosen["status"]:
        statement = statement.where(TransferOrder.status == chosen["status"])
    listing = page_by_key(statement, columns=COLUMNS, key=("-requested_on", "-id"))
    return render_list("inventory/transfers/index.html", listing, name="transfers")


@bp.get("/new")
@requires("inventory.transfer.create")
def new() -> Response:
    senders = [(w.id, f"{w.code} {w.name}") for w in warehouses_in_reach("inventory.transfer.create")]
    receivers = [(w.id, f"{w.code} {w.name}") for w in warehouses(read(), company_id=current_company())]
    return render("inventory/transfers/new.html", senders=senders, receivers=receivers)


@bp.post("")
@requires("inventory.transfer.create")
def create() -> Response:
    form = parse(TransferForm)
    sender = warehouse(read(), form["from_warehouse_id"])
    require_branch("inventory.transfer.create", sender.branch_id)
    typed = understand_lines(read(), sender.id, form["lines"])
    today = business_date(sender.branch_id)
    lines = [
        TransferRequest(line.item.id, line.bin_id, row["qty"], row["unit"].upper() or line.unit, line.lot_id)
        for line, row in zip(typed, form["lines"], strict=True)
    ]
    return perform(
        lambda work: create_transfer(
            work,
            from_warehouse_id=sender.id,
            to_warehouse_id=form["to_warehouse_id"],
            lines=lines,
            requested_on=today,
            note=form["note"],
        ),
        then=lambda order_id: url_for(".show", transfer_order_id=order_id),
        said="Draft saved. Ship it when the goods leave.",
    )


@bp.get("/<uuid:transfer_order_id>")
@requires("inventory.transfer.view")
def show(transfer_order_id: UUID) -> Response:
    page = transfer_page(read(), transfer_order_id)
    branches = visible_branches("inventory.transfer.view")
    if branches is not None and not branches & {page.order.from_branch_id, page.order.to_branch_id}:
        raise Forbidden("This transfer is between branches you do not work in.")
    return render("inventory/transfers/show.html", order=page.order, lines=page.lines)


@bp.post("/<uuid:transfer_order_id>/ship")
@requires("inventory.transfer.ship")
def ship(transfer_order_id: UUID) -> Response:
    today = business_date(transfer_page(read(), transfer_order_id).order.from_branch_id)
    return perform(
        lambda work: ship_transfer(work, transfer_order_id, occurred_on=today),
        then=lambda _: url_for(".show", transfer_order_id=transfer_order_id),
        said="Shipped. The goods are in transit.",
    )


@bp.post("/<uuid:transfer_order_id>/receive")
@requires("inventory.transfer.receive")
def receive(transfer_order_id: UUID) -> Response:
    form = parse(ArrivalForm)
    order = transfer_page(read(), transfer_order_id).order
    today = business_date(order.to_branch_id)
    arrived = _arrived(order.to_warehouse_id, form["lines"])
    return perform(
        lambda work: receive_transfer(
            work, transfer_order_id, arrived, occurred_on=today, complete=form["complete"]
        ),
        then=lambda _: url_for(".show", transfer_order_id=transfer_order_id),
        said="Received.",
    )


@bp.post("/<uuid:transfer_order_id>/cancel")
@requires("inventory.transfer.create")
def cancel(transfer_order_id: UUID) -> Response:
    return perform(
        lambda work: cancel_transfer(work, transfer_order_id),
        then=lambda _: url_for(".show", transfer_order_id=transfer_order_id),
        said="Cancelled.",
    )


def _arrived(warehouse_id: UUID, rows: Sequence[dict[str, Any]]) -> list[ArrivedLine]:
    places = {place.code: place.id for place in bins(read(), warehouse_id)}
    arrived = []
    for row in rows:
        if row["bin"] and row["bin"].upper() not in places:
            raise NotFound("The warehouse has no bin %(row)s.", field=f"lines-{row['index']}-bin", row=row['bin'])
        arrived.append(ArrivedLine(row["line_id"], row["qty"], places.get(row["bin"].upper())))
    return arrived
