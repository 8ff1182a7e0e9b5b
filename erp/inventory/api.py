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
from erp.inventory.locations.queries import BinFacts, WarehouseFacts, bins, warehouse, warehouses
from erp.inventory.stock.queries import Availability, availability
from erp.inventory.valuation.queries import unit_costs

__all__ = [
    "Availability",
    "BinFacts",
    "ItemFacts",
    "ScannedItem",
    "UnitFactor",
    "WarehouseFacts",
    "availability",
    "bins",
    "items",
    "items_by_code",
    "search_items",
    "unit_costs",
    "unit_factors",
    "warehouse",
    "warehouses",
]
