"""The price lists an example is answered from; the customer has the last of them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from erp.crm.api import PriceRow, TradeTerms, agree_terms, create_price_list, set_prices
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.examples.read_cases import NotCovered, NotOurChoice, Step
from erp.overview.examples.shop import LONG_AGO, Shop, unit_code
from erp.terms.api import payment_term_by_code


def price_lists(shop: Shop, step: Step) -> None:
    """A list of prices, then one of per cents for each list that rests on it."""
    setup = shop.case.setup
    listed = _listed(setup)
    base = str(next(iter(shop.case.setup["products"].values()))["uom"])
    rows = [row for item_id in shop.items.values() for row in _rows(setup, step, item_id, listed, base)]
    percents: list[list[PriceRow]] = [
        [PriceRow(LONG_AGO, discount_percent=Decimal(percent))] for percent in setup.get("chain", [])
    ]
    if "margin_percent" in setup:
        percents.append([PriceRow(LONG_AGO, discount_percent=-Decimal(setup["margin_percent"]))])
    if "lines" in setup:
        percents.append(_factors(shop, setup["lines"]))

    def write(work: UnitOfWork) -> None:
        list_id = _new_list(work, shop, None)
        set_prices(work, list_id, rows)
        for lines in percents:
            list_id = _new_list(work, shop, list_id)
            set_prices(work, list_id, lines)
        term_id = payment_term_by_code(work.session, "NET30").id
        agree_terms(work, shop.customer_id, shop.company_id, TradeTerms(term_id, price_list_id=list_id))

    shop.run(write)


def _listed(setup: Mapping[str, Any]) -> Decimal:
    price = setup.get("list_price", setup.get("price"))
    if price is None:
        price = "1"  # examples of free goods speak of quantities alone
    return Decimal(price) + Decimal(setup.get("margin_amount", 0))


def _rows(setup: Mapping[str, Any], step: Step, item_id: UUID, listed: Decimal, base: str) -> list[PriceRow]:
    def row(price: Decimal, unit: str = base, min_qty: str = "0") -> PriceRow:
        return PriceRow(LONG_AGO, item_id=item_id, unit=unit_code(unit), min_qty=Decimal(min_qty), unit_price=price)

    rule = setup.get("rule", {})
    breaks = [name for name in rule if name.startswith("min_qty_")]
    if breaks:
        price = Decimal(rule["price"]) if "price" in rule else listed + Decimal(rule["surcharge"])
        return [row(listed), row(price, breaks[0].removeprefix("min_qty_"), rule[breaks[0]])]
    if "rate" in setup:
        rate, own_unit = Decimal(setup["rate"]), step.given.get("rule_uom")
        return [row(rate)] if own_unit in (None, base) else [row(listed), row(rate, own_unit)]
    if "box" in setup and "price" in setup:  # the price is of the unit that is asked for
        return [row(listed), row(listed, "box")]
    return [row(listed)]


def _factors(shop: Shop, lines: Sequence[Mapping[str, Any]]) -> list[PriceRow]:
    """Lines that multiply the list price; ours are chosen by how near they are, not by their place in the list."""
    unknown = sorted({name for line in lines for name in line} - {"min_qty", "item", "factor", "discount_percent"})
    if unknown:
        raise NotCovered(f"price list lines by {', '.join(unknown)}")
    ranked = sorted(lines, key=lambda line: ("item" in line, Decimal(line.get("min_qty", 0))), reverse=True)
    first = {id(line): n for n, line in enumerate(lines)}
    for n, line in enumerate(ranked):
        for other in ranked[n + 1 :]:
            if first[id(other)] < first[id(line)] and _overlap(line, other):
                raise NotOurChoice("of several lines the nearest counts, not the first")
    return [
        PriceRow(
            LONG_AGO, item_id=shop.items[line["item"]] if "item" in line else None,
            min_qty=Decimal(line.get("min_qty", 0)),
            discount_percent=Decimal(line["discount_percent"]) if "discount_percent" in line
            else (1 - Decimal(line["factor"])) * 100,
        )
        for line in lines
    ]


def _overlap(line: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether something is asked for that both lines fit and they price differently."""
    same = line.get("item") == other.get("item") or "item" not in line or "item" not in other
    return same and line.get("factor") != other.get("factor") and not _earlier_covers(line, other)


def _earlier_covers(line: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """The later, nearer line is for a product whose larger quantities a nearer line prices already."""
    return "item" in line and Decimal(other.get("min_qty", 0)) > Decimal(line.get("min_qty", 0))


def _new_list(work: UnitOfWork, shop: Shop, based_on: UUID | None) -> UUID:
    code = f"L{new_id().hex[-12:].upper()}"
    return create_price_list(work, company_id=shop.company_id, code=code, name=code, based_on_id=based_on)
