"""Read customers' own item numbers."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from erp.crm.customer_items.models import CustomerItem
from erp.kernel.db import Base


def items_of_numbers(session: Session, customer_id: UUID, codes: Collection[str]) -> dict[str, UUID]:
    """The items that a customer's own numbers mean, by the number as given; unknown ones are left out."""
    wanted = {code: code.strip().upper() for code in codes if code.strip()}
    if not wanted:
        return {}
    rows = session.execute(
        text("""SELECT customer_sku, item_id FROM crm.customer_item
                WHERE customer_id = :customer AND customer_sku = ANY(CAST(:skus AS text[]))"""),
        {"customer": customer_id, "skus": sorted(set(wanted.values()))},
    )
    known = {row.customer_sku: row.item_id for row in rows}
    return {code: known[sku] for code, sku in wanted.items() if sku in known}


def customer_items_statement(customer_id: UUID) -> Any:
    """A customer's numbers with the items they mean, for a list."""
    item: Any = Base.metadata.tables["inventory.item"]
    return (
        select(
            CustomerItem.id,
            CustomerItem.customer_sku,
            CustomerItem.description.label("customer_description"),
            CustomerItem.item_id,
            item.c.sku,
            item.c.description,
            item.c.status,
        )
        .join(item, item.c.id == CustomerItem.item_id)
        .where(CustomerItem.customer_id == customer_id)
    )
