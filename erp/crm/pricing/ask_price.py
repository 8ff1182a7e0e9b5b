"""Ask what lines would cost, and why, without entering anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from erp.crm.pricing.entry import LineEntry
from erp.crm.pricing.price_lines import try_prices
from erp.crm.pricing.price_question import price_question
from erp.crm.pricing.waterfall import PricedLine, PriceQuestion
from erp.inventory.api import ItemFacts, UnitFactor, availability, items, unit_costs, unit_factors
from erp.kernel.errors import NotFound, Refused


@dataclass(frozen=True)
class AskedPrice:
    """A price with what a salesperson wants to know beside it. Quantities in base units."""

    item: ItemFacts
    units: Sequence[UnitFactor]
    unit: str
    qty: Decimal
    priced: PricedLine
    qty_free: Decimal
    margin_percent: Decimal | None


def ask_price(
    session: Session,
    entry: LineEntry,
    *,
    company_id: UUID,
    customer_id: UUID | None,
    warehouse_id: UUID,
    on: date,
    minor_units: int = 2,
) -> AskedPrice:
    """Price one line for a customer (or for anybody) on a day, with the stock that is free in the warehouse.

    Raises: NotFound, Refused (unit, quantity, or no price).
    """
    if entry.item_id is None:
        raise NotFound("There is no such item.", field="lines-0-item")
    answer = ask_prices(
        session,
        [entry],
        company_id=company_id,
        customer_id=customer_id,
        warehouse_id=warehouse_id,
        on=on,
        minor_units=minor_units,
    )[0]
    if isinstance(answer, Refused):
        raise answer
    return answer


def ask_prices(
    session: Session,
    entries: Sequence[LineEntry],
    *,
    company_id: UUID,
    customer_id: UUID | None,
    warehouse_id: UUID,
    on: date,
    minor_units: int = 2,
) -> list[AskedPrice | Refused]:
    """Price a set of lines, each with its own refusal where it has one; the same executions for any number.

    Charges are asked of nobody: they carry their own price, and do not belong here.
    """
    item_ids = {entry.item_id for entry in entries if entry.item_id is not None}
    found, factors = items(session, item_ids), unit_factors(session, item_ids)
    questions: dict[int, PriceQuestion] = {}
    answers: dict[int, AskedPrice | Refused] = {}
    for number, entry in enumerate(entries):
        try:
            questions[number] = price_question(number, entry, found, factors)
        except Refused as refusal:
            answers[number] = refusal
    priced = try_prices(
        session,
        list(questions.values()),
        company_id=company_id,
        customer_id=customer_id,
        on=on,
        minor_units=minor_units,
        names={q.key: found[q.item_id].sku for q in questions.values() if q.item_id is not None},
    )
    stock = availability(session, item_ids, [warehouse_id])
    costs = unit_costs(session, company_id, item_ids, warehouse_id)
    for (number, question), line in zip(questions.items(), priced, strict=True):
        if isinstance(line, Refused) or question.item_id is None:
            answers[number] = line if isinstance(line, Refused) else NotFound("A charge has no price to ask for.")
            continue
        balance = stock.get((question.item_id, warehouse_id))
        answers[number] = AskedPrice(
            item=found[question.item_id],
            units=factors[question.item_id],
            unit=question.unit,
            qty=question.qty,
            priced=line,
            qty_free=balance.qty_free if balance else Decimal(0),
            margin_percent=_margin(line, costs.get(question.item_id)),
        )
    return [answers[number] for number in range(len(entries))]


def _margin(priced: PricedLine, unit_cost: Decimal | None) -> Decimal | None:
    if unit_cost is None or priced.net_unit_price <= 0:
        return None
    return (priced.net_unit_price - unit_cost) / priced.net_unit_price * 100
