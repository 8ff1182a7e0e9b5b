"""Price a set of lines for a customer: the one pricing function of quotes, orders and every page that asks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from erp.crm.pricing.offers import price_offers
from erp.crm.pricing.waterfall import PROMOTION, PriceBook, PricedLine, PriceQuestion
from erp.crm.promotions.arithmetic import AddedGoods, BoughtLine, earned_promotions
from erp.crm.promotions.queries import promotion_facts
from erp.kernel.errors import Refused


@dataclass(frozen=True)
class PricedOrder:
    """The answer to each line, and the goods that promotions add to the order."""

    answers: list[PricedLine | Refused]
    goods: tuple[AddedGoods, ...]

    @property
    def lines(self) -> list[PricedLine]:
        """The priced lines.

        Raises: Refused naming the first line that has no price.
        """
        priced = []
        for answer in self.answers:
            if isinstance(answer, Refused):
                raise answer
            priced.append(answer)
        return priced


def price_lines(
    session: Session,
    questions: Sequence[PriceQuestion],
    *,
    company_id: UUID,
    customer_id: UUID | None,
    on: date,
    minor_units: int = 2,
    names: dict[UUID, str] | None = None,
) -> list[PricedLine]:
    """Say what each line costs this customer on that day, and why; one execution for any number of lines.

    ``names`` gives the words by which a refusal calls a line (its item number), by the line's key.

    Units: see ``PricedLine``.
    Rounding: prices six places at each step, amounts once, half up.
    Raises: Refused naming the line that has no price.
    """
    return price_order(
        session,
        questions,
        company_id=company_id,
        customer_id=customer_id,
        on=on,
        minor_units=minor_units,
        names=names,
    ).lines


def try_prices(
    session: Session,
    questions: Sequence[PriceQuestion],
    *,
    company_id: UUID,
    customer_id: UUID | None,
    on: date,
    minor_units: int = 2,
    names: dict[UUID, str] | None = None,
) -> list[PricedLine | Refused]:
    """Like ``price_lines``, but a line that cannot be priced gives its refusal and the others their prices."""
    return price_order(
        session,
        questions,
        company_id=company_id,
        customer_id=customer_id,
        on=on,
        minor_units=minor_units,
        names=names,
    ).answers


def price_order(
    session: Session,
    questions: Sequence[PriceQuestion],
    *,
    company_id: UUID,
    customer_id: UUID | None,
    on: date,
    minor_units: int = 2,
    names: dict[UUID, str] | None = None,
    coupons: Collection[str] = (),
) -> PricedOrder:
    """Price the lines as one order: what they earn together lowers their prices, or adds goods."""
    item_ids = {question.item_id for question in questions if question.item_id is not None}
    family_ids = {question.family_id for question in questions if question.family_id is not None}
    offers = []
    if item_ids:
        offers = price_offers(
            session,
            company_id=company_id,
            customer_id=customer_id,
            on=on,
            item_ids=item_ids,
            family_ids=family_ids,
            coupons=coupons,
        )
    book = PriceBook(offer for offer in offers if offer.source != PROMOTION)
    answers = [_answer(book, number, question, minor_units, names) for number, question in enumerate(questions)]
    holding = [offer.source_id for offer in offers if offer.source == PROMOTION]
    if not holding:
        return PricedOrder(answers, ())
    bought = [
        BoughtLine(question.key, question.item_id, question.family_id, question.qty, answer.amount)
        for question, answer in zip(questions, answers, strict=True)
        if isinstance(answer, PricedLine) and question.item_id is not None and question.promotion_id is None
    ]
    earned = earned_promotions(bought, promotion_facts(session, holding))
    for number, question in enumerate(questions):
        if question.key in earned.by_line:
            promoted = replace(question, promotions=earned.by_line[question.key])
            answers[number] = _answer(book, number, promoted, minor_units, names)
    return PricedOrder(answers, earned.goods)


def _answer(
    book: PriceBook, number: int, question: PriceQuestion, minor_units: int, names: dict[UUID, str] | None
) -> PricedLine | Refused:
    try:
        return book.price(question, minor_units)
    except Refused as refusal:
        name = (names or {}).get(question.key, f"line {number + 1}")
        return Refused(
            f"{name}: {refusal.message} Add it to a price list, or enter a price with a reason."
            if refusal.field == "unit_price"
            else f"{name}: {refusal.message}",
            field=f"lines-{number}-{refusal.field}",
        )
