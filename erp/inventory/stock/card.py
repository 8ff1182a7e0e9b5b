"""The stock card: every movement of an item with the balance after it, as of any date."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select

from erp.inventory.catalog.models import Lot
from erp.inventory.locations.models import Bin, Warehouse
from erp.inventory.stock.models import StockMovement


def stock_card(
    company_id: UUID, item_id: UUID, *, warehouse_ids: Collection[UUID], until: date | None = None
) -> Select[Any]:
    """The movements of an item in some warehouses by business date, each with what was on hand after it.

    On hand counts the goods in the building: those in transit show their movement and leave the balance as it is.
    """
    in_building = case((StockMovement.status == "in_transit", 0), else_=StockMovement.qty)
    moved = (
        select(
            StockMovement.id,
            StockMovement.occurred_on,
            StockMovement.recorded_at,
            StockMovement.kind,
            StockMovement.warehouse_id,
            StockMovement.bin_id,
            StockMovement.lot_id,
            StockMovement.status,
            StockMovement.qty,
            func.sum(in_building)
            .over(order_by=(StockMovement.occurred_on, StockMovement.id))
            .label("qty_after"),
            StockMovement.source_kind,
            StockMovement.source_id,
            StockMovement.actor,
        )
        .where(
            StockMovement.company_id == company_id,
            StockMovement.item_id == item_id,
            StockMovement.warehouse_id.in_(warehouse_ids),
        )
    )
    if until is not None:
        moved = moved.where(StockMovement.occurred_on <= until)
    card = moved.subquery("card")
    found: Select[Any] = (
        select(card, Warehouse.code.label("warehouse_code"), Bin.code.label("bin_code"), Lot.code.label("lot_code"))
        .join(Warehouse, Warehouse.id == card.c.warehouse_id)
        .join(Bin, Bin.id == card.c.bin_id)
        .outerjoin(Lot, Lot.id == card.c.lot_id)
    )
    return found
