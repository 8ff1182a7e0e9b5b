"""Pages of purchase orders: the list, entry, one order and what ends it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import exists, or_, select

from erp.inventory.catalog.queries import items_by_code, search_items
from erp.inventory.locations.models import Warehouse
from erp.inventory.locations.views import warehouses_in_reach
from erp.inventory.purchasing.cancel_purchase_order import cancel_purchase_order
from erp.inventory.purchasing.change_purchase_order import change_purchase_order
from erp.inventory.purchasing.close_purchase_order import close_purchase_order
from erp.inventory.purchasing.cost_lines import OrderedLine
from erp.inventory.purchasing.create_purchase_order import create_purchase_order
from erp.inventory.purchasing.forms import ChangePurchaseOrderForm, EndForm, PurchaseOrderForm
from erp.inventory.purchasing.models import PurchaseOrder, PurchaseOrderLine
from erp.inventory.purchasing.print_purchase_order import print_purchase_order
from erp.inventory.purchasing.queries import purchase_order
from erp.inventory.purchasing.submit_purchase_order import submit_purchase_order
from erp.inventory.suppliers.models import Supplier
from erp.inventory.suppliers.queries import supplier_by_code
from erp.kernel.errors import Refused
from erp.web.doors import house
from erp.web.forms import Form, fields, parse, parse_query
from erp.web.lookup import question, suggestions
from erp.web.pages import render, show_pdf
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import business_date, current_company, perform, read, require_branch, visible_branches
from erp.web.routing import requires

bp = Blueprint("inventory_purchasing", __name__, url_prefix="/inventory/purchase-orders")

STATUSES = ("draft", "submitted", "closed", "cancelled")
COLUMNS = (
    Column("number", "Purchase order", link=lambda row: url_for(".show", purchase_order_id=row.id)),
    Column("ordered_on", "Ordered", kind="day"),
    Column("expected_on", "Expected", kind="day"),
    Column("supplier_name", "Supplier"),
    Column("warehouse_code", "Warehouse"),
    Column("total_amount", "Total", kind="amount", total=True, currency="currency"),
    Column("status", "Status", kind="status"),
    Column("supplier_reference", "Their reference", hidden=True),
    Column("entered_by", "Entered by", hidden=True),
    Column("entered_at", "Entered at", kind="moment", hidden=True),
    Column("submitted_at", "Submitted at", kind="moment", hidden=True),
    Column("end_reason", "Why ended", hidden=True),
)


class FilterForm(Form):
    """Filters of the list."""

    q = fields.Text()
    status = fields.Choice(STATUSES, allow_none=True)
    late = fields.Check()


@bp.get("")
@requires("inventory.purchase_order.view")
def index() -> Response:
    chosen = parse_query(FilterForm)
    statement = (
        select(
            PurchaseOrder.id,
            PurchaseOrder.number,
            PurchaseOrder.ordered_on,
            PurchaseOrder.expected_on,
            Supplier.name.label("supplier_name"),
            Warehouse.code.label("warehouse_code"),
            PurchaseOrder.total_amount,
            PurchaseOrder.currency,
            PurchaseOrder.status,
            PurchaseOrder.supplier_reference,
            PurchaseOrder.entered_by,
            PurchaseOrder.entered_at,
            PurchaseOrder.submitted_at,
            PurchaseOrder.end_reason,
        )
        .join(Supplier, Supplier.id == PurchaseOrder.supplier_id)
        .join(Warehouse, Warehouse.id == PurchaseOrder.warehouse_id)
        .where(PurchaseOrder.company_id == current_company())
    )
    branches = visible_branches("inventory.purchase_order.view")
    if branches is not None:
        statement = statement.where(PurchaseOrder.branch_id.in_(branches))
    if chosen["status"]:
        statement = statement.where(PurchaseOrder.status == chosen["status"])
    if chosen["late"]:
        still_open = PurchaseOrderLine.qty_received + PurchaseOrderLine.qty_cancelled < PurchaseOrderLine.qty
        statement = statement.where(
            PurchaseOrder.status == "submitted",
            PurchaseOrder.expected_on < business_date(),
            exists().where(PurchaseOrderLine.purchase_order_id == PurchaseOrder.id, still_open),
        )
    if chosen["q"]:
        statement = statement.where(
            or_(
                PurchaseOrder.number.istartswith(chosen["q"], autoescape=True),
                Supplier.name.icontains(chosen["q"], autoescape=True),
            )
        )
    listing = page_by_key(statement, columns=COLUMNS, key=("-ordered_on", "-id"))
    return render_list("inventory/purchasing/index.html", listing, name="purchase-orders")


@bp.get("/suggest-items")
@requires("inventory.purchase_order.view")
def suggest_items() -> Response:
    found = search_items(read(), question(), company_id=current_company(), limit=12)
    return suggestions((item.sku, item.description, item.base_unit) for item in found)


@bp.get("/new")
@requires("inventory.purchase_order.create")
def new() -> Response:
    places = warehouses_in_reach("inventory.purchase_order.create")
    return render("inventory/purchasing/new.html", warehouses=places, lines=[])


@bp.post("")
@requires("inventory.purchase_order.create")
def create() -> Response:
    form = parse(PurchaseOrderForm)
    supplier_id, lines = supplier_by_code(read(), form["supplier"]), _ordered_lines(form["lines"])
    ordered_on = business_date()
    return perform(
        lambda work: create_purchase_order(
            work,
            supplier_id=supplier_id,
            warehouse_id=form["warehouse_id"],
            lines=lines,
            ordered_on=ordered_on,
            expected_on=form["expected_on"],
            supplier_reference=form["supplier_reference"],
            note=form["note"],
        ),
        then=lambda order_id: url_for(".show", purchase_order_id=order_id),
        said="Draft saved. Submit it to put the goods on order.",
    )


@bp.get("/<uuid:purchase_order_id>")
@requires("inventory.purchase_order.view")
def show(purchase_order_id: UUID) -> Response:
    order = purchase_order(read(), purchase_order_id)
    require_branch("inventory.purchase_order.view", order.branch_id)
    return render("inventory/purchasing/show.html", order=order)


@bp.get("/<uuid:purchase_order_id>/pdf")
@requires("inventory.purchase_order.view")
def pdf(purchase_order_id: UUID) -> Response:
    found = purchase_order(read(), purchase_order_id)
    require_branch("inventory.purchase_order.view", found.branch_id)
    return show_pdf(print_purchase_order(read(), house().services.adapters, purchase_order_id), found.number)


@bp.get("/<uuid:purchase_order_id>/edit")
@requires("inventory.purchase_order.create")
def edit(purchase_order_id: UUID) -> Response:
    order = purchase_order(read(), purchase_order_id)
    require_branch("inventory.purchase_order.create", order.branch_id)
    lines = [
        {"item": line.sku, "qty": line.entered_qty, "unit": line.unit, "unit_cost": line.entered_unit_cost}
        for line in order.lines
    ]
    return render("inventory/purchasing/edit.html", order=order, lines=lines)


@bp.post("/<uuid:purchase_order_id>/change")
@requires("inventory.purchase_order.create")
def change(purchase_order_id: UUID) -> Response:
    form = parse(ChangePurchaseOrderForm)
    lines = _ordered_lines(form.pop("lines"))
    return perform(
        lambda work: change_purchase_order(work, purchase_order_id, lines=lines, **form),
        then=lambda _: url_for(".show", purchase_order_id=purchase_order_id),
        said="Draft changed.",
    )


@bp.post("/<uuid:purchase_order_id>/submit")
@requires("inventory.purchase_order.submit")
def submit(purchase_order_id: UUID) -> Response:
    return perform(
        lambda work: submit_purchase_order(work, purchase_order_id),
        then=lambda _: url_for(".show", purchase_order_id=purchase_order_id),
        said="Submitted: the goods are on order.",
    )


@bp.post("/<uuid:purchase_order_id>/close")
@requires("inventory.purchase_order.close")
def close(purchase_order_id: UUID) -> Response:
    form = parse(EndForm)
    return perform(
        lambda work: close_purchase_order(work, purchase_order_id, reason=form["reason"]),
        then=lambda _: url_for(".show", purchase_order_id=purchase_order_id),
        said="Closed: nothing more is expected.",
    )


@bp.post("/<uuid:purchase_order_id>/cancel")
@requires("inventory.purchase_order.cancel")
def cancel(purchase_order_id: UUID) -> Response:
    form = parse(EndForm)
    return perform(
        lambda work: cancel_purchase_order(work, purchase_order_id, reason=form["reason"]),
        then=lambda _: url_for(".show", purchase_order_id=purchase_order_id),
        said="Cancelled.",
    )


def _ordered_lines(typed: Sequence[dict[str, Any]]) -> list[OrderedLine]:
    found = items_by_code(read(), [line["item"] for line in typed])
    lines = []
    for line in typed:
        if line["item"] not in found:
            raise Refused("There is no item %(line)s.", field=f"lines-{line['index']}-item", line=line['item'])
        scanned = found[line["item"]]
        pack = scanned.unit if scanned.unit != scanned.item.base_unit else None
        lines.append(
            OrderedLine(
                item_id=scanned.item.id,
                qty=line["qty"],
                unit=line["unit"].upper() or pack,
                unit_cost=line["unit_cost"],
            )
        )
    return lines
