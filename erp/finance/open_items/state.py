"""An open item as a step works with it: read once under the lock, then carried in memory."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.finance.open_items.models import OpenItem
from erp.kernel.errors import NotFound
from erp.kernel.rows import lock_rows
from erp.kernel.unit_of_work import UnitOfWork

COLUMNS = (
    "id", "company_id", "branch_id", "side", "party_id", "kind", "document_id", "number", "currency",
    "original_amount", "balance_amount", "posted_on", "due_on", "discount_until", "discount_amount",
)


@dataclass(frozen=True)
class OpenItemState:
    """One open item under its lock."""

    id: UUID
    company_id: UUID
    branch_id: UUID
    side: str
    party_id: UUID
    kind: str
    document_id: UUID
    number: str
    currency: str
    original_amount: Decimal
    balance_amount: Decimal
    posted_on: date
    due_on: date
    discount_until: date | None
    discount_amount: Decimal


def lock_open_items(work: UnitOfWork, item_ids: Collection[UUID]) -> dict[UUID, OpenItemState]:
    """Lock open items in id order and read them.

    Raises: NotFound where one of them does not exist.
    """
    wanted = set(item_ids)
    rows = lock_rows(work, OpenItem, wanted, COLUMNS)
    if len(rows) != len(wanted):
        raise NotFound("One of the open items does not exist. Open the list again and choose from it.")
    return {row.id: OpenItemState(**row._mapping) for row in rows}
