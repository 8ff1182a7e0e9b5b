"""The price of a line, step by step, as a pure function: the same facts always give the same price.

Order of precedence, complete and without priorities that somebody could set:

1. *List.* The customer's price list (its own, else the nearest account above it, else the company's default list). A
   list that does not price the item itself takes the price of the list it is based on, less its per cent for the item,
   else for the family, else for everything.
2. *Agreement.* The agreement of the customer itself, else of the nearest account above it. Within one account an agreed
   price of the item comes before a per cent off the list price, and the item before the family before everything. An
   agreement replaces the list, its quantity breaks included; it is not compared with it.
3. *Quantity break.* Of the lines that count, the one with the highest minimum quantity reached. A price in the entered
   unit comes before a price in the base unit; a price in a third unit does not count.
4. *Promotions.* What the whole order earns on this line; see ``erp.crm.promotions``.
5. *Discount.* The per cent a person gives on this line.
6. *Override.* The price a person sets instead, with a reason.

Overlapping lines cannot exist (exclusion constraints), so no two lines are ever equal in this order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from erp.crm.promotions.arithmetic import PromotionFacts, promoted_price
from erp.kernel.errors import Refused
from erp.kernel.money import round_amount, round_unit

HUNDRED = Decimal(100)
LIST, AGREEMENT, PROMOTION = "list", "agreement", "promotion"


@dataclass(frozen=True)
class PriceQuestion:
    """What is to be priced: ``factor`` is how many base units one entered unit holds."""

    key: UUID
    item_id: UUID | None
    family_id: UUID | None
    base_unit: str
    unit: str
    entered_qty: Decimal
    qty: Decimal
    factor: Fraction
    discount_percent: Decimal = Decimal(0)
    set_price: Decimal | None = None  # per entered unit
    reason: str = ""
    promotions: tuple[PromotionFacts, ...] = ()
    promotion_id: UUID | None = None  # goods a promotion added, at ``set_price``


@dataclass(frozen=True)
class PriceOffer:
    """One line of a price list or agreement that may count; ``rank`` 0 is the nearest list or account."""

    source: str
    rank: int
    source_id: UUID
    source_name: str
    item_id: UUID | None
    family_id: UUID | None
    unit: str | None
    min_qty: Decimal
    unit_price: Decimal | None
    discount_percent: Decimal | None


@dataclass(frozen=True)
class Step:
    """One step of the waterfall: what set the price, and the price per entered unit after it."""

    step: str
    text: str
    unit_price: Decimal
    percent: Decimal | None = None
    min_qty: Decimal | None = None
    source_id: UUID | None = None


@dataclass(frozen=True)
class PricedLine:
    """A priced line. ``calculated_price`` is what the rules give before any person's discount or override.

    Units: prices per entered unit, except ``net_unit_price`` per base unit.
    """

    key: UUID
    list_price: Decimal | None
    calculated_price: Decimal | None
    price: Decimal
    discount_percent: Decimal
    net_price: Decimal
    net_unit_price: Decimal
    amount: Decimal
    steps: tuple[Step, ...]

    @property
    def given_away_percent(self) -> Decimal | None:
        """How far below the calculated price the line goes; None where there is no calculated price."""
        if self.calculated_price is None:
            return None
        if self.calculated_price <= self.net_price:
            return Decimal(0)
        return (self.calculated_price - self.net_price) / self.calculated_price * HUNDRED


class PriceBook:
    """The offers that may count for a set of lines, arranged so that each line finds its own at once."""

    def __init__(self, offers: Iterable[PriceOffer]) -> None:
        self._by_item: dict[tuple[str, int, UUID], list[PriceOffer]] = {}
        self._by_family: dict[tuple[str, int, UUID | None], list[PriceOffer]] = {}
        ranks: dict[str, set[int]] = {LIST: set(), AGREEMENT: set()}
        for offer in offers:
            ranks[offer.source].add(offer.rank)
            if offer.item_id is not None:
                self._by_item.setdefault((offer.source, offer.rank, offer.item_id), []).append(offer)
            else:
                self._by_family.setdefault((offer.source, offer.rank, offer.family_id), []).append(offer)
        self._ranks = {source: sorted(found) for source, found in ranks.items()}

    def price(self, question: PriceQuestion, minor_units: int) -> PricedLine:
        """Price one line.

        Rounding: a price is rounded to six places at each step; the amount once, half up to the minor unit.
        Raises: Refused where nothing prices the item and nobody set a price, or a discount and a price are both given.
        """
        steps: list[Step] = []
        listed = self._listed(question, steps)
        calculated = _promoted(question, self._agreed(question, listed, steps), steps)
        if question.set_price is not None and question.discount_percent:
            raise Refused("Give a discount or a price of your own, not both on one line.", field="discount_percent")
        if question.set_price is not None:
            price = net = round_unit(question.set_price)
            step = "promotion" if question.promotion_id else "override"
            steps.append(Step(step, question.reason, net, source_id=question.promotion_id))
        elif calculated is None:
            raise Refused("No price list or agreement prices this item on that day.", field="unit_price")
        else:
            price = net = calculated
            if question.discount_percent:
                net = _less(calculated, question.discount_percent)
                steps.append(Step("discount", question.reason, net, percent=question.discount_percent))
        return PricedLine(
            key=question.key,
            list_price=listed,
            calculated_price=calculated,
            price=price,
            discount_percent=question.discount_percent,
            net_price=net,
            net_unit_price=_six_places(Fraction(net) / question.factor),
            amount=round_amount(question.entered_qty * net, minor_units),
            steps=tuple(steps),
        )

    def _listed(self, question: PriceQuestion, steps: list[Step]) -> Decimal | None:
        """The list price: the nearest list that prices the item, brought down by the lists that rest on it."""
        reductions: list[PriceOffer] = []
        for rank in self._ranks[LIST]:
            priced = self._item_prices(LIST, rank, question)
            if priced:
                price = _take(priced, "list", question, steps)
                for offer in reversed(reductions):
                    price = _less(price, offer.discount_percent or Decimal(0))
                    steps.append(_step("list", offer, price))
                return price
            reduction = self._percent(LIST, rank, question)
            if reduction is not None:
                reductions.append(reduction)
        return None

    def _agreed(
        self, question: PriceQuestion, listed: Decimal | None, steps: list[Step]
    ) -> Decimal | None:
        """The price after the nearest agreement that says something about the item."""
        for rank in self._ranks[AGREEMENT]:
            priced = self._item_prices(AGREEMENT, rank, question)
            if priced:
                return _take(priced, "agreement", question, steps)
            reduction = self._percent(AGREEMENT, rank, question)
            if reduction is not None and listed is not None:
                price = _less(listed, reduction.discount_percent or Decimal(0))
                steps.append(_step("agreement", reduction, price))
                return price
        return listed

    def _item_prices(self, source: str, rank: int, question: PriceQuestion) -> list[PriceOffer]:
        """The prices of the item whose minimum is reached, lowest minimum first, in one unit only."""
        if question.item_id is None:
            return []
        offers = self._by_item.get((source, rank, question.item_id), [])
        for unit, qty in ((question.unit, question.entered_qty), (question.base_unit, question.qty)):
            reached = [o for o in offers if o.unit_price is not None and o.unit == unit and o.min_qty <= qty]
            if reached:
                return sorted(reached, key=lambda offer: offer.min_qty)
        return []

    def _percent(self, source: str, rank: int, question: PriceQuestion) -> PriceOffer | None:
        """The per cent that counts: the item's, else the family's, else the general one; highest minimum reached."""
        groups: list[Sequence[PriceOffer]] = [self._by_family.get((source, rank, None), [])]
        if question.family_id is not None:
            groups.insert(0, self._by_family.get((source, rank, question.family_id), []))
        if question.item_id is not None:
            groups.insert(0, self._by_item.get((source, rank, question.item_id), []))
        for offers in groups:
            reached = [o for o in offers if o.discount_percent is not None and o.min_qty <= question.qty]
            if reached:
                return max(reached, key=lambda offer: offer.min_qty)
        return None


def _promoted(question: PriceQuestion, price: Decimal | None, steps: list[Step]) -> Decimal | None:
    """The price after the promotions the order earns on this line."""
    if price is None or question.set_price is not None:
        return price
    factor = Decimal(question.factor.numerator) / question.factor.denominator
    for promotion in question.promotions:
        price = round_unit(promoted_price(promotion, price, factor))
        steps.append(Step("promotion", promotion.name, price, promotion.percent, source_id=promotion.id))
    return price


def _take(offers: list[PriceOffer], step: str, question: PriceQuestion, steps: list[Step]) -> Decimal:
    """The price of the lowest minimum, and the quantity break above it where one is reached."""
    first, best = offers[0], offers[-1]
    price = _per_entered_unit(first, question)
    steps.append(_step(step, first, price))
    if best is not first:
        price = _per_entered_unit(best, question)
        steps.append(_step("quantity_break", best, price))
    return price


def _per_entered_unit(offer: PriceOffer, question: PriceQuestion) -> Decimal:
    price = offer.unit_price or Decimal(0)
    return price if offer.unit == question.unit else _six_places(Fraction(price) * question.factor)


def _step(step: str, offer: PriceOffer, price: Decimal) -> Step:
    return Step(
        step, offer.source_name, price, offer.discount_percent, offer.min_qty or None, offer.source_id
    )


def _less(price: Decimal, percent: Decimal) -> Decimal:
    return round_unit(price * (HUNDRED - percent) / HUNDRED)


def _six_places(price: Fraction) -> Decimal:
    return round_unit(Decimal(price.numerator) / price.denominator)
