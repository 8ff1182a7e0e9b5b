"""Price a set of lines for a customer: the one pricing function of quotes, orders and every page that asks."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from erp.crm.pricing.offers import price_offers
from erp.crm.pricing.waterfall import PriceBook, PricedLine, PriceQuestion
from erp.kernel.errors import Refused


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
    item_ids = {question.item_id for question in questions if question.item_id is not None}
    family_ids = {question.family_id for question in questions if question.family_id is not None}
    if item_ids:
        offers = price_offers(
            session,
            company_id=company_id,
            customer_id=customer_id,
            on=on,
            item_ids=item_ids,
            family_ids=family_ids,
        )
    else:
        offers = []
    book = PriceBook(offers)
    priced = []
    for number, question in enumerate(questions):
        try:
            priced.append(book.price(question, minor_units))
        except Refused as refusal:
            name = (names or {}).get(question.key, f"line {number + 1}")
            raise Refused(
                f"{name}: {refusal.message} Add it to a price list, or enter a price with a reason."
                if refusal.field == "unit_price"
                else f"{name}: {refusal.message}",
                field=f"lines-{number}-{refusal.field}",
            ) from refusal
    return priced
