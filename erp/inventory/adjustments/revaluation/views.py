"""Pages of revaluation: choose an item, see what it is worth, say what it shall be worth."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import Row

from erp.inventory.adjustments.queries import reasons
from erp.inventory.adjustments.revaluation.forms import RevaluationForm, RevaluedItemForm
from erp.inventory.adjustments.revalue_stock import revalue_stock
from erp.inventory.catalog.queries import ItemFacts, items, items_by_code
from erp.inventory.valuation.item_costs import item_costs
from erp.kernel.errors import NotFound, Refused
from erp.kernel.money import round_amount
from erp.web.forms import parse, parse_query
from erp.web.pages import render
from erp.web.requests import chosen_day, current_branch, current_company, current_place, perform, read
from erp.web.routing import requires

bp = Blueprint("inventory_revaluation", __name__, url_prefix="/inventory/revaluation")


@bp.get("")
@requires("inventory.cost.change")
def index() -> Response:
    typed = parse_query(RevaluedItemForm)["item"].strip()
    item: ItemFacts | None = None
    if typed:
        found = items_by_code(read(), [typed]).get(typed)
        if found is None:
            raise NotFound("No item has the number or barcode %(code)s.", field="item", code=typed)
        item = found.item
    costs = item_costs(read(), current_company(), item.id) if item else None
    worth = [pool for pool in costs.pools if pool.qty > 0] if costs else []
    return render(
        "inventory/adjustments/revaluation/index.html", item=item, costs=costs, pools=worth, reasons=reasons(read())
    )


@bp.post("/<uuid:item_id>")
@requires("inventory.cost.change")
def revalue(item_id: UUID) -> Response:
    form, company_id = parse(RevaluationForm), current_company()
    pool = _pool(item_id, form["pool_id"])
    amount = _change(pool, form)
    item = items(read(), [item_id])[item_id]
    occurred_on = chosen_day("inventory.adjustment.backdate", form["occurred_on"], current_branch())
    return perform(
        lambda work: revalue_stock(
            work,
            item_id,
            company_id,
            amount,
            occurred_on=occurred_on,
            note=form["note"],
            reason=form["reason"],
            warehouse_id=pool.warehouse_id,
            lot_id=pool.lot_id,
            receipt_line_ids=form["receipt_line_ids"] or None,
        ),
        then=lambda _: url_for(".index", item=item.sku),
        said="The goods on hand are worth that now.",
    )


def _pool(item_id: UUID, pool_id: UUID) -> Row[Any]:
    found = [pool for pool in item_costs(read(), current_company(), item_id).pools if pool.id == pool_id]
    if not found:
        raise NotFound("The item has no such cost in this company.", field="pool_id")
    return found[0]


def _change(pool: Row[Any], form: dict[str, Any]) -> Decimal:
    """The amount that was typed, or what leads to the unit cost that was typed."""
    if (form["amount"] is None) == (form["unit_cost"] is None):
        raise Refused("Enter either the change of value or the new unit cost.", field="amount")
    if form["amount"] is not None:
        typed: Decimal = form["amount"]
        return typed
    worth = round_amount(pool.qty * form["unit_cost"], current_place().minor_units)
    return worth - Decimal(pool.value)
