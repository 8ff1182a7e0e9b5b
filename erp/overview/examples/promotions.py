"""The promotions of an example, as promotions of ours."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from erp.crm.api import NewPromotion, TargetFacts, define_promotion
from erp.inventory.api import items
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.examples.read_cases import NotCovered
from erp.overview.examples.shop import LONG_AGO, Shop

MIN_QTY, MAX_QTY = ("min_qty", "min", "min_total_qty"), ("max_qty", "max", "max_total_qty")
MIN_AMOUNT, MAX_AMOUNT = ("min_amount", "min_amt", "min_total_amount"), ("max_amount", "max_amt", "max_total_amount")
OVER_THE_ORDER = {"min_total_qty", "max_total_qty", "min_amount", "min_amt", "min_total_amount", "max_total_amount"}
COMBINE = ("combines", "cumulative", "apply_multiple", "stacks")
KNOWN = {
    *MIN_QTY, *MAX_QTY, *MIN_AMOUNT, *MAX_AMOUNT, *COMBINE, "percent", "discount_percent", "factor", "rate", "price",
    "discount_amount", "amount_off", "free_qty", "free_item", "per", "round_down", "extra_item_qty", "extra_item_price",
    "priority", "item", "on", "items", "customer_specific", "coupon", "valid_from", "valid_to",
}


def promote(work: UnitOfWork, shop: Shop, rule: Mapping[str, Any], rewarded: Sequence[str] = ()) -> UUID:
    """Define the promotion; ``rewarded`` names the products it is about where its rule does not."""
    unknown = sorted(rule.keys() - KNOWN)
    if unknown:
        raise NotCovered(f"promotions by {', '.join(unknown)}")
    over_the_order = bool(OVER_THE_ORDER & rule.keys()) or bool(rewarded)
    return define_promotion(work, NewPromotion(
        company_id=shop.company_id, code=f"P{new_id().hex[-12:]}", name="Promotion", valid_from=LONG_AGO,
        priority=int(rule.get("priority", 0)),
        combines=any(bool(rule.get(name)) for name in COMBINE),
        customer_id=shop.customer_id if rule.get("customer_specific") else None,
        coupon=str(rule.get("coupon", "")),
        counting="order" if over_the_order else "line",
        min_qty=_first(rule, MIN_QTY) or ZERO, max_qty=_first(rule, MAX_QTY),
        min_amount=_first(rule, MIN_AMOUNT) or ZERO, max_amount=_first(rule, MAX_AMOUNT),
        targets=_targets(work, shop, rule, rewarded),
        **_reward(shop, rule),
    ))


def _first(rule: Mapping[str, Any], names: Sequence[str]) -> Decimal | None:
    return next((Decimal(str(rule[name])) for name in names if rule.get(name) is not None), None)


def _targets(work: UnitOfWork, shop: Shop, rule: Mapping[str, Any], rewarded: Sequence[str]) -> list[TargetFacts]:
    """Products that count and are rewarded; one that is named beside an amount is rewarded alone."""
    if rule.get("on") == "item_group":
        (item_id,) = list(shop.items.values())[:1]
        return [TargetFacts(None, items(work.session, [item_id])[item_id].family_id, "both")]
    names = [rule["item"]] if "item" in rule else list(rule.get("items", rewarded))
    if rule.get("on") == "item" and not names:
        names = [next(iter(shop.items))]
    purpose = "reward" if "item" in rule and _first(rule, MIN_AMOUNT) is not None else "both"
    return [TargetFacts(shop.items[name], None, purpose) for name in names]


def _reward(shop: Shop, rule: Mapping[str, Any]) -> dict[str, Any]:
    percent = _first(rule, ("percent", "discount_percent"))
    if "factor" in rule:
        percent = (1 - Decimal(rule["factor"])) * 100
    if percent is not None:
        if percent < 0:
            raise NotCovered("a promotion that raises prices")
        return {"reward": "percent", "percent": percent}
    if _first(rule, ("discount_amount", "amount_off")) is not None:
        return {"reward": "amount_off", "amount_off": _first(rule, ("discount_amount", "amount_off"))}
    if _first(rule, ("rate", "price")) is not None:
        return {"reward": "price", "unit_price": _first(rule, ("rate", "price"))}
    if "free_qty" in rule:
        if rule.get("per") is not None and not rule.get("round_down"):
            raise NotCovered("parts of free goods")
        free = rule.get("free_item")
        return {
            "reward": "goods", "goods_qty": Decimal(rule["free_qty"]), "goods_per_qty": _first(rule, ("per",)),
            "goods_item_id": shop.items[free] if free else None,
        }
    if "extra_item_qty" in rule:
        return {
            "reward": "goods", "goods_qty": Decimal(rule["extra_item_qty"]), "goods_item_id": shop.items["EXTRA"],
            "goods_price": Decimal(rule.get("extra_item_price", 0)),
        }
    raise NotCovered("a promotion without a reward")
