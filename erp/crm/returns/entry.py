"""What a return authorization is entered with."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True)
class RmaLineEntry:
    """A quantity (base units) that may come back, for a reason.

    With ``original_shipment_line_id`` item and price are those of the sale; without it ``item_id`` and ``unit_price``
    (per base unit, net) are needed.
    """

    qty: Decimal
    reason: str
    original_shipment_line_id: UUID | None = None
    item_id: UUID | None = None
    unit_price: Decimal | None = None
    note: str = ""


@dataclass(frozen=True)
class RmaEntry:
    """A return authorization as entered."""

    company_id: UUID
    branch_id: UUID
    warehouse_id: UUID
    customer_id: UUID
    authorized_on: date
    lines: tuple[RmaLineEntry, ...]
    restocking_fee_percent: Decimal = Decimal(0)
    valid_until: date | None = None
    customer_reference: str = ""
    note: str = ""


@dataclass(frozen=True)
class RmaOutcome:
    """What became of a return authorization."""

    id: UUID
    number: str
    decision: str
