"""How much of our own was in each warehouse at the end of a day, from the stock ledger."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from erp.inventory.stock.models import StockMovement


def own_stock_on(company_id: UUID, on: date) -> Select[Any]:
    """Item, warehouse and quantity (goods in transit are the destination's); nothing where there was nothing."""
    qty = func.sum(StockMovement.qty)
    held: Any = (
        select(StockMovement.item_id, StockMovement.warehouse_id, qty.label("qty"))
        .where(
            StockMovement.company_id == company_id,
            StockMovement.occurred_on <= on,
            StockMovement.owner_id.is_(None),
        )
        .group_by(StockMovement.item_id, StockMovement.warehouse_id)
        .having(qty != 0)
    )
    found: Select[Any] = held
    return found
