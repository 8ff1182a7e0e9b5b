"""What inventory tells the rest of the house: facts, in the past tense, complete enough not to ask back.

Units: every ``qty_...`` or ``qty`` counts base units of the item; every ``..._amount`` is in the company's currency,
rounded to its minor unit. ``family_id`` is the item's family on that day.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from erp.kernel.events import Event


@dataclass(frozen=True)
class ItemFamilyActivated(Event):
    """An item family may from now on be bought and sold in the company."""

    document: ClassVar[str] = "family_id"
    family_id: UUID
    family_name: str


@dataclass(frozen=True)
class ReceivedLine:
    goods_receipt_line_id: UUID
    purchase_order_line_id: UUID
    item_id: UUID
    family_id: UUID
    qty: Decimal
    amount: Decimal  # what the goods are owed for: quantity at the purchase order's cost
    stock_amount: Decimal  # what entered inventory; differs from ``amount`` under standard cost only


@dataclass(frozen=True)
class GoodsReceived(Event):
    """Goods of a purchase order have arrived and are ours; the supplier has not billed them yet."""

    document: ClassVar[str] = "goods_receipt_id"
    goods_receipt_id: UUID
    number: str
    purchase_order_id: UUID
    supplier_id: UUID
    branch_id: UUID
    warehouse_id: UUID
    lines: tuple[ReceivedLine, ...]


@dataclass(frozen=True)
class ShippedLine:
    shipment_line_id: UUID
    demand_line_id: UUID
    origin_line_id: UUID  # the line that asked (a sales order line); inventory does not look inside
    item_id: UUID
    family_id: UUID
    qty: Decimal
    cost_amount: Decimal  # cost consumed


@dataclass(frozen=True)
class ShipmentConfirmed(Event):
    """The goods have left the dock; control has passed to the carrier."""

    document: ClassVar[str] = "shipment_id"
    shipment_id: UUID
    number: str
    origin_kind: str  # 'sales_order'
    origin_id: UUID
    branch_id: UUID
    warehouse_id: UUID
    lines: tuple[ShippedLine, ...]


@dataclass(frozen=True)
class ShipmentVoided(Event):
    """A shipment was taken back before the carrier had it: goods and cost stand where they stood."""

    document: ClassVar[str] = "shipment_id"
    shipment_id: UUID
    number: str
    origin_kind: str
    origin_id: UUID
    branch_id: UUID
    warehouse_id: UUID
    reason: str
    lines: tuple[ShippedLine, ...]  # as shipped; the cost amount is what came back


@dataclass(frozen=True)
class ReturnedLine:
    return_receipt_line_id: UUID
    origin_line_id: UUID  # the RMA line
    item_id: UUID
    family_id: UUID
    qty: Decimal
    cost_amount: Decimal  # cost at which the goods came back


@dataclass(frozen=True)
class ReturnReceived(Event):
    """Goods a customer sent back are here, in inspection, valued at what they originally cost."""

    document: ClassVar[str] = "return_receipt_id"
    return_receipt_id: UUID
    number: str
    origin_kind: str  # 'rma'
    origin_id: UUID
    branch_id: UUID
    warehouse_id: UUID
    lines: tuple[ReturnedLine, ...]


@dataclass(frozen=True)
class DisposedLine:
    return_receipt_line_id: UUID
    origin_line_id: UUID
    item_id: UUID
    family_id: UUID
    disposition: str  # restock, refurbish, scrap, return_to_supplier
    qty: Decimal
    cost_amount: Decimal  # value that left inventory: nothing for restock and refurbish


@dataclass(frozen=True)
class ReturnDispositioned(Event):
    """It is decided, and done, what becomes of returned goods."""

    document: ClassVar[str] = "return_receipt_id"
    return_receipt_id: UUID
    number: str
    origin_kind: str
    origin_id: UUID
    branch_id: UUID
    warehouse_id: UUID
    receipt_complete: bool  # nothing of this return receipt waits for a decision any more
    lines: tuple[DisposedLine, ...]


@dataclass(frozen=True)
class AdjustedLine:
    adjustment_line_id: UUID
    item_id: UUID
    family_id: UUID
    qty: Decimal  # signed
    amount: Decimal  # signed change of inventory value


@dataclass(frozen=True)
class StockAdjusted(Event):
    """Stock was found or lost: counted, written off or corrected, with a reason."""

    document: ClassVar[str] = "adjustment_id"
    adjustment_id: UUID
    number: str
    branch_id: UUID
    warehouse_id: UUID
    reason: str  # count, write_off, found, opening, ...: decides the offsetting account
    lines: tuple[AdjustedLine, ...]


@dataclass(frozen=True)
class TransferredLine:
    transfer_line_id: UUID
    item_id: UUID
    family_id: UUID
    qty: Decimal
    amount: Decimal  # value that moved between cost pools


@dataclass(frozen=True)
class TransferShipped(Event):
    """Goods left one warehouse for another of the same company; they are the destination's, in transit."""

    document: ClassVar[str] = "transfer_order_id"
    transfer_order_id: UUID
    number: str
    from_branch_id: UUID
    to_branch_id: UUID
    from_warehouse_id: UUID
    to_warehouse_id: UUID
    lines: tuple[TransferredLine, ...]


@dataclass(frozen=True)
class TransferReceived(Event):
    """Goods in transit arrived; what did not arrive was written off with the reason ``transfer_loss``."""

    document: ClassVar[str] = "transfer_order_id"
    transfer_order_id: UUID
    number: str
    to_branch_id: UUID
    to_warehouse_id: UUID
    lines: tuple[TransferredLine, ...]


@dataclass(frozen=True)
class AdjustedCostLine:
    goods_receipt_line_id: UUID
    item_id: UUID
    family_id: UUID
    warehouse_id: UUID
    branch_id: UUID
    amount: Decimal  # the whole late cost
    on_hand_amount: Decimal  # share that raises inventory
    sold_amount: Decimal  # share of goods already sold: cost of sales
    other_amount: Decimal  # share of goods scrapped, adjusted away or sent back
    variance_amount: Decimal = Decimal(0)  # under standard cost: all of it


@dataclass(frozen=True)
class ReceiptCostAdjusted(Event):
    """A cost of goods received became known after their receipt (freight, duty, price difference)."""

    document: ClassVar[str] = "adjustment_id"
    adjustment_id: UUID
    cause: str  # landed_cost, bill_price_difference
    origin_kind: str
    origin_id: UUID
    lines: tuple[AdjustedCostLine, ...]
