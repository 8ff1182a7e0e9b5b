"""Which promotions an order earns, and what each gives. Pure functions of the facts; nothing is read.

On one line the promotion of the highest priority holds alone; among equals the customer's own comes before a general
one, an item's before a family's before everybody's, and the one that asks for more before the one that asks for less.
Promotions that combine are given besides, one after another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from erp.kernel.money import ZERO


@dataclass(frozen=True)
class TargetFacts:
    """An item or a family that counts towards the condition, that is rewarded, or both."""

    item_id: UUID | None
    family_id: UUID | None
    purpose: str


@dataclass(frozen=True)
class PromotionFacts:
    """What must be bought and what is given. Quantities count base units; prices are per base unit.

    ``counting``: by line, each line must reach the condition alone; by order, all that count are added up.
    """

    id: UUID
    name: str
    priority: int
    combines: bool
    is_customers_own: bool
    counting: str
    min_qty: Decimal
    max_qty: Decimal | None
    min_amount: Decimal
    max_amount: Decimal | None
    reward: str
    percent: Decimal | None = None
    unit_price: Decimal | None = None
    amount_off: Decimal | None = None
    goods_item_id: UUID | None = None
    goods_qty: Decimal | None = None
    goods_per_qty: Decimal | None = None
    goods_price: Decimal = ZERO
    targets: tuple[TargetFacts, ...] = ()


@dataclass(frozen=True)
class BoughtLine:
    """A line before promotions; ``qty`` in base units."""

    key: UUID
    item_id: UUID
    family_id: UUID | None
    qty: Decimal
    amount: Decimal


@dataclass(frozen=True)
class AddedGoods:
    """Goods that a promotion adds to the order, per base unit at ``unit_price``."""

    promotion: PromotionFacts
    item_id: UUID
    qty: Decimal


@dataclass(frozen=True)
class Earned:
    """The promotions of each line, in the order in which they lower its price, and the goods that come along."""

    by_line: dict[UUID, tuple[PromotionFacts, ...]]
    goods: tuple[AddedGoods, ...]


def earned_promotions(lines: Sequence[BoughtLine], promotions: Sequence[PromotionFacts]) -> Earned:
    """Look at the whole order and say what it earns."""
    candidates: dict[UUID, list[PromotionFacts]] = {}
    goods: list[AddedGoods] = []
    for promotion in promotions:
        counted = [line for line in lines if _is_target(promotion, line, "condition")]
        for group in [[line] for line in counted] if promotion.counting == "line" else [counted]:
            if not group or not _reached(promotion, group):
                continue
            if promotion.reward == "goods":
                goods += _goods(promotion, group)
                continue
            among = group if promotion.counting == "line" else lines
            for line in among:
                if _is_target(promotion, line, "reward"):
                    candidates.setdefault(line.key, []).append(promotion)
    families = {line.key: line for line in lines}
    by_line = {key: _holding(families[key], found) for key, found in candidates.items()}
    return Earned(by_line, tuple(_held_goods(goods)))


def promoted_price(promotion: PromotionFacts, price: Decimal, factor: Decimal) -> Decimal:
    """The price of one entered unit, which holds ``factor`` base units, after the promotion; never below zero."""
    if promotion.percent is not None:
        return price * (100 - promotion.percent) / 100
    if promotion.unit_price is not None:
        return promotion.unit_price * factor
    return max(price - (promotion.amount_off or ZERO) * factor, ZERO)


def rank(promotion: PromotionFacts, line: BoughtLine) -> tuple[int, bool, int, Decimal, Decimal]:
    """How far forward a promotion stands for a line: the greatest holds."""
    matching = [target for target in promotion.targets if target.purpose != "condition" and _names(target, line)]
    special = 2 if any(target.item_id for target in matching) else 1 if matching else 0
    return (promotion.priority, promotion.is_customers_own, special, promotion.min_qty, promotion.min_amount)


def _holding(line: BoughtLine, found: Sequence[PromotionFacts]) -> tuple[PromotionFacts, ...]:
    ordered = sorted(found, key=lambda promotion: rank(promotion, line), reverse=True)
    alone = next((promotion for promotion in ordered if not promotion.combines), None)
    return tuple(promotion for promotion in ordered if promotion.combines or promotion is alone)


def _held_goods(goods: Sequence[AddedGoods]) -> list[AddedGoods]:
    """Of the goods promotions that do not combine, the one of the highest priority for each item."""
    ordered = sorted(goods, key=lambda added: (added.promotion.priority, added.qty), reverse=True)
    taken: set[UUID] = set()
    held = []
    for added in ordered:
        if added.promotion.combines or added.item_id not in taken:
            held.append(added)
        if not added.promotion.combines:
            taken.add(added.item_id)
    return held


def _goods(promotion: PromotionFacts, group: Sequence[BoughtLine]) -> list[AddedGoods]:
    bought = sum((line.qty for line in group), ZERO)
    times = bought // promotion.goods_per_qty if promotion.goods_per_qty else Decimal(1)
    qty = times * (promotion.goods_qty or ZERO)
    return [AddedGoods(promotion, promotion.goods_item_id or group[0].item_id, qty)] if qty else []


def _reached(promotion: PromotionFacts, group: Sequence[BoughtLine]) -> bool:
    qty = sum((line.qty for line in group), ZERO)
    amount = sum((line.amount for line in group), ZERO)
    return (
        qty >= promotion.min_qty
        and (promotion.max_qty is None or qty <= promotion.max_qty)
        and amount >= promotion.min_amount
        and (promotion.max_amount is None or amount <= promotion.max_amount)
    )


def _is_target(promotion: PromotionFacts, line: BoughtLine, purpose: str) -> bool:
    """Whether the line counts for the purpose; a promotion that names nobody for it means everything."""
    named = [target for target in promotion.targets if target.purpose in ("both", purpose)]
    return not named or any(_names(target, line) for target in named)


def _names(target: TargetFacts, line: BoughtLine) -> bool:
    if target.item_id is not None:
        return target.item_id == line.item_id
    return target.family_id == line.family_id
