"""The page of units of measure."""

from flask import Blueprint, Response, url_for
from sqlalchemy import func, select

from erp.inventory.catalog.create_unit import create_unit
from erp.inventory.catalog.forms import NewUnitForm
from erp.inventory.catalog.models import ItemUnit, UnitOfMeasure
from erp.web.forms import parse
from erp.web.pages import render
from erp.web.requests import perform, read
from erp.web.routing import requires

bp = Blueprint("inventory_units", __name__, url_prefix="/inventory/units")


@bp.get("")
@requires("inventory.item.view")
def index() -> Response:
    item_count = select(func.count()).where(ItemUnit.unit == UnitOfMeasure.code).scalar_subquery()
    found = read().execute(
        select(UnitOfMeasure.code, UnitOfMeasure.name, item_count.label("items")).order_by(UnitOfMeasure.code)
    )
    return render("inventory/catalog/units.html", units=found.all())


@bp.post("")
@requires("inventory.item.edit")
def create() -> Response:
    form = parse(NewUnitForm)
    return perform(
        lambda work: create_unit(work, code=form["code"], name=form["name"]),
        then=lambda _: url_for(".index"),
        said="Unit added.",
    )
