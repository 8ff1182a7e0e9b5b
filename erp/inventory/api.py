"""What modules above inventory may ask and command: its table of contents.

Reading takes a session and sets of ids; a command takes a unit of work.
"""

from erp.inventory.adjustments.adjust_stock import AdjustmentLine, PostedAdjustment, adjust_stock
from erp.inventory.adjustments.revalue_stock import revalue_stock
from erp.inventory.adjustments.set_standard_cost import set_standard_cost
from erp.inventory.carriers.create_carrier import create_carrier
from erp.inventory.carriers.queries import CarrierFacts, carriers
from erp.inventory.catalog.activate_family import activate_family
from erp.inventory.catalog.add_lots import NewLot, add_lots
from erp.inventory.catalog.create_family import create_family
from erp.inventory.catalog.create_items import create_items
from erp.inventory.catalog.create_unit import create_unit
from erp.inventory.catalog.gtin import looks_like_gtin
from erp.inventory.catalog.lot_dates import LotDates, lot_dates
from erp.inventory.catalog.new_item import CompanyTerms, NewBarcode, NewItem, NewUnit
from erp.inventory.catalog.queries import (
    ItemFacts,
    ScannedItem,
    UnitFactor,
    items,
    items_by_code,
    search_items,
    unit_factors,
)
from erp.inventory.counting.enter_counts import CountedQuantity, enter_counts
from erp.inventory.counting.open_count import open_count
from erp.inventory.counting.post_count import post_count
from erp.inventory.fulfilment.allocate import allocate_demand
from erp.inventory.fulfilment.allocate_created import allocate_created
from erp.inventory.fulfilment.cancel import BeingPicked, cancel_demand
from erp.inventory.fulfilment.create import DemandRequest, create_demand
from erp.inventory.fulfilment.fill_backorders import fill_backorders
from erp.inventory.fulfilment.lock_demand import LockedDemand, lock_demand
from erp.inventory.landed_costs.record import RecordedCharge, record_landed_cost
from erp.inventory.locations.add_bins import NewBin, add_bins
from erp.inventory.locations.create_warehouse import create_warehouse
from erp.inventory.locations.queries import BinFacts, WarehouseFacts, bins, warehouse, warehouses
from erp.inventory.packing.pack import PackedCarton, pack_shipment
from erp.inventory.picking.cancel import cancel_picking
from erp.inventory.picking.confirm import Pick, PickResult, WrongLot, confirm_picks
from erp.inventory.picking.release import NothingToRelease, ReleasedWave, release_wave
from erp.inventory.purchasing.cost_lines import OrderedLine
from erp.inventory.purchasing.create_purchase_order import create_purchase_order
from erp.inventory.purchasing.queries import PurchaseOrderFacts, purchase_order
from erp.inventory.purchasing.submit_purchase_order import submit_purchase_order
from erp.inventory.put_away.put_away import PutAwayLine, put_away
from erp.inventory.put_away.rules.set_rule import set_put_away_rule
from erp.inventory.put_away.suggest_bins import suggest_bins
from erp.inventory.receiving.check_delivery import DeliveredLine
from erp.inventory.receiving.receive_goods import receive_goods
from erp.inventory.returns.cancel import cancel_expected_return
from erp.inventory.returns.decide import decide_return
from erp.inventory.returns.dispose import Disposal, dispose_return
from erp.inventory.returns.expect import NotReturnable, ReturnRequest, expect_return
from erp.inventory.returns.inspect import Finding, inspect_return
from erp.inventory.returns.models import CONDITIONS as RETURN_CONDITIONS
from erp.inventory.returns.models import DISPOSITIONS as RETURN_DISPOSITIONS
from erp.inventory.returns.receipt_lines import ReturnReceiptLineFacts, return_receipt_lines
from erp.inventory.returns.receive import ReceivedReturn, ReturnedGoods, receive_return
from erp.inventory.returns.waiting import (
    WaitingReturnLine,
    count_waiting_return_lines,
    find_waiting_return_line,
    next_waiting_return_line,
    waiting_return_line,
    waiting_return_lines,
)
from erp.inventory.shipping.confirm import ConfirmedShipment, confirm_shipment
from erp.inventory.shipping.hand_over import hand_over_shipment
from erp.inventory.shipping.unconfirmed import UnconfirmedShipments, unconfirmed_shipments
from erp.inventory.shipping.void import void_shipment
from erp.inventory.stock.card import stock_card
from erp.inventory.stock.queries import Availability, availability
from erp.inventory.stock.shortage import NotEnoughStock
from erp.inventory.substitutes.queries import OfferedInstead, substitutes
from erp.inventory.substitutes.set_substitutes import Substitute, set_substitutes
from erp.inventory.suppliers.agree_supplier_terms import agree_supplier_terms
from erp.inventory.suppliers.create_supplier import create_supplier
from erp.inventory.suppliers.queries import (
    search_suppliers,
    supplier,
    supplier_by_code,
    supplier_terms,
)
from erp.inventory.suppliers.set_item_suppliers import SuppliedItem, set_item_suppliers
from erp.inventory.transfers.create_transfer import TransferRequest, create_transfer
from erp.inventory.transfers.receive_transfer import ArrivedLine, receive_transfer
from erp.inventory.transfers.ship_transfer import ship_transfer
from erp.inventory.valuation.add_receipt_cost import LateCost, add_receipt_cost
from erp.inventory.valuation.arithmetic import PoolShort
from erp.inventory.valuation.landed_cost import ChargedLine, split_charge
from erp.inventory.valuation.queries import unit_costs
from erp.inventory.valuation.stock_value import value_by_item
from erp.inventory.valuation.value_at_hand import WarehouseValue, value_at_hand
from erp.inventory.valuation.value_on import stock_value_on

