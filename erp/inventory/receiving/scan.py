"""Receiving with a scanner: find the purchase order, scan an item, count it, next."""

from decimal import Decimal
from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.inventory.catalog.known_codes import known_codes
from erp.inventory.catalog.queries import ScannedItem, items_by_code
from erp.inventory.locations.queries import bins
from erp.inventory.plain_quantity import plain
from erp.inventory.purchasing.queries import (
    PurchaseOrderFacts,
    PurchaseOrderLineFacts,
    purchase_order,
    purchase_order_by_number,
)
from erp.inventory.receiving.check_delivery import DeliveredLine
from erp.inventory.receiving.forms import FindOrderForm, ScanReceiptForm
from erp.inventory.receiving.queries import expected_deliveries
from erp.inventory.receiving.receive_goods import receive_goods
from erp.kernel.errors import Refused
from erp.web.forms import Form, fields, parse, parse_query
from erp.web.languages import gettext, said_of
from erp.web.pages import redirect_to, render
from erp.web.requests import business_date, current_company, perform, read, require_branch, visible_branches
from erp.web.routing import requires
from erp.web.scanner import ScannedCode, read_code

bp = Blueprint("inventory_scan_receipts", __name__, url_prefix="/scan/receipts")


class ScannedForm(Form):
    """An item label, once one was scanned."""

    code = fields.Text()


@bp.get("")
@requires("inventory.goods_receipt.create")
def index() -> Response:
    return _waiting()


@bp.get("/find")
@requires("inventory.goods_receipt.create")
def find() -> Response:
    try:
        order_id = purchase_order_by_number(read(), read_code(parse_query(FindOrderForm)["code"]).text)
    except Refused as refusal:
        return _waiting(said_of(refusal))
    return redirect_to(".show", purchase_order_id=order_id)


@bp.get("/<uuid:purchase_order_id>")
@requires("inventory.goods_receipt.create")
def show(purchase_order_id: UUID) -> Response:
    order = purchase_order(read(), purchase_order_id)
    require_branch("inventory.goods_receipt.create", order.branch_id)
    code = parse_query(ScannedForm)["code"]
    if not code:
        return _order_page(order)
    try:
        label = read_code(code)
        line, scanned = _expected_line(order, label)
    except Refused as refusal:
        return _order_page(order, said_of(refusal))
    qty = _in_unit(line, scanned.unit, label.qty)
    return render(
        "inventory/receiving/scan_line.html", order=order, line=line, label=label, unit=scanned.unit, qty=qty, code=code
    )


@bp.post("/<uuid:purchase_order_id>/receive")
@requires("inventory.goods_receipt.create")
def receive(purchase_order_id: UUID) -> Response:
    form = parse(ScanReceiptForm)
    order = purchase_order(read(), purchase_order_id)
    line, scanned = _expected_line(order, read_code(form["code"]))
    counted = DeliveredLine(
        purchase_order_line_id=line.id,
        qty=form["qty"],
        unit=scanned.unit,
        bin_id=_bin(order, form["bin"]),
        lot_code=form["lot_code"],
        expires_on=form["expires_on"],
    )
    received_on = business_date(order.branch_id)
    return perform(
        lambda work: receive_goods(work, purchase_order_id, [counted], received_on=received_on),
        then=lambda _: url_for(".show", purchase_order_id=purchase_order_id),
        said=gettext(
            "%(sku)s: %(qty)s %(unit)s received.", sku=line.sku, qty=plain(form["qty"]), unit=scanned.unit
        ),
    )


def _waiting(fault: str = "") -> Response:
    branches = visible_branches("inventory.goods_receipt.create")
    deliveries = expected_deliveries(read(), current_company(), branches, limit=30)
    return render("inventory/receiving/scan_index.html", deliveries=deliveries, fault=fault)


def _order_page(order: PurchaseOrderFacts, fault: str = "") -> Response:
    """The order as a device carries it: what is open, what its labels may say, and the bins."""
    to_come = [line for line in order.lines if line.qty_open > 0]
    return render(
        "inventory/receiving/scan_order.html",
        order=order,
        lines=to_come,
        still={line.id: plain(line.qty_open) for line in to_come},
        codes=[code.as_told() for code in known_codes(read(), {line.item_id for line in to_come})],
        bins=[place.code for place in bins(read(), order.warehouse_id) if place.status == "active"],
        fault=fault,
    )


def _expected_line(order: PurchaseOrderFacts, label: ScannedCode) -> tuple[PurchaseOrderLineFacts, ScannedItem]:
    """The line a scanned label belongs to: one still open before one that is complete."""
    code = label.gtin or label.text
    scanned = items_by_code(read(), [code]).get(code)
    if scanned is None:
        raise Refused(
            "Nothing is known by the code %(code)s. Scan the item's or the pack's label.",
            field="code", code=code,
        )
    lines = [line for line in order.lines if line.item_id == scanned.item.id]
    if not lines:
        raise Refused(
            "%(sku)s was not ordered on %(number)s. Set it aside.",
            field="code", sku=scanned.item.sku, number=order.number,
        )
    return max(lines, key=lambda line: line.qty_open > 0), scanned


def _in_unit(line: PurchaseOrderLineFacts, unit: str, on_label: Decimal | None) -> Decimal:
    """What to propose: what the label says is inside, else what is open, else one."""
    if on_label is not None:
        return on_label
    if unit == line.unit and line.entered_qty_open > 0:
        return line.entered_qty_open
    return line.qty_open if unit == line.base_unit and line.qty_open > 0 else Decimal(1)


def _bin(order: PurchaseOrderFacts, typed: str) -> UUID | None:
    code = typed.strip().upper()
    if not code:
        return None
    for place in bins(read(), order.warehouse_id):
        if place.code == code:
            return place.id
    raise Refused(
        "There is no bin %(code)s in %(warehouse_code)s.",
        field="bin", code=code, warehouse_code=order.warehouse_code,
    )
