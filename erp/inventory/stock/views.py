"""Pages of stock: what is on hand where, and the card of one item."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import func, or_, select

from erp.inventory.catalog.models import Item, Lot
from erp.inventory.catalog.queries import items
from erp.inventory.locations.models import Bin, Warehouse
from erp.inventory.locations.queries import warehouses
from erp.inventory.locations.views import warehouses_in_reach
from erp.inventory.stock.card import stock_card
from erp.inventory.stock.forms import CardFilterForm, LotFilterForm, StockFilterForm
from erp.inventory.stock.models import StockBalance
from erp.inventory.stock.queries import availability, stock_by_bin
from erp.kernel.errors import NotFound
from erp.web.forms import parse_query
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import current_company, read, visible_branches
from erp.web.routing import requires

bp = Blueprint("inventory_stock", __name__, url_prefix="/inventory/stock")

DOCUMENTS = {
    "stock_adjustment": ("inventory_adjustments.show", "adjustment_id"),
    "transfer_order": ("inventory_transfers.show", "transfer_order_id"),
    "goods_receipt": ("inventory_receiving.show", "goods_receipt_id"),
    "shipment": ("inventory_shipping.show", "shipment_id"),
    "return_receipt": ("inventory_returns.show", "receipt_id"),
    "return_disposition": ("inventory_returns.show", "receipt_id"),
}


def document_url(row: Any) -> str | None:
    """The page of the document a movement belongs to, where it has one."""
    known = DOCUMENTS.get(row.source_kind)
    return url_for(known[0], **{known[1]: row.source_id}) if known else None


ON_HAND = (
    Column("sku", "Item", link=lambda row: url_for("inventory_items.show", item_id=row.item_id)),
    Column("description", "Description"),
    Column("warehouse_code", "Warehouse"),
    Column("bin_code", "Bin"),
    Column("lot_code", "Lot"),
    Column("expires_on", "Expires", kind="day"),
    Column("status", "Status", kind="status"),
    Column("qty_on_hand", "On hand", kind="quantity"),
    Column("qty_allocated", "On pick tasks", kind="quantity"),
    Column("base_unit", "Unit"),
)
LOTS = (
    Column("lot_code", "Lot or serial"),
    Column("sku", "Item", link=lambda row: url_for("inventory_items.show", item_id=row.item_id)),
    Column("description", "Description"),
    Column("expires_on", "Expires", kind="day"),
    Column("warehouse_code", "Warehouse"),
    Column("qty_on_hand", "On hand", kind="quantity"),
    Column("base_unit", "Unit"),
)
NEVER = date(9999, 12, 31)  # where in the order of expiry a lot stands that does not expire
CARD = (
    Column("occurred_on", "Date", kind="day"),
    Column("recorded_at", "Recorded", kind="moment"),
    Column("kind", "Movement", kind="status", link=document_url),
    Column("warehouse_code", "Warehouse"),
    Column("bin_code", "Bin"),
    Column("lot_code", "Lot"),
    Column("status", "Status", kind="status"),
    Column("qty", "Quantity", kind="quantity"),
    Column("qty_after", "On hand after", kind="quantity"),
    Column("actor", "By"),
)


@bp.get("")
@requires("inventory.stock.view")
def index() -> Response:
    chosen = parse_query(StockFilterForm)
    statement: Any = (
        select(
            StockBalance.id,
            StockBalance.item_id,
            Item.sku,
            Item.description,
            Item.base_unit,
            Warehouse.code.label("warehouse_code"),
            Bin.code.label("bin_code"),
            Lot.code.label("lot_code"),
            Lot.expires_on,
            StockBalance.status,
            StockBalance.qty_on_hand,
            StockBalance.qty_allocated,
        )
        .join(Item, Item.id == StockBalance.item_id)
        .join(Warehouse, Warehouse.id == StockBalance.warehouse_id)
        .join(Bin, Bin.id == StockBalance.bin_id)
        .outerjoin(Lot, Lot.id == StockBalance.lot_id)
        .where(StockBalance.company_id == current_company(), StockBalance.qty_on_hand > 0)
    )
    branches = visible_branches("inventory.stock.view")
    if branches is not None:
        statement = statement.where(Warehouse.branch_id.in_(branches))
    if chosen["q"]:
        statement = statement.where(
            or_(
                Item.sku.contains(chosen["q"].upper(), autoescape=True),
                Item.description.icontains(chosen["q"], autoescape=True),
                Bin.code == chosen["q"].upper(),
                Lot.code == chosen["q"],
            )
        )
    if chosen["warehouse_id"]:
        statement = statement.where(StockBalance.warehouse_id == chosen["warehouse_id"])
    if chosen["status"]:
        statement = statement.where(StockBalance.status == chosen["status"])
    listing = page_by_key(statement, columns=ON_HAND, key=("sku", "warehouse_code", "bin_code", "id"))
    return render_list("inventory/stock/index.html", listing, name="stock-on-hand", warehouses=_places())


@bp.get("/lots")
@requires("inventory.stock.view")
def lots() -> Response:
    chosen = parse_query(LotFilterForm)
    on_hand = func.sum(StockBalance.qty_on_hand)
    statement: Any = (
        select(
            Lot.id,
            Lot.item_id,
            Item.sku,
            Item.description,
            Lot.code.label("lot_code"),
            func.coalesce(Lot.expires_on, NEVER).label("expiry"),
            Lot.expires_on,
            Warehouse.code.label("warehouse_code"),
            Item.base_unit,
            on_hand.label("qty_on_hand"),
        )
        .join(Item, Item.id == Lot.item_id)
        .join(StockBalance, StockBalance.lot_id == Lot.id)
        .join(Warehouse, Warehouse.id == StockBalance.warehouse_id)
        .where(
            StockBalance.company_id == current_company(),
            StockBalance.qty_on_hand > 0,
            Warehouse.id.in_([place_id for place_id, _ in _places()]),
        )
        .group_by(Lot.id, Item.id, Warehouse.id)
    )
    if chosen["q"]:
        statement = statement.where(
            or_(
                Item.sku.contains(chosen["q"].upper(), autoescape=True),
                Lot.code.icontains(chosen["q"], autoescape=True),
            )
        )
    if chosen["expires_by"]:
        statement = statement.where(Lot.expires_on <= chosen["expires_by"])
    listing = page_by_key(statement, columns=LOTS, key=("expiry", "warehouse_code", "id"))
    return render_list("inventory/stock/lots.html", listing, name="lots")


@bp.get("/of-item/<uuid:item_id>")
@requires("inventory.stock.view")
def of_item(item_id: UUID) -> Response:
    places = warehouses(read(), company_id=current_company())
    place_ids = [place.id for place in places]
    stock = availability(read(), [item_id], place_ids)
    codes = {place.id: place.code for place in places}
    return render(
        "inventory/stock/_of_item.html",
        item_id=item_id,
        stock=[(place, stock[item_id, place.id]) for place in places if (item_id, place.id) in stock],
        bins=sorted(stock_by_bin(read(), [item_id], place_ids), key=lambda found: codes[found.warehouse_id]),
        codes=codes,
    )


@bp.get("/card/<uuid:item_id>")
@requires("inventory.stock.view")
def card(item_id: UUID) -> Response:
    chosen = parse_query(CardFilterForm)
    item = items(read(), [item_id]).get(item_id)
    if item is None:
        raise NotFound("There is no such item.")
    places = _places()
    shown = [place_id for place_id, _ in places if chosen["warehouse_id"] in (None, place_id)]
    statement = stock_card(current_company(), item_id, warehouse_ids=shown, until=chosen["until"])
    listing = page_by_key(statement, columns=CARD, key=("-occurred_on", "-id"))
    return render_list(
        "inventory/stock/card.html", listing, name=f"stock-card-{item.sku}", item=item, warehouses=places
    )


def _places() -> list[tuple[UUID, str]]:
    """The warehouses whose stock this person may see."""
    return [(place.id, f"{place.code} {place.name}") for place in warehouses_in_reach("inventory.stock.view")]
