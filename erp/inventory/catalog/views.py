"""Pages of items: the list, one item, and what may be changed of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import Numeric, Uuid, and_, column, func, or_, select, table

from erp.inventory.catalog.change_item import change_item
from erp.inventory.catalog.create_items import create_items
from erp.inventory.catalog.forms import ChangeItemForm, ItemFilterForm, NewItemForm, TermsForm, UnitsForm
from erp.inventory.catalog.item_page import choices, fraction, item_page
from erp.inventory.catalog.models import Item, ItemBarcode, ItemFamily
from erp.inventory.catalog.new_item import CompanyTerms, NewBarcode, NewItem, NewUnit
from erp.inventory.catalog.queries import search_items
from erp.inventory.catalog.set_terms import set_terms
from erp.inventory.catalog.set_units import set_units
from erp.web.forms import parse, parse_query
from erp.web.lookup import question, suggestions
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import current_company, perform, read
from erp.web.routing import requires

bp = Blueprint("inventory_items", __name__, url_prefix="/inventory/items")

BLANK = dict.fromkeys(
    ("description", "family_id", "status", "kind", "qty_quantum", "tracking", "expiry_required", "shelf_life_days",
     "tax_class", "weight_kg", "volume_m3", "best_before_days", "removal_days", "alert_days"),
)  # a form for what is not there yet
# The catalogue stands below stock and imports nothing of it; the list reads the totals by the table's name.
STOCK = table(
    "item_warehouse",
    column("item_id", Uuid),
    column("company_id", Uuid),
    column("qty_on_hand", Numeric),
    column("qty_available", Numeric),
    column("qty_allocated", Numeric),
    column("qty_on_order", Numeric),
    schema="inventory",
)
COLUMNS = (
    Column("sku", "Item", link=lambda row: url_for(".show", item_id=row.id)),
    Column("description", "Description"),
    Column("family_name", "Family"),
    Column("base_unit", "Unit"),
    Column("qty_on_hand", "On hand", kind="quantity"),
    Column("qty_free", "Free", kind="quantity"),
    Column("qty_on_order", "On order", kind="quantity"),
    Column("status", "Status", kind="status"),
    Column("kind", "Kind", kind="status", hidden=True),
    Column("tracking", "Tracking", kind="status", hidden=True),
    Column("tax_class", "Tax class", kind="status", hidden=True),
    Column("weight_kg", "Weight in kg", kind="quantity", hidden=True),
    Column("volume_m3", "Volume in m³", kind="quantity", hidden=True),
    Column("shelf_life_days", "Shelf life in days", kind="integer", hidden=True),
)


@bp.get("")
@requires("inventory.item.view")
def index() -> Response:
    chosen = parse_query(ItemFilterForm)
    stock = (
        select(
            STOCK.c.item_id,
            func.sum(STOCK.c.qty_on_hand).label("on_hand"),
            func.sum(STOCK.c.qty_available - STOCK.c.qty_allocated).label("free"),
            func.sum(STOCK.c.qty_on_order).label("on_order"),
        )
        .where(STOCK.c.company_id == current_company(), STOCK.c.item_id == Item.id)
        .group_by(STOCK.c.item_id)
        .lateral()
    )
    statement: Any = (
        select(
            Item.id,
            Item.sku,
            Item.description,
            ItemFamily.name.label("family_name"),
            Item.base_unit,
            func.coalesce(stock.c.on_hand, 0).label("qty_on_hand"),
            func.coalesce(stock.c.free, 0).label("qty_free"),
            func.coalesce(stock.c.on_order, 0).label("qty_on_order"),
            Item.status,
            Item.kind,
            Item.tracking,
            Item.tax_class,
            Item.weight_kg,
            Item.volume_m3,
            Item.shelf_life_days,
        )
        .join(ItemFamily, ItemFamily.id == Item.family_id)
        .outerjoin(stock, and_(stock.c.item_id == Item.id))
    )
    if chosen["q"]:
        statement = statement.where(
            or_(
                Item.sku.contains(chosen["q"].upper(), autoescape=True),
                Item.description.icontains(chosen["q"], autoescape=True),
                Item.id.in_(select(ItemBarcode.item_id).where(ItemBarcode.code == chosen["q"].zfill(14))),
            )
        )
    if chosen["family_id"]:
        statement = statement.where(Item.family_id == chosen["family_id"])
    if chosen["status"]:
        statement = statement.where(Item.status == chosen["status"])
    listing = page_by_key(statement, columns=COLUMNS, key=("sku", "id"))
    families = choices(read(), current_company()).families
    return render_list("inventory/catalog/index.html", listing, name="items", families=families)


@bp.get("/suggest")
@requires("inventory.item.view")
def suggest() -> Response:
    found = search_items(read(), question(), company_id=current_company(), limit=12)
    return suggestions((item.sku, item.description, item.base_unit) for item in found)


@bp.get("/new")
@requires("inventory.item.edit")
def new() -> Response:
    return render(
        "inventory/catalog/new.html", choices=choices(read(), current_company()), item=BLANK, units=[], barcodes=[]
    )


@bp.post("")
@requires("inventory.item.edit")
def create() -> Response:
    form = parse(NewItemForm)
    units, barcodes = _units(form.pop("units")), _barcodes(form.pop("barcodes"))
    terms = CompanyTerms(
        current_company(),
        form.pop("costing_method"),
        form.pop("cost_pool_scope"),
        form.pop("standard_unit_cost"),
    )
    item = NewItem(**form, units=units, barcodes=barcodes, companies=[terms])
    return perform(
        lambda work: create_items(work, [item])[0],
        then=lambda item_id: url_for(".show", item_id=item_id),
        said="Item created.",
    )


@bp.get("/<uuid:item_id>")
@requires("inventory.item.view")
def show(item_id: UUID) -> Response:
    page = item_page(read(), item_id, current_company())
    return render("inventory/catalog/show.html", item=page.item, page_facts=page, fraction=fraction)


@bp.get("/<uuid:item_id>/edit")
@requires("inventory.item.edit")
def edit(item_id: UUID) -> Response:
    page = item_page(read(), item_id, current_company())
    return render(
        "inventory/catalog/edit.html",
        item=page.item,
        page_facts=page,
        choices=choices(read(), current_company()),
        units=[unit._mapping for unit in page.units if not unit.is_base],
        barcodes=[barcode._mapping for barcode in page.barcodes],
    )


@bp.post("/<uuid:item_id>/change")
@requires("inventory.item.edit")
def change(item_id: UUID) -> Response:
    form = parse(ChangeItemForm)
    version, reason = form.pop("version"), form.pop("reason")
    return perform(
        lambda work: change_item(work, item_id, form, version=version, reason=reason),
        then=lambda _: url_for(".show", item_id=item_id),
        said="Item changed.",
    )


@bp.post("/<uuid:item_id>/set-units")
@requires("inventory.item.edit")
def set_units_of(item_id: UUID) -> Response:
    form = parse(UnitsForm)
    return perform(
        lambda work: set_units(work, item_id, _units(form["units"]), _barcodes(form["barcodes"])),
        then=lambda _: url_for(".show", item_id=item_id),
        said="Units and barcodes saved.",
    )


@bp.post("/<uuid:item_id>/set-terms")
@requires("inventory.item.edit")
def set_terms_of(item_id: UUID) -> Response:
    form = parse(TermsForm)
    terms = CompanyTerms(current_company(), **form)
    return perform(
        lambda work: set_terms(work, item_id, terms),
        then=lambda _: url_for(".show", item_id=item_id),
        said="Costing saved.",
    )


def _units(rows: Sequence[dict[str, Any]]) -> list[NewUnit]:
    return [NewUnit(row["unit"].upper(), row["numerator"], row["denominator"] or 1) for row in rows]


def _barcodes(rows: Sequence[dict[str, Any]]) -> list[NewBarcode]:
    return [NewBarcode(row["code"], row["unit"].upper() or None) for row in rows]
