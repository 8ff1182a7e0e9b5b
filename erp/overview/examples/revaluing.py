"""Steps that change what goods on hand are worth."""

from decimal import Decimal

from sqlalchemy import text

from erp.inventory.api import (
    revalue_stock,
    set_standard_cost,
    unit_costs,
)
from erp.kernel.money import round_amount
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.examples.read_cases import Step
from erp.overview.examples.shop import Shop

ZERO = Decimal(0)


def set_unit_cost(shop: Shop, step: Step) -> None:
    """Goods on hand are worth so much each from now on."""
    product = shop.product(step)
    cost = step.number("unit_cost")
    if shop.facts(product).get("costing") == "standard":
        shop.run(lambda work: set_standard_cost(
            work, shop.items[product], shop.company_id, cost, occurred_on=shop.day(step), reason="New cost"
        ))
    else:
        bring_to(shop, step, product, cost, "correction")


def scale_unit_cost(shop: Shop, step: Step) -> None:
    """The present cost times a factor."""
    product = shop.product(step)
    costs = shop.run(lambda work: unit_costs(work.session, shop.company_id, [shop.items[product]]))
    cost = costs[shop.items[product]] * step.number("factor")
    bring_to(shop, step, product, cost, "correction")


def revalue(shop: Shop, step: Step) -> None:
    """Goods on hand are worth so much more, all of them or those of some receipts."""
    layers = step.given.get("layers")
    receipts = None if layers is None else [shop.made[name][1] for name in layers]
    shop.run(lambda work: revalue_stock(
        work, shop.items[shop.product(step)], shop.company_id, step.number("amount"),
        occurred_on=shop.day(step), note="Revalued", receipt_line_ids=receipts,
    ))


def bring_to(shop: Shop, step: Step, product: str, unit_cost: Decimal, reason: str) -> None:
    """What is on hand is worth so much each: every place and every lot that has a cost of its own."""
    item_id = shop.items[product]

    def revalued(work: UnitOfWork) -> None:
        pools = work.execute(
            text("""SELECT qty, value, warehouse_id, lot_id FROM inventory.cost_pool
                    WHERE company_id = :company AND item_id = :item AND qty > 0"""),
            {"company": shop.company_id, "item": item_id},
        ).all()
        for pool in pools:
            change = round_amount(pool.qty * unit_cost, shop.case.minor_units) - pool.value
            if change:
                revalue_stock(
                    work, item_id, shop.company_id, change, occurred_on=shop.day(step), note="New cost",
                    reason=reason, warehouse_id=pool.warehouse_id, lot_id=pool.lot_id,
                )
                work.settle()

    shop.run(revalued)
