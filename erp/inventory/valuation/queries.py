"""Reading cost: what items cost now, and where the figure comes from."""

from collections.abc import Collection
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.inventory.valuation.pools import LAST_UNIT_COST
from erp.kernel.money import round_unit

_UNIT_COSTS = text(
    "SELECT c.item_id, c.costing_method, c.standard_unit_cost, p.qty, p.value, "  # noqa: S608
    f"  CASE WHEN p.qty = 0 THEN ({LAST_UNIT_COST}) END AS last_unit_cost "
    "FROM inventory.item_company c "
    "LEFT JOIN LATERAL ("
    "  SELECT (array_agg(o.id ORDER BY o.id DESC))[1] AS id, sum(o.qty) AS qty, sum(o.value) AS value "
    "  FROM inventory.cost_pool o WHERE o.item_id = c.item_id AND o.company_id = c.company_id "
    "    AND (c.cost_pool_scope = 'lot' OR o.warehouse_id IS NOT DISTINCT FROM "
    "      CASE WHEN c.cost_pool_scope = 'warehouse' THEN CAST(:warehouse_id AS uuid) END)) AS p ON true "
    "WHERE c.company_id = :company_id AND c.item_id = ANY(CAST(:items AS uuid[]))"
)


def unit_costs(
    session: Session, company_id: UUID, item_ids: Collection[UUID], warehouse_id: UUID | None = None
) -> dict[UUID, Decimal]:
    """The present unit cost of items in a company (or one of its warehouses, where costs are kept so).

    Where each lot has a cost of its own it is their mean. Where nothing is on hand it is the last one known; items
    never received and without a standard are left out.
    """
    if not item_ids:
        return {}
    costs: dict[UUID, Decimal] = {}
    params = {"company_id": company_id, "items": list(item_ids), "warehouse_id": warehouse_id}
    for row in session.execute(_UNIT_COSTS, params):
        if row.costing_method == "standard":
            costs[row.item_id] = row.standard_unit_cost
        elif row.qty:
            costs[row.item_id] = round_unit(row.value / row.qty)
        elif row.last_unit_cost is not None:
            costs[row.item_id] = row.last_unit_cost
    return costs
