"""What modules above inventory may ask and command: its table of contents.

Reading takes a session and sets of ids; a command takes a unit of work.
"""

from erp.inventory.catalog.queries import (
    ItemFacts,
    ScannedItem,
    UnitFactor,
    items,
    items_by_code,
    search_items,
    unit_factors,
)
from erp.inventory.fulfilment.allocate import allocate_demand
from erp.inventory.fulfilment.cancel import BeingPicked, cancel_demand
from erp.inventory.fulfilment.create import DemandRequest, create_demand
from erp.inventory.fulfilment.fill_backorders import fill_backorders
from erp.inventory.fulfilment.lock_demand import LockedDemand, lock_demand
from erp.inventory.fulfilment.queries import DemandProgress, demand_progress
from erp.inventory.locations.queries import BinFacts, WarehouseFacts, bins, warehouse, warehouses
from erp.inventory.packing.pack import PackedCarton, pack_shipment
from erp.inventory.picking.cancel import cancel_picking
from erp.inventory.picking.confirm import Pick, PickResult, confirm_picks
from erp.inventory.picking.release import ReleasedWave, release_wave
from erp.inventory.returns.cancel import cancel_expected_return
from erp.inventory.returns.dispose import Disposal, dispose_return
from erp.inventory.returns.expect import NotReturnable, ReturnRequest, expect_return
from erp.inventory.returns.inspect import Finding, inspect_return
from erp.inventory.returns.receive import ReceivedReturn, ReturnedGoods, receive_return
from erp.inventory.shipping.confirm import ConfirmedShipment, confirm_shipment
from erp.inventory.shipping.hand_over import hand_over_shipment
from erp.inventory.shipping.void import void_shipment
from erp.inventory.stock.queries import Availability, availability
from erp.inventory.valuation.queries import unit_costs

__all__ = [
    "Availability",
    "BeingPicked",
    "BinFacts",
    "ConfirmedShipment",
    "DemandProgress",
    "DemandRequest",
    "Disposal",
    "Finding",
    "ItemFacts",
    "LockedDemand",
    "NotReturnable",
    "PackedCarton",
    "Pick",
    "PickResult",
    "ReceivedReturn",
    "ReleasedWave",
    "ReturnRequest",
    "ReturnedGoods",
    "ScannedItem",
    "UnitFactor",
    "WarehouseFacts",
    "allocate_demand",
    "availability",
    "bins",
    "cancel_demand",
    "cancel_expected_return",
    "cancel_picking",
    "confirm_picks",
    "confirm_shipment",
    "create_demand",
    "demand_progress",
    "dispose_return",
    "expect_return",
    "fill_backorders",
    "hand_over_shipment",
    "inspect_return",
    "items",
    "items_by_code",
    "lock_demand",
    "pack_shipment",
    "receive_return",
    "release_wave",
    "search_items",
    "unit_costs",
    "unit_factors",
    "void_shipment",
    "warehouse",
    "warehouses",
]