__all__ = [
    "RETURN_CONDITIONS",
    "RETURN_DISPOSITIONS",
    "AdjustmentLine",
    "ArrivedLine",
    "Availability",
    "BeingPicked",
    "BinFacts",
    "CarrierFacts",
    "ChargedLine",
    "CompanyTerms",
    "ConfirmedShipment",
    "CountedQuantity",
    "DeliveredLine",
    "DemandRequest",
    "Disposal",
    "Finding",
    "ItemFacts",
    "LateCost",
    "LockedDemand",
    "LotDates",
    "NewBarcode",
    "NewBin",
    "NewItem",
    "NewLot",
    "NewUnit",
    "NotEnoughStock",
    "NotReturnable",
    "NothingToRelease",
    "OfferedInstead",
    "OrderedLine",
    "PackedCarton",
    "Pick",
    "PickResult",
    "PoolShort",
    "PostedAdjustment",
    "PurchaseOrderFacts",
    "PutAwayLine",
    "ReceivedReturn",
    "RecordedCharge",
    "ReleasedWave",
    "ReturnReceiptLineFacts",
    "ReturnRequest",
    "ReturnedGoods",
    "ScannedItem",
    "Substitute",
    "SuppliedItem",
    "TransferRequest",
    "UnconfirmedShipments",
    "UnitFactor",
    "WaitingReturnLine",
    "WarehouseFacts",
    "WarehouseValue",
    "WrongLot",
    "activate_family",
    "add_bins",
    "add_lots",
    "add_receipt_cost",
    "adjust_stock",
    "agree_supplier_terms",
    "allocate_created",
    "allocate_demand",
    "availability",
    "bins",
    "cancel_demand",
    "cancel_expected_return",
    "cancel_picking",
    "carriers",
    "confirm_picks",
    "confirm_shipment",
    "count_waiting_return_lines",
    "create_carrier",
    "create_demand",
    "create_family",
    "create_items",
    "create_purchase_order",
    "create_supplier",
    "create_transfer",
    "create_unit",
    "create_warehouse",
    "decide_return",
    "dispose_return",
    "enter_counts",
    "expect_return",
    "fill_backorders",
    "find_waiting_return_line",
    "hand_over_shipment",
    "inspect_return",
    "items",
    "items_by_code",
    "lock_demand",
    "looks_like_gtin",
    "lot_dates",
    "next_waiting_return_line",
    "open_count",
    "pack_shipment",
    "post_count",
    "purchase_order",
    "put_away",
    "receive_goods",
    "receive_return",
    "receive_transfer",
    "record_landed_cost",
    "release_wave",
    "return_receipt_lines",
    "revalue_stock",
    "search_items",
    "search_suppliers",
    "set_item_suppliers",
    "set_put_away_rule",
    "set_standard_cost",
    "set_substitutes",
    "ship_transfer",
    "split_charge",
    "stock_card",
    "stock_value_on",
    "submit_purchase_order",
    "substitutes",
    "suggest_bins",
    "supplier",
    "supplier_by_code",
    "supplier_terms",
    "unconfirmed_shipments",
    "unit_costs",
    "unit_factors",
    "value_at_hand",
    "value_by_item",
    "void_shipment",
    "waiting_return_line",
    "waiting_return_lines",
    "warehouse",
    "warehouses",
]
