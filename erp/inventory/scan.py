"""The scanner's home: what waits for this person, one big line each, and what the device takes along of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from flask import Blueprint, Response, jsonify, url_for

from erp.inventory.counting.queries import open_counts
from erp.inventory.locations.views import warehouses_in_reach
from erp.inventory.picking.queries import count_open_picks, open_waves
from erp.inventory.put_away.queries import count_unplaced
from erp.inventory.receiving.queries import count_expected, expected_deliveries
from erp.inventory.returns.queries import expected_returns
from erp.inventory.shipping.queries import open_shipments
from erp.inventory.transfers.queries import moving_transfers
from erp.kernel.actor import Actor
from erp.web.languages import lazy
from erp.web.pages import render
from erp.web.requests import current_actor, current_company, read, visible_branches
from erp.web.routing import signed_in

bp = Blueprint("inventory_scan", __name__, url_prefix="/scan")

MOST_OF_A_KIND = 15  # pages of one kind of work that a device takes along


@dataclass(frozen=True)
class Kind:
    """One kind of work on the scanner: who may do it, how much waits, and the pages of what is open."""

    text: object
    endpoint: str
    permission: str
    count: Callable[[UUID, Actor], int]
    pages: Callable[[UUID], Iterable[str]]


KINDS = (
    Kind(
        lazy("Receive"), "inventory_scan_receipts.index", "inventory.goods_receipt.create",
        lambda company_id, actor: count_expected(read(), company_id, actor),
        lambda company_id: (
            url_for("inventory_scan_receipts.show", purchase_order_id=found.purchase_order_id)
            for found in expected_deliveries(
                read(), company_id, visible_branches("inventory.goods_receipt.create"), limit=15
            )
        ),
    ),
    Kind(
        lazy("Put away"), "inventory_scan_put_away.index", "inventory.put_away.create",
        lambda company_id, _: count_unplaced(read(), company_id, visible_branches("inventory.put_away.create")),
        lambda _: (
            url_for("inventory_scan_put_away.show", warehouse_id=place.id)
            for place in warehouses_in_reach("inventory.put_away.create")
        ),
    ),
    Kind(
        lazy("Pick"), "inventory_scan_picks.index", "inventory.pick.confirm",
        lambda company_id, actor: count_open_picks(read(), company_id, actor),
        lambda company_id: (
            url_for("inventory_scan_walks.show", wave_id=found.id)
            for found in open_waves(
                read(), company_id, visible_branches("inventory.pick.confirm"), picker_id=current_actor().user_id
            )
        ),
    ),
    Kind(
        lazy("Pack and ship"), "inventory_scan_shipments.index", "inventory.shipment.confirm",
        lambda company_id, _: len(
            open_shipments(read(), company_id, visible_branches("inventory.shipment.confirm"), limit=1000)
        ),
        lambda company_id: (
            url_for(
                "inventory_scan_packing.show" if found.status == "picking" else "inventory_scan_shipments.show",
                shipment_id=found.id,
            )
            for found in open_shipments(read(), company_id, visible_branches("inventory.shipment.confirm"), limit=15)
        ),
    ),
    Kind(
        lazy("Returns"), "inventory_scan_returns.index", "inventory.return.receive",
        lambda company_id, _: len(
            expected_returns(read(), company_id, visible_branches("inventory.return.receive"), limit=1000)
        ),
        lambda company_id: (
            url_for("inventory_scan_returns.show", origin_id=found.origin_id)
            for found in expected_returns(read(), company_id, visible_branches("inventory.return.receive"), limit=15)
        ),
    ),
    Kind(
        lazy("Transfers"), "inventory_scan_transfers.index", "inventory.transfer.receive",
        lambda company_id, _: len(moving_transfers(read(), company_id, visible_branches("inventory.transfer.receive"))),
        lambda company_id: (
            url_for("inventory_scan_transfers.show", transfer_order_id=found.id)
            for found in moving_transfers(read(), company_id, visible_branches("inventory.transfer.receive"))
        ),
    ),
    Kind(
        lazy("Count"), "inventory_scan_counts.index", "inventory.count.enter",
        lambda company_id, _: len(open_counts(read(), company_id, visible_branches("inventory.count.enter"))),
        lambda company_id: (
            url_for(f"inventory_scan_counts.{page}", count_id=found.id)
            for found in open_counts(read(), company_id, visible_branches("inventory.count.enter"))
            for page in ("show", "found")
        ),
    ),
)  # fmt: skip


@bp.get("")
@signed_in
def index() -> Response:
    actor, company_id = current_actor(), current_company()
    entries = [
        (str(kind.text), url_for(kind.endpoint), kind.count(company_id, actor))
        for kind in KINDS
        if actor.may(kind.permission)
    ]
    return render("inventory/scan_home.html", entries=entries)


@bp.get("/take-along.json")
@signed_in
def take_along() -> Response:
    """The pages of all open work this person may do, for the device to keep."""
    actor, company_id = current_actor(), current_company()
    pages = [url_for(".index")]
    for kind in KINDS:
        if actor.may(kind.permission):
            pages += [url_for(kind.endpoint), *islice(kind.pages(company_id), MOST_OF_A_KIND)]
    return jsonify({"pages": pages})
