"""What the stock of each warehouse is worth now, from the pools and balances that are kept up to date."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_VALUE = text("""
    WITH held AS (
        SELECT item_id, warehouse_id, sum(qty_on_hand) AS qty FROM inventory.stock_balance
        WHERE company_id = :company AND owner_id IS NULL GROUP BY item_id, warehouse_id HAVING sum(qty_on_hand) <> 0
    ), by_place AS (
        SELECT item_id, warehouse_id, sum(value) AS value FROM inventory.cost_pool
        WHERE company_id = :company AND warehouse_id IS NOT NULL GROUP BY item_id, warehouse_id
    ), by_item AS (
        SELECT item_id, sum(qty) AS qty, sum(value) AS value FROM inventory.cost_pool
        WHERE company_id = :company GROUP BY item_id
    )
    SELECT w.id, w.code, w.name, coalesce(sum(CASE ic.cost_pool_scope WHEN 'warehouse' THEN p.value
           ELSE round(i.value * h.qty / nullif(i.qty, 0), :minor_units) END), 0) AS value
    FROM inventory.warehouse w
    JOIN held h ON h.warehouse_id = w.id
    JOIN inventory.item_company ic ON ic.item_id = h.item_id AND ic.company_id = :company
    LEFT JOIN by_item i ON i.item_id = h.item_id
    LEFT JOIN by_place p ON p.item_id = h.item_id AND p.warehouse_id = h.warehouse_id
    WHERE w.company_id = :company
    GROUP BY w.id ORDER BY value DESC, w.code""")


@dataclass(frozen=True)
class WarehouseValue:
    """One warehouse. Units: company currency."""

    warehouse_id: UUID
    code: str
    name: str
    value: Decimal


def value_at_hand(session: Session, company_id: UUID, minor_units: int) -> list[WarehouseValue]:
    """The value of each warehouse's own stock now: today's total of the report of stock value by warehouse.

    Rounding: as in that report, each item's share of a company-wide pool half up to the minor unit.
    """
    rows = session.execute(_VALUE, {"company": company_id, "minor_units": minor_units})
    return [WarehouseValue(*row) for row in rows]
