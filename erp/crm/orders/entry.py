"""What a sales order is entered with, before anything is looked up."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from erp.crm.pricing.entry import LineEntry


@dataclass(frozen=True)
class OrderEntry:
    """An order as entered; what is left empty comes from the customer's terms with the company."""

    company_id: UUID
    branch_id: UUID
    warehouse_id: UUID
    customer_id: UUID
    ordered_on: date
    lines: tuple[LineEntry, ...]
    ship_to_id: UUID | None = None
    requested_on: date | None = None
    channel: str = "inside_sales"
    customer_reference: str = ""
    instructions: str = ""
    priority: int = 100
    payment_term_id: UUID | None = None
    salesperson_id: UUID | None = None
    billing_mode: str | None = None
    quote_id: UUID | None = None
    coupons: str = ""  # codes the customer names, apart by spaces or commas


@dataclass(frozen=True)
class OrderOutcome:
    """What became of an order: its number and the decision about it."""

    id: UUID
    number: str
    decision: str
    version: int
