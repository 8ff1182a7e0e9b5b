"""The scanner's home: what waits on the floor, one tap away."""

from flask import Blueprint, Response, url_for

from erp.inventory.picking.queries import count_open_picks
from erp.inventory.receiving.queries import count_expected
from erp.inventory.returns.queries import expected_returns
from erp.inventory.shipping.queries import open_shipments
from erp.web.pages import render
from erp.web.requests import current_actor, current_company, read, visible_branches
from erp.web.routing import signed_in

bp = Blueprint("inventory_scan", __name__, url_prefix="/scan")


@bp.get("")
@signed_in
def index() -> Response:
    actor, company_id = current_actor(), current_company()
    entries: list[tuple[str, str, int]] = []
    if actor.may("inventory.goods_receipt.create"):
        entries.append(("Receive", url_for("inventory_scan_receipts.index"), count_expected(read(), company_id, actor)))
    if actor.may("inventory.pick.confirm"):
        entries.append(("Pick", url_for("inventory_scan_picks.index"), count_open_picks(read(), company_id, actor)))
    if actor.may("inventory.shipment.confirm"):
        branches = visible_branches("inventory.shipment.confirm")
        shipments = open_shipments(read(), company_id, branches, limit=1000)
        entries.append(("Pack and ship", url_for("inventory_scan_shipments.index"), len(shipments)))
    if actor.may("inventory.return.receive"):
        branches = visible_branches("inventory.return.receive")
        returns = expected_returns(read(), company_id, branches, limit=1000)
        entries.append(("Returns", url_for("inventory_scan_returns.index"), len(returns)))
    return render("inventory/scan_home.html", entries=entries)
