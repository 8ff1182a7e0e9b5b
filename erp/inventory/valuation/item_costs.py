"""Why an item costs what it costs: its pools, the receipts still in them, and what changed their value lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from erp.inventory.valuation.sources import JOINED, NUMBER


@dataclass(frozen=True)
class ItemCosts:
    """The pools of an item in a company, their open layers oldest first, and the latest cost entries."""

    pools: Sequence[Row[Any]]
    layers: Sequence[Row[Any]]
    entries: Sequence[Row[Any]]

    @property
    def value(self) -> Decimal:
        return sum((pool.value for pool in self.pools), Decimal(0))


_POOLS = text(
    "SELECT p.id, p.warehouse_id, p.lot_id, w.code AS warehouse_code, t.code AS lot_code, p.qty, p.value, "
    "  coalesce(t.code, w.code, o.name) AS name, "
    "  CASE WHEN p.qty > 0 THEN round(p.value / p.qty, 6) END AS unit_cost "
    "FROM inventory.cost_pool p LEFT JOIN inventory.warehouse w ON w.id = p.warehouse_id "
    "JOIN organization.company o ON o.id = p.company_id "
    "LEFT JOIN inventory.lot t ON t.id = p.lot_id "
    "WHERE p.company_id = :company_id AND p.item_id = :item_id AND (p.lot_id IS NULL OR p.qty > 0) "
    "ORDER BY w.code NULLS FIRST, t.code NULLS FIRST LIMIT 200"
)
_LAYERS = text(
    f"SELECT y.id, y.source_line_id, y.received_on, y.source_kind, {NUMBER}, w.code AS warehouse_code, "  # noqa: S608
    "  lot.code AS lot_code, y.qty_received, y.qty_remaining, y.unit_cost, y.value_remaining, g.id AS goods_receipt_id "
    "FROM inventory.cost_layer y JOIN inventory.cost_pool p ON p.id = y.pool_id "
    "LEFT JOIN inventory.lot lot ON lot.id = p.lot_id "
    f"LEFT JOIN inventory.warehouse w ON w.id = p.warehouse_id {JOINED.format('y')}"
    "WHERE p.company_id = :company_id AND p.item_id = :item_id AND y.is_open "
    "ORDER BY w.code NULLS FIRST, y.queue_id, y.id LIMIT 100"
)
_ENTRIES = text(
    f"SELECT y.id, y.source_line_id, y.occurred_on, y.kind, {NUMBER}, w.code AS warehouse_code, y.qty, y.amount "  # noqa: S608
    "FROM (SELECT e.* FROM inventory.cost_entry e JOIN inventory.cost_pool p ON p.id = e.pool_id "
    "  WHERE p.company_id = :company_id AND p.item_id = :item_id ORDER BY e.id DESC LIMIT 20) AS y "
    f"JOIN inventory.warehouse w ON w.id = y.warehouse_id {JOINED.format('y')} ORDER BY y.id DESC"
)


def item_costs(session: Session, company_id: UUID, item_id: UUID) -> ItemCosts:
    """What the item is worth in the company and where that value came from; three reads."""
    of_item = {"company_id": company_id, "item_id": item_id}
    return ItemCosts(
        session.execute(_POOLS, of_item).all(),
        session.execute(_LAYERS, of_item).all(),
        session.execute(_ENTRIES, of_item).all(),
    )
