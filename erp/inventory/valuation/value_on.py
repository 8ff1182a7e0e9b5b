"""What the goods on hand were worth at the end of a day."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.money import ZERO

_VALUE = text("SELECT sum(amount) FROM inventory.cost_entry WHERE company_id = :company AND occurred_on <= :day")


def stock_value_on(session: Session, company_id: UUID, on: date) -> Decimal:
    """The sum of the cost ledger up to and with the day: what the inventory accounts show.

    Units: company currency.
    """
    value: Decimal | None = session.scalar(_VALUE, {"company": company_id, "day": on})
    return value or ZERO
