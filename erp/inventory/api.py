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
    "ItemFacts",
    "LockedDemand",
    "PackedCarton",
    "Pick",
    "PickResult",
    "ReleasedWave",
    "ScannedItem",
    "UnitFactor",
    "WarehouseFacts",
    "allocate_demand",
    "availability",
    "bins",
    "cancel_demand",
    "cancel_picking",
    "confirm_picks",
    "confirm_shipment",
    "create_demand",
    "demand_progress",
    "fill_backorders",
    "hand_over_shipment",
    "items",
    "items_by_code",
    "lock_demand",
    "pack_shipment",
    "release_wave",
    "search_items",
    "unit_costs",
    "unit_factors",
    "void_shipment",
    "warehouse",
    "warehouses",
]
