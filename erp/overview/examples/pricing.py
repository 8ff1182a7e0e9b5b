"""Examples of prices: quantity breaks, units, lists that rest on other lists."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from erp.crm.api import (
    LineEntry,
    OrderEntry,
    PriceRow,
    TradeTerms,
    agree_terms,
    create_price_list,
    place_sales_order,
    set_prices,
)
from erp.kernel.assembly import Services
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.examples.read_cases import Case, NotCovered, Step
from erp.overview.examples.shop import LONG_AGO, Shop, open_shop, unit_code
from erp.terms.api import payment_term_by_code

WEIGHTS = {"kg": {"g": "1/1000"}, "t": {"kg": "1/1000", "g": "1/1000000"}}
CHAIN, BREAK, BOX = {"list_price", "chain"}, {"list_price", "base_uom", "rule"}, {"list_price", "box", "rate"}


def pricing(case: Case, services: Services) -> Mapping[str, Any]:
    """The price of each question, taken from an order that asks it."""
    keys = set(case.setup) - {"currency"}
    if keys not in (CHAIN, BREAK, BOX) or any(step.do != "price" for step in case.steps):
        raise NotCovered(f"prices by {', '.join(sorted(keys - {'list_price'}))}: promotions, margins, priorities")
    if keys == BREAK and set(case.setup["rule"]) - {f"min_qty_{case.setup['base_uom']}", "surcharge", "price"}:
        raise NotCovered("a quantity break of another form")
    base = str(case.setup.get("base_uom", "piece"))
    uoms = {"box": case.setup["box"]} if keys == BOX else WEIGHTS.get(base, {})
    shop = open_shop(services, replace(case, setup={**case.setup, "products": {"P": {"uom": base, "uoms": uoms}}}))
    prices: dict[str, Decimal] = {}
    for step in case.steps:
        _price_lists(shop, case, step, base)
        prices[step.id] = _asked(shop, step, base)
    found: dict[str, Any] = {"price": prices}
    if len(prices) == 1:
        (price,) = prices.values()
        listed = Decimal(case.setup["list_price"])
        found |= {"price": price, "shown_discount_percent": (listed - price) / listed * 100}
    return found


def _price_lists(shop: Shop, case: Case, step: Step, base: str) -> None:
    """The lists the question is answered from; the customer has the last of them."""
    item_id, listed = shop.items["P"], Decimal(case.setup["list_price"])

    def row(price: Decimal, unit: str = base, min_qty: str = "0") -> PriceRow:
        return PriceRow(LONG_AGO, item_id=item_id, unit=unit_code(unit), min_qty=Decimal(min_qty), unit_price=price)

    rows = [row(listed)]
    if "rule" in case.setup:
        rule = case.setup["rule"]
        price = Decimal(rule["price"]) if "price" in rule else listed + Decimal(rule["surcharge"])
        rows.append(row(price, base, rule[f"min_qty_{base}"]))
    elif "rate" in case.setup:
        rate = Decimal(case.setup["rate"])
        own_unit = step.given.get("rule_uom")
        rows = [row(rate)] if own_unit in (None, base) else [row(listed), row(rate, own_unit)]

    def write(work: UnitOfWork) -> None:
        list_id = _new_list(work, shop, None)
        set_prices(work, list_id, rows)
        for percent in case.setup.get("chain", []):
            list_id = _new_list(work, shop, list_id)
            set_prices(work, list_id, [PriceRow(LONG_AGO, discount_percent=Decimal(percent))])
        term_id = payment_term_by_code(work.session, "NET30").id
        agree_terms(work, shop.customer_id, shop.company_id, TradeTerms(term_id, price_list_id=list_id))

    shop.run(write)


def _new_list(work: UnitOfWork, shop: Shop, based_on: UUID | None) -> UUID:
    code = f"L{new_id().hex[-12:].upper()}"
    return create_price_list(work, company_id=shop.company_id, code=code, name=code, based_on_id=based_on)


def _asked(shop: Shop, step: Step, base: str) -> Decimal:
    """The net price on an order line of that quantity and unit."""
    unit = step.given.get("uom") or base
    shop.factor("P", unit)
    day: date = shop.day(step)
    entry = OrderEntry(
        company_id=shop.company_id, branch_id=shop.branch_id, warehouse_id=shop.place(None).warehouse_id,
        customer_id=shop.customer_id, ordered_on=day,
        lines=(LineEntry(qty=step.number("qty", "1"), item_id=shop.items["P"], unit=unit_code(unit)),),
    )

    def ask(work: UnitOfWork) -> Decimal:
        order = place_sales_order(work, entry)
        price: Decimal = work.execute(
            text("SELECT entered_unit_price FROM crm.sales_order_line WHERE order_id = :id"), {"id": order.id}
        ).scalar_one()
        return price

    return shop.run(ask)
