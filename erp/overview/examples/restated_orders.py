"""Examples of an order whose quantity and price are restated in another unit: pieces, and what they weigh."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.crm.api import LineEntry, OrderEntry, change_sales_order, enter_sales_order
from erp.kernel.assembly import Services
from erp.kernel.quantity import as_decimal, from_base
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.examples.read_cases import Case, NotCovered, Step
from erp.overview.examples.shop import Shop, open_shop, unit_code

_ORDER = text("""
    SELECT o.version, o.total_amount, l.qty, l.entered_qty, l.entered_unit_price FROM crm.sales_order o
    JOIN crm.sales_order_line l ON l.order_id = o.id WHERE o.id = :order""")


def restated_orders(case: Case, services: Services) -> Mapping[str, Any]:
    """After each step the order's quantity and price in pieces and in every unit of weight."""
    units = _pieces_per_unit(case)
    product = {"uom": "piece", "uoms": {unit: str(pieces) for unit, pieces in units.items()}}
    shop = open_shop(services, replace(case, setup={**case.setup, "products": {"P": product}}))
    found = {}
    for step in case.steps:
        shop.begin(step)
        order_id = _carry_out(shop, step, units)
        row = shop.run(partial(_stands, order_id=order_id))
        price = Fraction(row.entered_unit_price) * Fraction(row.entered_qty) / Fraction(row.qty)
        found[step.id] = {"pieces": row.qty, "amount": row.total_amount, "price_per_piece": price}
        for unit, pieces in units.items():
            found[step.id][f"qty_{unit}"] = from_base(row.qty, pieces.numerator, pieces.denominator)
            found[step.id][f"price_per_{unit}"] = price * pieces
    return found


def _stands(work: UnitOfWork, order_id: UUID) -> Row[Any]:
    return work.execute(_ORDER, {"order": order_id}).one()


def _pieces_per_unit(case: Case) -> dict[str, Fraction]:
    """How many pieces one of each unit is, by what a piece weighs."""
    product = case.setup["product"]
    weighed = next((key for key in product if key.endswith("_per_piece") and not key.startswith("price")), "")
    units = case.setup.get("units", {})
    unit = weighed.removesuffix("_per_piece")
    if unit not in units:
        raise NotCovered("a piece of unknown weight")
    weight = Fraction(str(product[weighed])) * Fraction(str(units[unit]["factor"]))
    same = {name: facts for name, facts in units.items() if facts["category"] == units[unit]["category"]}
    return {name: Fraction(str(facts["factor"])) / weight for name, facts in same.items()}


def _carry_out(shop: Shop, step: Step, units: Mapping[str, Fraction]) -> UUID:
    if step.do == "sales_order":
        price = Decimal(str(step.given.get("unit_price", shop.case.setup["product"]["price_per_piece"])))
        line = LineEntry(
            qty=step.number("pieces"), item_id=shop.items["P"], unit_price=price, reason="Worked example",
        )
        entry = OrderEntry(
            company_id=shop.company_id, branch_id=shop.branch_id, warehouse_id=shop.place(None).warehouse_id,
            customer_id=shop.customer_id, ordered_on=shop.today, lines=(line,),
        )
        order_id = shop.run(lambda work: enter_sales_order(work, entry)).id
    else:
        order_id, entry = shop.made[step.given["order"]]
        entry = replace(entry, lines=(_changed(step, entry.lines[0], units),))
        _change(shop, order_id, entry)
    shop.made[step.given.get("order", step.id)] = (order_id, entry)
    return order_id


def _changed(step: Step, line: LineEntry, units: Mapping[str, Fraction]) -> LineEntry:
    """The line at another price or quantity, both said in the unit that the step names."""
    named = {key: value for key, value in step.given.items() if key.startswith("price_per_")}
    prices = {key.removeprefix("price_per_"): value for key, value in named.items()}
    unit = next(iter(prices), str(step.given.get("uom", "piece")))
    now = {unit_code(name): pieces for name, pieces in units.items()}.get(line.unit, Fraction(1))
    then = units.get(unit, Fraction(1))
    price = Fraction(str(prices[unit])) if prices else Fraction(line.unit_price or 0) * then / now
    qty = Fraction(str(step.given["qty"])) if "qty" in step.given else Fraction(line.qty) * now / then
    return replace(
        line, qty=as_decimal(qty), unit_price=as_decimal(price), unit=unit_code(unit) if unit in units else ""
    )


def _change(shop: Shop, order_id: UUID, entry: OrderEntry) -> None:
    def change(work: UnitOfWork) -> None:
        version = _stands(work, order_id).version
        change_sales_order(work, order_id, entry, version=version)

    shop.run(change)
