"""What a quote is entered with."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.crm.pricing.entry import LineEntry


@dataclass(frozen=True)
class QuoteEntry:
    """A quote as entered; without ``valid_until`` it is valid as long as the company's setting says."""

    company_id: UUID
    branch_id: UUID
    warehouse_id: UUID
    customer_id: UUID
    quoted_on: date
    lines: tuple[LineEntry, ...]
    ship_to_id: UUID | None = None
    contact_id: UUID | None = None
    valid_until: date | None = None
    requested_on: date | None = None
    salesperson_id: UUID | None = None
    customer_reference: str = ""
    note: str = ""


@dataclass(frozen=True)
class PriceChange:
    """How the price of a line moved between two revisions, per entered unit and over the line."""

    position: int
    description: str
    old_net_price: Decimal
    new_net_price: Decimal
    old_amount: Decimal
    new_amount: Decimal


@dataclass(frozen=True)
class QuoteOutcome:
    """What became of a quote, and which prices moved."""

    id: UUID
    number: str
    revision: int
    decision: str
    changes: tuple[PriceChange, ...] = ()
