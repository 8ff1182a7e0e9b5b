"""Examples of prices: lists that rest on other lists, quantity breaks, units, discounts, margins and promotions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.overview.examples.asked_orders import Asked, ask, ask_again
from erp.overview.examples.price_lists import price_lists
from erp.overview.examples.promotions import promote
from erp.overview.examples.read_cases import Case, NotCovered, Step
from erp.overview.examples.shop import Shop, open_shop

WEIGHTS = {"kg": {"g": "1/1000"}, "t": {"kg": "1/1000", "g": "1/1000000"}}
QUESTIONS = {"price", "order", "discount_with", "set_discount_rate", "set_discount_amount", "add_coupon"}
KNOWN = {
    "currency", "list_price", "price", "base_uom", "uoms", "box", "rate", "rule", "rules", "promotion", "promotions",
    "chain", "lines", "margin_percent", "margin_amount", "discount_percent", "tax_percent",
}
LIST_RULES = {"min_qty", "surcharge", "price"}


def pricing(case: Case, services: Services) -> Mapping[str, Any]:
    """The price of each question, taken from an order that asks it."""
    unknown = sorted(case.setup.keys() - KNOWN)
    if unknown:
        raise NotCovered(f"prices by {', '.join(unknown)}")
    strange = sorted({step.do for step in case.steps} - QUESTIONS)
    if strange:
        raise NotCovered(f"{', '.join(strange)} among prices")
    case = replace(case, setup={**case.setup, "products": _products(case)})
    asked: dict[str, Asked] = {}
    refused: list[dict[str, str]] = []
    shop: Shop | None = None
    for step in case.steps:
        if shop is None or step.do in ("price", "discount_with"):
            shop = open_shop(services, case)
            price_lists(shop, step)
        try:
            asked[step.id] = _answer(shop, step, asked)
        except Refused:
            if not step.must_be_refused:
                raise
            refused.append({"step": step.id})
    return _found(case, asked, refused)


def _answer(shop: Shop, step: Step, asked: Mapping[str, Asked]) -> Asked:
    if step.do == "add_coupon":
        return ask_again(shop, step, asked[str(step.given["of"])])
    _promotions(shop, step)
    return ask(shop, step)


def _promotions(shop: Shop, step: Step) -> None:
    """The promotions of the example, once for each shop; those that are of the step alone when it asks."""
    setup = shop.case.setup
    if "promoted" in shop.made:
        return
    shop.made["promoted"] = True
    lines = step.given.get("lines", [])
    rewarded = [line["item"] for line in _all_lines(shop.case.steps) if line.get("in_promotion")]
    rules = [*setup.get("rules", []), *setup.get("promotions", [])]
    rules += [setup[name] for name in ("rule", "promotion") if name in setup and not is_list_rule(setup[name])]
    wanted = step.given.get("rules")
    if wanted is not None and "two equal" in wanted:
        rules = [rules[0], rules[0]]
    elif wanted is not None:
        rules = [rule for rule in rules if not rule.get("customer_specific") or "customer_specific" in wanted]
    names = list(dict.fromkeys(rewarded)) if any("in_promotion" in line for line in lines) else []

    def define(work: Any) -> None:
        for rule in rules:
            promote(work, shop, rule, names)

    shop.run(define)


def is_list_rule(rule: Mapping[str, Any]) -> bool:
    """Whether a rule is a quantity break of a price list rather than a promotion."""
    names = {"min_qty" if name.startswith("min_qty_") else name for name in rule}
    return names <= LIST_RULES and any(name.startswith("min_qty_") for name in rule)


def _all_lines(steps: Sequence[Step]) -> list[Mapping[str, Any]]:
    return [line for step in steps for line in step.given.get("lines", [])]


def _products(case: Case) -> dict[str, Any]:
    """Every product the example names; all of them cost the same."""
    setup = case.setup
    base, units = str(setup.get("base_uom", "piece")), dict(setup.get("uoms", {}))
    if units:
        base = next((name for name, factor in units.items() if Fraction(factor) == 1), base)
        units.pop(base, None)
    elif "box" in setup:
        units = {"box": setup["box"]}
    else:
        units = dict(WEIGHTS.get(base, {}))
    names = ["P", *(str(step.given["item"]) for step in case.steps if "item" in step.given)]
    names += [str(line["item"]) for line in (*_all_lines(case.steps), *setup.get("lines", [])) if "item" in line]
    for rule in (setup.get("promotion", {}), setup.get("rule", {}), *setup.get("rules", [])):
        names += [str(rule[name]) for name in ("item", "free_item") if name in rule]
        names += ["EXTRA"] if "extra_item_qty" in rule else []
    if len({*names}) > 1 and not any(step.given.get("item") == "P" or "item" not in step.given for step in case.steps):
        names.remove("P")
    return {name: {"uom": base, "uoms": units} for name in dict.fromkeys(names)}


def _found(case: Case, asked: Mapping[str, Asked], refused: Sequence[Mapping[str, str]]) -> Mapping[str, Any]:
    prices = {name: each.price for name, each in asked.items()}
    found: dict[str, Any] = {
        **{name: each.figures for name, each in asked.items()},
        "price": prices,
        "discount_percent": {name: each.discount_percent for name, each in asked.items()},
        "free_qty": {name: each.free_qty for name, each in asked.items()},
        "lines": {name: each.line_count for name, each in asked.items()},
        "extra_price": {name: each.extra_price for name, each in asked.items()},
        "net": {name: each.figures["net"] for name, each in asked.items()},
        "refused": refused,
    }
    if len(asked) == 1:
        (only,) = asked.values()
        listed = only.listed
        found |= {
            "price": only.price, "with_margin": listed, "discount": listed - only.price, "net": only.figures["net"],
            "total": only.figures["total"],
        }
        of = Decimal(case.setup.get("list_price", case.setup.get("price", 0)))
        if of:
            found["shown_discount_percent"] = (of - only.price) / of * 100
    return found
