"""What stock was worth on a day, by item or by item and warehouse, straight from the cost ledger."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Numeric, Select, case, cast, func, select

from erp.inventory.catalog.models import Item, ItemCompany, ItemFamily
from erp.inventory.locations.models import Warehouse
from erp.inventory.stock.own_stock_on import own_stock_on
from erp.inventory.valuation.models import CostEntry


def value_by_item(company_id: UUID, on: date) -> Select[Any]:
    """Quantity and value of each item at the end of a day; the values add up to the books' inventory accounts."""
    qty, value = func.sum(CostEntry.qty), func.sum(CostEntry.amount)
    sums = (
        select(CostEntry.item_id, qty.label("qty"), value.label("value"))
        .where(CostEntry.company_id == company_id, CostEntry.occurred_on <= on)
        .group_by(CostEntry.item_id)
        .having((qty != 0) | (value != 0))
        .subquery("sums")
    )
    found: Select[Any] = (
        select(
            Item.id,
            Item.sku,
            Item.description,
            ItemFamily.name.label("family_name"),
            ItemCompany.costing_method,
            sums.c.qty,
            sums.c.value,
            case((sums.c.qty != 0, cast(sums.c.value / sums.c.qty, Numeric(18, 6)))).label("unit_cost"),
        )
        .join(sums, sums.c.item_id == Item.id)
        .join(ItemFamily, ItemFamily.id == Item.family_id)
        .join(ItemCompany, (ItemCompany.item_id == Item.id) & (ItemCompany.company_id == company_id))
    )
    return found


def value_by_warehouse(company_id: UUID, on: date, minor_units: int) -> Select[Any]:
    """The same by warehouse: where the company keeps one cost, each warehouse has its share by quantity.

    Rounding: each share half up to the minor unit, so that shares may differ from the item's value by a cent.
    """
    held = own_stock_on(company_id, on).subquery("held")
    by_place = (
        select(CostEntry.item_id, CostEntry.warehouse_id, func.sum(CostEntry.amount).label("value"))
        .where(CostEntry.company_id == company_id, CostEntry.occurred_on <= on)
        .group_by(CostEntry.item_id, CostEntry.warehouse_id)
        .subquery("by_place")
    )
    by_item = (
        select(
            CostEntry.item_id, func.sum(CostEntry.qty).label("qty"), func.sum(CostEntry.amount).label("value")
        )
        .where(CostEntry.company_id == company_id, CostEntry.occurred_on <= on)
        .group_by(CostEntry.item_id)
        .subquery("by_item")
    )
    share = func.round(by_item.c.value * held.c.qty / func.nullif(by_item.c.qty, 0), minor_units)
    value = case((ItemCompany.cost_pool_scope == "warehouse", by_place.c.value), else_=share)
    found: Select[Any] = (
        select(
            Item.id,
            Item.sku,
            Item.description,
            Warehouse.code.label("warehouse_code"),
            held.c.warehouse_id,
            ItemCompany.costing_method,
            held.c.qty,
            func.coalesce(value, 0).label("value"),
            case((held.c.qty != 0, cast(value / held.c.qty, Numeric(18, 6)))).label("unit_cost"),
        )
        .join(held, held.c.item_id == Item.id)
        .join(Warehouse, Warehouse.id == held.c.warehouse_id)
        .join(ItemCompany, (ItemCompany.item_id == Item.id) & (ItemCompany.company_id == company_id))
        .outerjoin(by_item, by_item.c.item_id == Item.id)
        .outerjoin(
            by_place, (by_place.c.item_id == Item.id) & (by_place.c.warehouse_id == held.c.warehouse_id)
        )
    )
    return found
