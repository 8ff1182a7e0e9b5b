"""The page of a warehouse's put-away rules."""

from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import select

from erp.inventory.catalog.models import Item
from erp.inventory.catalog.queries import items_by_code
from erp.inventory.locations.models import Bin
from erp.inventory.locations.queries import bins, warehouse
from erp.inventory.put_away.models import PutAwayRule
from erp.inventory.put_away.rules.forms import PutAwayRuleForm
from erp.inventory.put_away.rules.set_rule import remove_put_away_rule, set_put_away_rule
from erp.kernel.errors import NotFound
from erp.web.forms import parse
from erp.web.pages import render
from erp.web.requests import perform, read, require_branch
from erp.web.routing import requires

bp = Blueprint("inventory_put_away_rules", __name__, url_prefix="/inventory/put-away-rules")


@bp.get("/<uuid:warehouse_id>")
@requires("inventory.warehouse.view")
def index(warehouse_id: UUID) -> Response:
    place = warehouse(read(), warehouse_id)
    require_branch("inventory.warehouse.view", place.branch_id)
    rules = read().execute(
        select(
            PutAwayRule.id, PutAwayRule.priority, PutAwayRule.qty_capacity, Item.sku, Item.description,
            Item.base_unit, Item.id.label("item_id"), Bin.code,
        )
        .join(Item, Item.id == PutAwayRule.item_id)
        .join(Bin, Bin.id == PutAwayRule.bin_id)
        .where(PutAwayRule.warehouse_id == place.id)
        .order_by(Item.sku, PutAwayRule.priority, Bin.code)
        .limit(1000)
    ).all()
    return render("inventory/put_away/rules/index.html", warehouse=place, rules=rules)


@bp.post("/<uuid:warehouse_id>")
@requires("inventory.warehouse.edit")
def create(warehouse_id: UUID) -> Response:
    form, place = parse(PutAwayRuleForm), warehouse(read(), warehouse_id)
    require_branch("inventory.warehouse.edit", place.branch_id)
    found = items_by_code(read(), [form["item"]]).get(form["item"])
    if found is None:
        raise NotFound("No item has the number or barcode %(code)s.", field="item", code=form["item"])
    by_code = {each.code: each.id for each in bins(read(), place.id, kind="storage")}
    bin_id = by_code.get(form["bin"].upper())
    if bin_id is None:
        raise NotFound("The warehouse has no storage bin %(code)s.", field="bin", code=form["bin"])
    return perform(
        lambda work: set_put_away_rule(
            work, bin_id=bin_id, item_id=found.item.id, priority=form["priority"], qty_capacity=form["qty_capacity"]
        ),
        then=lambda _: url_for(".index", warehouse_id=place.id),
        said="Rule saved.",
    )


@bp.post("/<uuid:warehouse_id>/<uuid:rule_id>/remove")
@requires("inventory.warehouse.edit")
def remove(warehouse_id: UUID, rule_id: UUID) -> Response:
    require_branch("inventory.warehouse.edit", warehouse(read(), warehouse_id).branch_id)
    return perform(
        lambda work: remove_put_away_rule(work, rule_id),
        then=lambda _: url_for(".index", warehouse_id=warehouse_id),
        said="Rule removed.",
    )
