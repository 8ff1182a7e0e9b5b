"""Transfers with a scanner: what leaves is checked and shipped as a whole, what arrives is scanned line by line."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.inventory.catalog.known_codes import known_codes
from erp.inventory.plain_quantity import plain
from erp.inventory.transfers.queries import moving_transfers, transfer_page
from erp.inventory.transfers.ship_transfer import ship_transfer
from erp.web.languages import gettext
from erp.web.pages import render
from erp.web.requests import (
    business_date,
    current_actor,
    current_company,
    perform,
    read,
    require_branch,
    visible_branches,
)
from erp.web.routing import requires

bp = Blueprint("inventory_scan_transfers", __name__, url_prefix="/scan/transfers")


@bp.get("")
@requires("inventory.transfer.receive")
def index() -> Response:
    transfers = moving_transfers(read(), current_company(), visible_branches("inventory.transfer.receive"))
    return render("inventory/transfers/scan_index.html", transfers=transfers)


@bp.get("/<uuid:transfer_order_id>")
@requires("inventory.transfer.receive")
def show(transfer_order_id: UUID) -> Response:
    page = transfer_page(read(), transfer_order_id)
    leaves = page.order.status == "draft"
    require_branch("inventory.transfer.receive", page.order.from_branch_id if leaves else page.order.to_branch_id)
    lines = [line for line in page.lines if line.qty_in_transit > 0]
    return render(
        "inventory/transfers/scan_show.html",
        order=page.order,
        all_lines=page.lines,
        lines=lines,
        on_its_way={line.id: plain(line.qty_in_transit) for line in lines},
        codes=[code.as_told() for code in known_codes(read(), {line.item_id for line in lines})],
        may_ship=leaves and current_actor().may("inventory.transfer.ship", page.order.from_branch_id),
    )


@bp.post("/<uuid:transfer_order_id>/ship")
@requires("inventory.transfer.ship")
def ship(transfer_order_id: UUID) -> Response:
    order = transfer_page(read(), transfer_order_id).order
    require_branch("inventory.transfer.ship", order.from_branch_id)
    today = business_date(order.from_branch_id)
    return perform(
        lambda work: ship_transfer(work, transfer_order_id, occurred_on=today),
        then=lambda _: url_for(".index"),
        said=gettext("%(number)s has left. The goods are in transit.", number=order.number),
    )
