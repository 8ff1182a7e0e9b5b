"""Open items for a document: the amounts it makes due, each on its day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.finance.open_items.models import OpenItem
from erp.finance.open_items.state import OpenItemState
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class NewOpenItem:
    """An amount that becomes due; negative where it is in the other party's favour."""

    side: str
    kind: str
    party_id: UUID
    branch_id: UUID
    document_id: UUID
    number: str
    currency: str
    amount: Decimal
    posted_on: date
    due_on: date
    instalment: int = 1
    discount_until: date | None = None
    discount_amount: Decimal = ZERO


def open_items(work: UnitOfWork, company_id: UUID, items: Sequence[NewOpenItem]) -> list[OpenItemState]:
    """Record what became due; amounts of zero open nothing.

    Effects: the caller posts the same amounts to the control account in this transaction.
    """
    states = []
    rows: list[dict[str, object]] = []
    for item in items:
        if item.amount == 0:
            continue
        discount_until = item.discount_until if item.discount_amount else None
        state = OpenItemState(
            id=new_id(), company_id=company_id, branch_id=item.branch_id, side=item.side,
            party_id=item.party_id, kind=item.kind, document_id=item.document_id, number=item.number,
            currency=item.currency, original_amount=item.amount, balance_amount=item.amount,
            posted_on=item.posted_on, due_on=item.due_on, discount_until=discount_until,
            discount_amount=item.discount_amount,
        )
        row = dict(vars(state)) | {"instalment": item.instalment}
        party_id = row.pop("party_id")
        row["customer_id"] = party_id if item.side == "receivable" else None
        row["supplier_id"] = party_id if item.side == "payable" else None
        states.append(state)
        rows.append(row)
    insert_rows(work, OpenItem, rows)
    return states
