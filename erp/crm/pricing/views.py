"""Pages of price lists."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.crm.customers.page_queries import price_list_choices
from erp.crm.pricing.change_price_list import change_price_list, end_prices
from erp.crm.pricing.create_price_list import create_price_list
from erp.crm.pricing.forms import (
    ChangePriceListForm,
    EndPricesForm,
    NewPriceListForm,
    PriceFilterForm,
    SetPricesForm,
)
from erp.crm.pricing.page_queries import price_list, price_lists_statement, prices_statement
from erp.crm.pricing.set_prices import set_prices
from erp.crm.pricing.typed_prices import typed_prices
from erp.web.forms import parse, parse_query
from erp.web.languages import gettext
from erp.web.pages import render
from erp.web.paging import Column, page_by_key, render_list
from erp.web.requests import current_company, perform, read
from erp.web.routing import requires

bp = Blueprint("crm_price_lists", __name__, url_prefix="/crm/price-lists")

COLUMNS = (
    Column("code", "Price list", link=lambda row: url_for("crm_price_lists.show", price_list_id=row.id)),
    Column("name", "Name"),
    Column("currency", "Currency"),
    Column("based_on", "Based on"),
    Column("prices", "Prices", kind="integer"),
    Column("status", "Status", kind="status"),
)
LINES = (
    Column("subject", "Item or family"),
    Column("description", "Description"),
    Column("unit", "Unit"),
    Column("min_qty", "From quantity", kind="quantity"),
    Column("unit_price", "Price", kind="unit_price"),
    Column("discount_percent", "Per cent off", kind="percent"),
    Column("valid_from", "From", kind="day"),
    Column("valid_to", "To", kind="day"),
)


@bp.get("")
@requires("crm.price.view")
def index() -> Response:
    listing = page_by_key(price_lists_statement(current_company()), columns=COLUMNS, key=("code", "id"))
    return render_list("crm/pricing/index.html", listing, name="price-lists")


@bp.get("/new")
@requires("crm.price_list.change")
def new() -> Response:
    return render("crm/pricing/new.html", price_lists=price_list_choices(read(), current_company()))


@bp.post("")
@requires("crm.price_list.change")
def create() -> Response:
    form, company_id = parse(NewPriceListForm), current_company()
    return perform(
        lambda work: create_price_list(work, company_id=company_id, **form),
        then=lambda price_list_id: url_for(".show", price_list_id=price_list_id),
        said="Price list created. Enter its prices.",
    )


@bp.get("/<uuid:price_list_id>")
@requires("crm.price.view")
def show(price_list_id: UUID) -> Response:
    chosen = parse_query(PriceFilterForm)
    found = price_list(read(), price_list_id)
    statement = prices_statement(price_list_id, q=chosen["q"], on=chosen["on"])
    listing = page_by_key(statement, columns=LINES, key=("subject", "id"), select_rows=True)
    return render_list("crm/pricing/show.html", listing, name=f"prices-{found.code}", price_list=found)


@bp.post("/<uuid:price_list_id>/change")
@requires("crm.price_list.change")
def change(price_list_id: UUID) -> Response:
    form = parse(ChangePriceListForm)
    return perform(
        lambda work: change_price_list(work, price_list_id, **form),
        then=lambda _: url_for(".show", price_list_id=price_list_id),
        said="Price list changed.",
    )


@bp.post("/<uuid:price_list_id>/set-prices")
@requires("crm.price_list.change")
def set_prices_of(price_list_id: UUID) -> Response:
    form = parse(SetPricesForm)
    rows = typed_prices(read(), form["lines"], valid_from=form["valid_from"], valid_to=form["valid_to"])
    return perform(
        lambda work: set_prices(work, price_list_id, rows),
        then=lambda _: url_for(".show", price_list_id=price_list_id),
        said=gettext("%(count)s prices set from %(form)s on.", count=len(rows), form=form['valid_from']),
    )


@bp.post("/<uuid:price_list_id>/end-prices")
@requires("crm.price_list.change")
def end_prices_of(price_list_id: UUID) -> Response:
    form = parse(EndPricesForm)
    return perform(
        lambda work: end_prices(work, price_list_id, form["ids"], last_day=form["last_day"]),
        then=lambda _: url_for(".show", price_list_id=price_list_id),
        said=gettext("%(count)s prices end on %(form)s.", count=len(form['ids']), form=form['last_day']),
    )
