"""Read dunning: levels, reminders, and the customers who are left alone."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session

from erp.finance.dunning.models import DunningLevel, DunningNotice
from erp.finance.open_items.models import OpenItem
from erp.kernel.db import Base

_BLOCKS = text("""
    SELECT b.customer_id, c.code, c.name, b.reason, b.until
      FROM finance.dunning_block b JOIN crm.customer c ON c.id = b.customer_id
     WHERE b.company_id = :company ORDER BY c.code COLLATE "C"
""")


def dunning_levels(session: Session, company_id: UUID) -> list[DunningLevel]:
    """The levels, in their order."""
    found = select(DunningLevel).where(DunningLevel.company_id == company_id).order_by(DunningLevel.level)
    return list(session.scalars(found))


def dunning_blocks(session: Session, company_id: UUID) -> list[Row[Any]]:
    """Customers who are not reminded, and why."""
    return list(session.execute(_BLOCKS, {"company": company_id}))


def reminders_statement(company_id: UUID) -> Any:
    """Every reminder with its customer and invoice, for the list."""
    customer: Any = Base.metadata.tables["crm.customer"]
    notice = DunningNotice
    return (
        select(
            notice.id, customer.c.name.label("customer"), notice.customer_id, OpenItem.number, notice.level,
            notice.status, notice.overdue_days, notice.open_amount, notice.fee_amount, notice.proposed_on,
            notice.sent_on,
        )
        .join(OpenItem, OpenItem.id == notice.open_item_id)
        .join(customer, customer.c.id == notice.customer_id)
        .where(notice.company_id == company_id)
    )
