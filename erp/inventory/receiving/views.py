"""Goods receipts: the list, one of them, and those of a purchase order."""

from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import or_, select

from erp.inventory.locations.models import Warehouse
from erp.inventory.purchasing.models import PurchaseOrder
from erp.inventory.purchasing.queries import purchase_order
from erp.inventory.receiving.models import GoodsReceipt
from erp.inventory.receiving.queries import goods_receipt, receipts_of_order
from erp.inventory.suppliers.models import Supplier
from erp.web.forms import Form, fields, parse_query
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import (
    current_company,
    read,
    require_branch,
    visible_branches,
)
from erp.web.routing import requires

bp = Blueprint("inventory_receiving", __name__, url_prefix="/inventory/goods-receipts")

COLUMNS = (
    Column("number", "Goods receipt", link=lambda row: url_for(".show", goods_receipt_id=row.id)),
    Column("received_on", "Received", kind="day"),
    Column("order_number", "Purchase order"),
    Column("supplier_name", "Supplier"),
    Column("warehouse_code", "Warehouse"),
    Column("delivery_note", "Delivery note"),
    Column("total_amount", "Amount", kind="amount", total=True, currency="currency"),
)


class FilterForm(Form):
    """Filters of the list."""

    q = fields.Text()


@bp.get("")
@requires("inventory.goods_receipt.view")
def index() -> Response:
    chosen = parse_query(FilterForm)
    statement = (
        select(
            GoodsReceipt.id,
            GoodsReceipt.number,
            GoodsReceipt.received_on,
            PurchaseOrder.number.label("order_number"),
            Supplier.name.label("supplier_name"),
            Warehouse.code.label("warehouse_code"),
            GoodsReceipt.delivery_note,
            GoodsReceipt.total_amount,
            GoodsReceipt.currency,
        )
        .join(PurchaseOrder, PurchaseOrder.id == GoodsReceipt.purchase_order_id)
        .join(Supplier, Supplier.id == GoodsReceipt.supplier_id)
        .join(Warehouse, Warehouse.id == GoodsReceipt.warehouse_id)
        .where(GoodsReceipt.company_id == current_company())
    )
    branches = visible_branches("inventory.goods_receipt.view")
    if branches is not None:
        statement = statement.where(GoodsReceipt.branch_id.in_(branches))
    if chosen["q"]:
        statement = statement.where(
            or_(
                GoodsReceipt.number.istartswith(chosen["q"], autoescape=True),
                PurchaseOrder.number.istartswith(chosen["q"], autoescape=True),
                GoodsReceipt.delivery_note.istartswith(chosen["q"], autoescape=True),
                Supplier.name.icontains(chosen["q"], autoescape=True),
            )
        )
    listing = page_by_key(statement, columns=COLUMNS, key=("-received_on", "-id"))
    return render_list("inventory/receiving/index.html", listing, name="goods-receipts")


@bp.get("/<uuid:goods_receipt_id>")
@requires("inventory.goods_receipt.view")
def show(goods_receipt_id: UUID) -> Response:
    receipt = goods_receipt(read(), goods_receipt_id)
    require_branch("inventory.goods_receipt.view", receipt.branch_id)
    return render("inventory/receiving/show.html", receipt=receipt)


@bp.get("/of-order/<uuid:purchase_order_id>")
@requires("inventory.goods_receipt.view")
def of_order(purchase_order_id: UUID) -> Response:
    require_branch("inventory.goods_receipt.view", purchase_order(read(), purchase_order_id).branch_id)
    receipts = receipts_of_order(read(), purchase_order_id)
    return render("inventory/receiving/_of_order.html", receipts=receipts)
