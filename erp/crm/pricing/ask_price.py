"""Ask what one line would cost, and why, without entering anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from erp.crm.pricing.entry import LineEntry
from erp.crm.pricing.price_lines import price_lines
from erp.crm.pricing.price_question import price_question
from erp.crm.pricing.waterfall import PricedLine
from erp.inventory.api import ItemFacts, UnitFactor, availability, items, unit_costs, unit_factors
from erp.kernel.errors import NotFound


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
    found = items(session, [entry.item_id])
    factors = unit_factors(session, [entry.item_id])
    question = price_question(0, entry, found, factors)
    priced = price_lines(
        session,
        [question],
        company_id=company_id,
        customer_id=customer_id,
        on=on,
        minor_units=minor_units,
        names={question.key: found[entry.item_id].sku},
    )[0]
    stock = availability(session, [entry.item_id], [warehouse_id]).get((entry.item_id, warehouse_id))
    cost = unit_costs(session, company_id, [entry.item_id], warehouse_id).get(entry.item_id)
    margin = None
    if cost is not None and priced.net_unit_price > 0:
        margin = (priced.net_unit_price - cost) / priced.net_unit_price * 100
    return AskedPrice(
        item=found[entry.item_id],
        units=factors[entry.item_id],
        unit=question.unit,
        qty=question.qty,
        priced=priced,
        qty_free=stock.qty_free if stock else Decimal(0),
        margin_percent=margin,
    )
