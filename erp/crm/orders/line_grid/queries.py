"""What a customer paid for an item lately."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class LastPrice:
    """One earlier sale. Units: ``net_price`` is per ``unit``, after discount, before tax."""

    order_id: UUID
    number: str
    ordered_on: date
    qty: Decimal
    unit: str
    net_price: Decimal


_LAST_PRICES = text("""
    SELECT o.id, o.number, o.ordered_on, l.entered_qty, l.unit, round(l.amount / l.entered_qty, 6)
      FROM crm.sales_order_line l JOIN crm.sales_order o ON o.id = l.order_id
     WHERE l.item_id = :item AND o.customer_id = :customer AND o.company_id = :company AND o.decision = 'released'
     ORDER BY o.ordered_on DESC, o.id DESC LIMIT :most
""")


def last_prices(
    session: Session, company_id: UUID, customer_id: UUID, item_id: UUID, *, most: int = 5
) -> list[LastPrice]:
    """The latest sales of the item to this customer, the latest first."""
    rows = session.execute(
        _LAST_PRICES, {"company": company_id, "customer": customer_id, "item": item_id, "most": most}
    )
    return [LastPrice(*row) for row in rows]
