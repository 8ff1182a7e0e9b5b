"""Record the numbers under which a customer knows our items."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from erp.crm.customers.lock_customer import lock_customer
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class NumberOfCustomer:
    """One number of the customer's own, the item it means, and the customer's words for it."""

    item_id: UUID
    customer_sku: str
    description: str = ""


def set_customer_items(work: UnitOfWork, customer_id: UUID, numbers: Sequence[NumberOfCustomer]) -> None:
    """Keep these numbers; one the customer already had now means the item given. Three executions for any number.

    Raises: NotFound; Refused for an empty number, or one given twice.
    """
    work.require("crm.customer.change")
    cleaned = [number.customer_sku.strip().upper() for number in numbers]
    if not all(cleaned):
        raise Refused("Enter the customer's number.", field="lines-0-customer_sku")
    for place, sku in enumerate(cleaned):
        if sku in cleaned[:place]:
            raise Refused("%(sku)s is entered twice.", field=f"lines-{place}-customer_sku", sku=sku)
    lock_customer(work, customer_id)
    work.execute(
        text("""INSERT INTO crm.customer_item AS c (id, customer_id, item_id, customer_sku, description)
                SELECT n.id, :customer, n.item_id, n.customer_sku, n.description
                FROM unnest(CAST(:ids AS uuid[]), CAST(:items AS uuid[]), CAST(:skus AS text[]),
                            CAST(:descriptions AS text[])) AS n(id, item_id, customer_sku, description)
                ON CONFLICT (customer_id, customer_sku)
                DO UPDATE SET item_id = excluded.item_id, description = excluded.description"""),
        {
            "customer": customer_id,
            "ids": [new_id() for _ in numbers],
            "items": [number.item_id for number in numbers],
            "skus": cleaned,
            "descriptions": [number.description.strip() for number in numbers],
        },
    )


def drop_customer_item(work: UnitOfWork, customer_id: UUID, customer_item_id: UUID) -> None:
    """Forget a number; the audit trail keeps that it was. Dropping it twice changes nothing."""
    work.require("crm.customer.change")
    lock_customer(work, customer_id)
    work.execute(
        text("DELETE FROM crm.customer_item WHERE id = :id AND customer_id = :customer"),
        {"id": customer_item_id, "customer": customer_id},
    )
