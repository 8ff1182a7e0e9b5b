"""Note what finance knows of a customer's debt: billed, or shipped and not billed yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from erp.crm.credit.models import ExposureEntry
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Exposure:
    """A signed change of a customer's debt, company currency, tax included; ``source_id`` names the document."""

    company_id: UUID
    customer_id: UUID
    amount: Decimal
    kind: str  # receivable, unbilled
    source_id: UUID


def append_exposure(work: UnitOfWork, entries: Sequence[Exposure]) -> None:
    """Append the changes; a debt paid or billed is a change with the opposite sign, never an update."""
    insert_rows(
        work,
        ExposureEntry,
        [
            {
                "id": new_id(),
                "company_id": entry.company_id,
                "customer_id": entry.customer_id,
                "kind": entry.kind,
                "amount": entry.amount,
                "source_id": entry.source_id,
                "recorded_at": work.now,
            }
            for entry in entries
            if entry.amount
        ],
    )
