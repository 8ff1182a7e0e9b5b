"""The receiving desk: what is expected on one side, what one delivery brings on the other, all by keys and scanner."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, url_for

from erp.inventory.catalog.queries import items_by_code, unit_factors
from erp.inventory.locations.queries import bins
from erp.inventory.locations.views import warehouses_in_reach
from erp.inventory.plain_quantity import plain
from erp.inventory.purchasing.queries import PurchaseOrderFacts, PurchaseOrderLineFacts, purchase_order
from erp.inventory.receiving.check_delivery import DeliveredLine
from erp.inventory.receiving.forms import ReceiveForm
from erp.inventory.receiving.receive_goods import receive_goods
from erp.inventory.receiving_desk.expected import KINDS, WHENS, Expected, expected
from erp.inventory.receiving_desk.find_expected import find_expected
from erp.inventory.receiving_desk.forms import CountedLineForm, DeskForm, FindForm, ScannedForm
from erp.inventory.receiving_desk.judge_line import judge_line, progress_of
from erp.inventory.receiving_desk.outlook import ItemOutlook, outlook
from erp.inventory.transfers.queries import TransferPage, transfer_page
from erp.kernel.errors import NotFound, Refused
from erp.kernel.quantity import NotExact, to_base
from erp.web.doors import house
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext, said_of
from erp.web.pages import redirect_to, render
from erp.web.requests import (
    business_date,
    chosen_day,
    current_actor,
    current_branch,
    perform,
    read,
    require_branch,
)
from erp.web.routing import requires
from erp.web.scanner import read_code

bp = Blueprint("inventory_receiving_desk", __name__, url_prefix="/inventory/receiving-desk")

MAY_SEE = {
    "purchase_order": "inventory.purchase_order.view",
    "transfer": "inventory.transfer.view",
    "return": "inventory.return.view",
}
FILTERS = ("warehouse_id", "q", "kind", "when")


@bp.get("")
@requires("inventory.goods_receipt.view")
def show() -> Response:
    chosen = parse_query(DeskForm)
    filters = {name: chosen[name] for name in FILTERS if chosen[name]}
    if chosen["everywhere"]:
        filters["everywhere"] = 1
    context: dict[str, Any] = {"order": None, "transfer": None, "outlooks": {}}
    if chosen["purchase_order"]:
        context = _order_context(chosen["purchase_order"])
    elif chosen["transfer"]:
        context = _transfer_context(chosen["transfer"])
    found, reach = _expected(chosen)
    return render(
        "inventory/receiving_desk/show.html", expected=found, warehouses=reach, filters=filters, kinds=KINDS,
        whens=WHENS, here=url_for(".show", **filters), **context,
    )  # fmt: skip


@bp.get("/find")
@requires("inventory.goods_receipt.view")
def find() -> Response:
    """Put what was scanned on the desk: a purchase order, a transfer on its way, or an authorized return."""
    code = read_code(parse_query(FindForm)["code"]).text
    kind, target = find_expected(read(), code)
    if kind == "return":
        return redirect_to("inventory_returns.new", origin_id=target)
    if kind == "transfer":
        return redirect_to(".show", transfer=target)
    return redirect_to(".show", purchase_order=target)


@bp.get("/<uuid:purchase_order_id>/line")
@requires("inventory.goods_receipt.view")
def line(purchase_order_id: UUID) -> Response:
    """What the quantity under the cursor means: tolerance, whom it serves, where the rest goes."""
    typed = parse_query(CountedLineForm)["lines"]
    order = _order(purchase_order_id)
    counted = next((each for each in order.lines if typed and each.id == typed[0]["purchase_order_line_id"]), None)
    if counted is None:
        raise NotFound("There is no such line.")
    unit = typed[0]["unit"].upper() or counted.unit
    fault = None
    try:
        qty = _base_qty(counted, typed[0]["qty"], unit)
    except Refused as refusal:
        qty, fault = Decimal(0), said_of(refusal)
    judged = judge_line(counted, qty, final=typed[0]["final"]) if qty else None
    if judged is not None and judged.refusal is not None:
        fault = said_of(judged.refusal)
    seen = outlook(read(), order.warehouse_id, {counted.item_id: qty or counted.qty_open}, _today())
    room = max(progress_of(counted).qty_most - counted.qty_received, Decimal(0))
    return render(
        "inventory/receiving_desk/_line.html", line=counted, qty=qty, judged=judged, fault=fault, room=room,
        outlook=seen.get(counted.item_id),
    )


@bp.get("/<uuid:purchase_order_id>/scanned.json")
@requires("inventory.goods_receipt.create")
def scanned(purchase_order_id: UUID) -> Response:
    """Which line of the delivery a scanned label belongs to, and what the label says; or what else it opens."""
    label = read_code(parse_query(ScannedForm)["code"])
    order = _order(purchase_order_id)
    code = label.gtin or label.text
    known = items_by_code(read(), [code]).get(code)
    if known is None:
        return jsonify({"open": _other_receipt(code)})
    lines = [each for each in order.lines if each.item_id == known.item.id]
    if not lines:
        raise Refused("%(sku)s was not ordered on %(number)s. Set it aside.", sku=known.item.sku, number=order.number)
    found = max(lines, key=lambda each: each.qty_open > 0)
    qty = label.qty or Decimal(1)
    return jsonify({
        "line": str(found.id), "unit": known.unit, "qty": plain(qty),
        "in_ordered_unit": _in_ordered_unit(found, qty, known.unit),
        "lot": label.serial or label.lot or "", "expires": label.expires_on.isoformat() if label.expires_on else "",
        "said": gettext("%(qty)s %(unit)s of %(sku)s", qty=plain(qty), unit=known.unit, sku=known.item.sku),
    })  # fmt: skip


@bp.post("/<uuid:purchase_order_id>/receive")
@requires("inventory.goods_receipt.create")
def receive(purchase_order_id: UUID) -> Response:
    form = parse(ReceiveForm)
    order = purchase_order(read(), purchase_order_id)
    received_on = chosen_day("inventory.goods_receipt.backdate", form["received_on"], order.branch_id)
    lines = _delivered(form, order)
    return perform(
        lambda work: receive_goods(
            work, purchase_order_id, lines, received_on=received_on, delivery_note=form["delivery_note"]
        ),
        then=lambda _: url_for(".show", purchase_order=purchase_order_id),
        said="Goods received. What was waiting for them is promised; the rest is to be put away.",
    )


def _other_receipt(code: str) -> str:
    """The address of another receipt whose number was scanned. Raises: Refused where the code means nothing."""
    try:
        find_expected(read(), code)
    except NotFound:
        raise Refused(
            "Nothing is known by the code %(code)s. Scan the item's or the pack's label.", code=code
        ) from None
    return url_for(".find", code=code)


def _expected(chosen: Mapping[str, Any]) -> tuple[Expected, list[Any]]:
    """What is expected in the chosen warehouse, else in those of the branch one works in; all where it is asked."""
    reach = warehouses_in_reach("inventory.goods_receipt.view")
    places = [place for place in reach if place.id == chosen["warehouse_id"]]
    if chosen["warehouse_id"] and not places:
        raise Refused("Choose a warehouse from the list.", field="warehouse_id")
    if not places and not chosen["everywhere"]:
        branch_id = current_branch()
        places = [place for place in reach if place.branch_id == branch_id]
    actor = current_actor()
    kinds = [kind for kind in KINDS if actor.may(MAY_SEE[kind]) and chosen["kind"] in (None, kind)]
    found = expected(
        read(), [place.id for place in places or reach], kinds, business_date(), q=chosen["q"], when=chosen["when"]
    )
    return found, reach


def _order(purchase_order_id: UUID) -> PurchaseOrderFacts:
    order = purchase_order(read(), purchase_order_id)
    require_branch("inventory.goods_receipt.view", order.branch_id)
    return order


def _order_context(purchase_order_id: UUID) -> dict[str, Any]:
    """A purchase order on the desk, foreseen as if everything that is open came now."""
    order = _order(purchase_order_id)
    coming: dict[UUID, Decimal] = defaultdict(Decimal)
    for each in order.lines:
        coming[each.item_id] += each.qty_open
    return {
        "order": order,
        "transfer": None,
        "room": {each.id: max(progress_of(each).qty_most - each.qty_received, Decimal(0)) for each in order.lines},
        "names": {each.item_id: each for each in order.lines},
        "outlooks": _outlooks(order.warehouse_id, coming) if order.status == "submitted" else {},
    }


def _transfer_context(transfer_order_id: UUID) -> dict[str, Any]:
    """A transfer on the desk, foreseen as if everything on its way came now."""
    page: TransferPage = transfer_page(read(), transfer_order_id)
    require_branch("inventory.transfer.view", page.order.to_branch_id)
    coming: dict[UUID, Decimal] = defaultdict(Decimal)
    for each in page.lines:
        coming[each.item_id] += each.qty_in_transit
    on_its_way = page.order.status == "shipped"
    return {
        "order": None,
        "transfer": page,
        "names": {each.item_id: each for each in page.lines},
        "outlooks": _outlooks(page.order.to_warehouse_id, coming) if on_its_way else {},
    }


def _outlooks(warehouse_id: UUID, coming: Mapping[UUID, Decimal]) -> dict[UUID, ItemOutlook]:
    return outlook(read(), warehouse_id, coming, _today())


def _today() -> Any:
    """The day by which a receipt made now would call a lot too old."""
    return house().services.clock.now().date()


def _base_qty(line: PurchaseOrderLineFacts, qty: Decimal | None, unit: str) -> Decimal:
    """What was typed, in base units. Raises: Refused for a unit the item has not, or a quantity that does not fit."""
    if not qty:
        return Decimal(0)
    factors = {each.unit: each for each in unit_factors(read(), [line.item_id]).get(line.item_id, [])}
    if unit == line.unit:
        numerator, denominator = line.numerator, line.denominator
    elif unit in factors:
        numerator, denominator = factors[unit].numerator, factors[unit].denominator
    else:
        raise Refused("%(sku)s has no unit %(unit)s.", sku=line.sku, unit=unit)
    try:
        return to_base(qty, numerator, denominator, line.qty_quantum)
    except NotExact as error:
        raise Refused("%(label)s: %(why)s", label=line.sku, why=error) from error


def _in_ordered_unit(line: PurchaseOrderLineFacts, qty: Decimal, unit: str) -> str:
    """The scanned packs in the unit of the order; empty where they are no exact number of them."""
    try:
        converted = _base_qty(line, qty, unit) * line.denominator / line.numerator
    except Refused:
        return ""
    return plain(converted) if converted == round(converted, 6) else ""

def _delivered(form: Mapping[str, Any], order: PurchaseOrderFacts) -> list[DeliveredLine]:
    """The lines of a form on which somebody entered what came. Raises: NotFound for a bin the warehouse has not."""
    named = any(line["bin"] for line in form["lines"])
    places = {place.code: place.id for place in bins(read(), order.warehouse_id)} if named else {}
    for line in form["lines"]:
        if line["bin"] and line["bin"].upper() not in places:
            raise NotFound(
                "There is no bin %(code)s in %(warehouse_code)s.",
                field=f"lines-{line['index']}-bin", code=line["bin"], warehouse_code=order.warehouse_code,
            )
    return [
        DeliveredLine(
            purchase_order_line_id=line["purchase_order_line_id"],
            qty=line["qty"],
            unit=line["unit"].upper() or None,
            bin_id=places.get(line["bin"].upper()),
            lot_code=line["lot_code"],
            expires_on=line["expires_on"],
            final=line["final"],
            field=f"lines-{line['index']}",
        )
        for line in form["lines"]
        if line["qty"]
    ]
