"""What customer relations tell the rest of the house."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from erp.kernel.events import Event


@dataclass(frozen=True)
class SalesOrderReleased(Event):
    """The company has accepted the order: goods are being allocated to it."""

    document: ClassVar[str] = "sales_order_id"
    sales_order_id: UUID
    number: str
    customer_id: UUID
    branch_id: UUID
    total_amount: Decimal  # order currency, tax included


@dataclass(frozen=True)
class SalesOrderHeld(Event):
    """The order waits for a decision of credit control."""

    document: ClassVar[str] = "sales_order_id"
    sales_order_id: UUID
    number: str
    customer_id: UUID
    branch_id: UUID
    reason: str
    exposure_amount: Decimal
    limit_amount: Decimal


@dataclass(frozen=True)
class FulfilledCharge:
    order_line_id: UUID
    qty: Decimal
    amount: Decimal


@dataclass(frozen=True)
class ChargesFulfilled(Event):
    """Charges or services of an order that no shipment will carry have been rendered."""

    document: ClassVar[str] = "fulfilment_id"
    fulfilment_id: UUID
    sales_order_id: UUID
    number: str
    customer_id: UUID
    branch_id: UUID
    lines: tuple[FulfilledCharge, ...]


@dataclass(frozen=True)
class RmaAuthorized(Event):
    """A customer may send goods back."""

    document: ClassVar[str] = "rma_id"
    rma_id: UUID
    number: str
    customer_id: UUID
    branch_id: UUID
