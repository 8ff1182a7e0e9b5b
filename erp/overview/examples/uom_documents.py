"""Examples of units on documents: ordered in one, picked, shipped or sent back in another."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from erp.crm.api import LineEntry, OrderEntry, place_sales_order
from erp.inventory.api import Pick, confirm_picks
from erp.kernel.assembly import Services
from erp.kernel.quantity import from_base, to_base
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.examples import corrections, goods_in, sending
from erp.overview.examples.goods_at_hand import goods_at_hand
from erp.overview.examples.read_cases import Case, NotCovered, Step
from erp.overview.examples.shop import FINEST, Shop, open_shop, unit_code

VERBS = ("sales_order", "pick", "receive", "return_to_supplier")
HUNDRED = Decimal(100)


def uom_documents(case: Case, services: Services) -> Mapping[str, Any]:
    """The order in base units, what was picked of it in either unit, and what is left on hand."""
    product = case.setup["product"]
    unknown = sorted({step.do for step in case.steps} - set(VERBS))
    if unknown or "base" not in product:
        raise NotCovered(", ".join(unknown) or "a product without a base unit")
    facts = {"uom": product["base"], "uoms": product.get("uoms", {})}
    shop = open_shop(services, replace(case, setup={**case.setup, "products": {"P": facts}}))
    for n, (unit, qty) in enumerate(case.setup.get("stock", {}).items()):
        goods_in.receive(shop, Step(f"stock {n}", "receive", {"qty": qty, "uom": unit, "unit_cost": "1"}))
    found: dict[str, Any] = {}
    for step in case.steps:
        shop.begin(step)
        _carry_out(shop, step, found)
    return {**found, "on_hand": goods_at_hand(shop, "P")}


def _carry_out(shop: Shop, step: Step, found: dict[str, Any]) -> None:
    factor = shop.factor("P", step.given.get("uom"))
    base = to_base(step.number("qty"), factor.numerator, factor.denominator, FINEST)
    if step.do == "receive":
        goods_in.receive(shop, replace(step, given={"unit_cost": "1", **step.given}))
    elif step.do == "return_to_supplier":
        before = goods_at_hand(shop, "P")
        corrections.return_to_supplier(shop, step)
        found["return_line"] = {f"qty_in_{shop.facts('P')['uom']}": before - goods_at_hand(shop, "P")}
    elif step.do == "sales_order":
        if not shop.case.setup.get("stock"):
            goods_in.receive(shop, Step("stock", "receive", {"qty": str(base), "unit_cost": "1"}))
        shop.made[step.id] = (shop.run(lambda work: _order(work, shop, step)), factor, base)
        found["order"] = {"base_qty": base, "picked_percent": Decimal(0), "amount": _amount(shop, step)}
    else:
        order_id, ordered_in, ordered = shop.made[step.given["order"]]
        picked = shop.run(lambda work: _pick(work, shop, order_id, base))
        found["order"]["picked_percent"] = picked / ordered * HUNDRED
        found["picked_base_qty"] = picked
        found["delivered_in_order_unit"] = from_base(picked, ordered_in.numerator, ordered_in.denominator)


def _order(work: UnitOfWork, shop: Shop, step: Step) -> UUID:
    unit = step.given.get("uom")
    line = LineEntry(
        qty=step.number("qty"), item_id=shop.items["P"], unit=unit_code(unit) if unit else "",
        unit_price=step.number("unit_price", "1"), reason="Worked example",
    )
    return place_sales_order(work, OrderEntry(
        company_id=shop.company_id, branch_id=shop.branch_id, warehouse_id=shop.place(None).warehouse_id,
        customer_id=shop.customer_id, ordered_on=shop.today, lines=(line,),
    )).id


def _amount(shop: Shop, step: Step) -> Decimal:
    def read(work: UnitOfWork) -> Decimal:
        amount: Decimal = work.execute(
            text("SELECT total_amount FROM crm.sales_order WHERE id = :id"), {"id": shop.made[step.id][0]}
        ).scalar_one()
        return amount

    return shop.run(read)


def _pick(work: UnitOfWork, shop: Shop, order_id: UUID, qty: Decimal) -> Decimal:
    """So much of the order goes on a wave and is taken off the shelf."""
    wave_id, _ = sending.release_part(work, shop.place(None).warehouse_id, order_id, qty)
    tasks = work.execute(text("SELECT id, qty FROM inventory.pick_task WHERE wave_id = :wave"), {"wave": wave_id}).all()
    confirm_picks(work, [Pick(task.id, task.qty) for task in tasks])
    return sum((task.qty for task in tasks), Decimal(0))
