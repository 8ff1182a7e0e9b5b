"""Pages of valuation: what stock was worth on a day, and why an item costs what it costs."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import or_

from erp.inventory.catalog.models import Item
from erp.inventory.locations.queries import warehouses
from erp.inventory.valuation.forms import ValueFilterForm
from erp.inventory.valuation.item_costs import item_costs
from erp.inventory.valuation.stock_value import value_by_item, value_by_warehouse
from erp.inventory.valuation.why import why_cost
from erp.web.forms import parse_query
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import business_date, current_company, current_place, read
from erp.web.routing import requires

bp = Blueprint("inventory_valuation", __name__, url_prefix="/inventory/valuation")

ITEM = (
    Column("sku", "Item", link=lambda row: url_for("inventory_items.show", item_id=row.id)),
    Column("description", "Description"),
)
FIGURES = (
    Column("costing_method", "Method", kind="status"),
    Column("qty", "Quantity", kind="quantity"),
    Column("unit_cost", "Unit cost", kind="unit_price"),
    Column("value", "Value", kind="amount", total=True),
)
BY_ITEM = (*ITEM, Column("family_name", "Family"), *FIGURES)
BY_WAREHOUSE = (*ITEM, Column("warehouse_code", "Warehouse"), *FIGURES)


@bp.get("")
@requires("inventory.cost.view")
def index() -> Response:
    chosen = parse_query(ValueFilterForm)
    place, on = current_place(), chosen["on"] or business_date()
    by_warehouse = chosen["by"] == "warehouse" or chosen["warehouse_id"] is not None
    statement: Any
    if by_warehouse:
        statement = value_by_warehouse(place.company_id, on, place.minor_units)
        if chosen["warehouse_id"]:
            statement = statement.where(statement.selected_columns.warehouse_id == chosen["warehouse_id"])
    else:
        statement = value_by_item(place.company_id, on)
    if chosen["q"]:
        statement = statement.where(
            or_(
                Item.sku.contains(chosen["q"].upper(), autoescape=True),
                Item.description.icontains(chosen["q"], autoescape=True),
            )
        )
    listing = page_by_key(
        statement,
        columns=BY_WAREHOUSE if by_warehouse else BY_ITEM,
        key=("sku", "warehouse_code", "id") if by_warehouse else ("sku", "id"),
    )
    return render_list(
        "inventory/valuation/index.html",
        listing,
        name=f"stock-value-{on}",
        on=on,
        by_warehouse=by_warehouse,
        warehouses=[(w.id, w.code) for w in warehouses(read(), company_id=place.company_id)],
    )


@bp.get("/of-item/<uuid:item_id>")
@requires("inventory.cost.view")
def of_item(item_id: UUID) -> Response:
    return render(
        "inventory/valuation/_item_costs.html", costs=item_costs(read(), current_company(), item_id)
    )


@bp.get("/why/<uuid:source_line_id>")
@requires("inventory.cost.view")
def why(source_line_id: UUID) -> Response:
    story = why_cost(read(), current_company(), source_line_id)
    return render("inventory/valuation/why.html", entries=story.entries, links=story.links)
