"""Lock cost pools, read the layers a step needs, and write both back: each in one execution."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, text

from erp.inventory.valuation.arithmetic import LayerState, PoolState
from erp.inventory.valuation.models import CostLayer, CostPool
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import update_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization import api as organization


class CostKey(NamedTuple):
    """The goods of a line: whose, what, where, of which lot. Which pool that is depends on the item's scope."""

    company_id: UUID
    item_id: UUID
    warehouse_id: UUID
    lot_id: UUID | None = None


_KEYS = (
    "unnest(CAST(:companies AS uuid[]), CAST(:items AS uuid[]), CAST(:warehouses AS uuid[]), CAST(:lots AS uuid[])) "
    "AS k(company_id, item_id, warehouse_id, lot_id)"
)
_POOL_WAREHOUSE = "CASE WHEN c.cost_pool_scope = 'warehouse' THEN k.warehouse_id END"
_POOL_LOT = "CASE WHEN c.cost_pool_scope = 'lot' THEN k.lot_id END"
_INSERT_POOLS = text(
    "INSERT INTO inventory.cost_pool (id, company_id, item_id, warehouse_id, lot_id) "  # noqa: S608
    "SELECT k.id, k.company_id, k.item_id, k.pool_warehouse_id, k.pool_lot_id FROM ("
    f"  SELECT DISTINCT ON (k.item_id, k.company_id, {_POOL_WAREHOUSE}, {_POOL_LOT}) k.new_id AS id, k.company_id, "
    f"    k.item_id, {_POOL_WAREHOUSE} AS pool_warehouse_id, {_POOL_LOT} AS pool_lot_id "
    "  FROM unnest(CAST(:ids AS uuid[]), CAST(:companies AS uuid[]), CAST(:items AS uuid[]), "
    "    CAST(:warehouses AS uuid[]), CAST(:lots AS uuid[])) AS k(new_id, company_id, item_id, warehouse_id, lot_id) "
    "  JOIN inventory.item_company c ON c.item_id = k.item_id AND c.company_id = k.company_id "
    f"  ORDER BY k.item_id, k.company_id, {_POOL_WAREHOUSE}, {_POOL_LOT}) AS k "
    "ON CONFLICT DO NOTHING"
)
_LOCK_POOLS = text(
    "SELECT k.company_id, k.item_id, k.warehouse_id, k.lot_id, p.id, p.qty, p.value, "  # noqa: S608
    "  p.warehouse_id AS pool_warehouse_id, p.lot_id AS pool_lot_id, c.costing_method, "
    "  c.standard_unit_cost, i.family_id "
    f"FROM {_KEYS} "
    "JOIN inventory.item i ON i.id = k.item_id "
    "JOIN inventory.item_company c ON c.item_id = k.item_id AND c.company_id = k.company_id "
    "JOIN inventory.cost_pool p ON p.item_id = k.item_id AND p.company_id = k.company_id "
    f"  AND p.warehouse_id IS NOT DISTINCT FROM {_POOL_WAREHOUSE} AND p.lot_id IS NOT DISTINCT FROM {_POOL_LOT} "
    "ORDER BY p.id FOR NO KEY UPDATE OF p"
)
_LOCK_ITEM_POOLS = text(
    "SELECT p.company_id, p.item_id, p.id, p.qty, p.value, p.warehouse_id AS pool_warehouse_id, "
    "  p.lot_id AS pool_lot_id, c.costing_method, c.standard_unit_cost, i.family_id "
    "FROM unnest(CAST(:companies AS uuid[]), CAST(:items AS uuid[])) AS k(company_id, item_id) "
    "JOIN inventory.item i ON i.id = k.item_id "
    "JOIN inventory.item_company c ON c.item_id = k.item_id AND c.company_id = k.company_id "
    "JOIN inventory.cost_pool p ON p.item_id = k.item_id AND p.company_id = k.company_id "
    "ORDER BY p.id FOR NO KEY UPDATE OF p"
)
# The order in which layers are used up: the oldest first, the newest first, or the dearest first.
_TURN = (
    "CASE WHEN n.method = 'highest_cost' THEN value_remaining / qty_remaining END DESC NULLS LAST, "
    "CASE WHEN n.method = 'lifo' THEN queue_id END DESC NULLS LAST, queue_id, id"
)
_LAYERS = text(
    "SELECT l.id, l.pool_id, l.qty_remaining, l.value_remaining "  # noqa: S608
    "FROM unnest(CAST(:pools AS uuid[]), CAST(:quantities AS numeric[]), CAST(:methods AS text[])) "
    "  AS n(pool_id, qty, method) "
    "CROSS JOIN LATERAL ("
    "  SELECT id, pool_id, qty_remaining, value_remaining, "
    f"    row_number() OVER (ORDER BY {_TURN}) AS turn, sum(qty_remaining) OVER (ORDER BY {_TURN}) - qty_remaining "
    "      AS before "
    "  FROM inventory.cost_layer WHERE pool_id = n.pool_id AND is_open) AS l "
    "WHERE l.before < n.qty "
    "ORDER BY l.pool_id, l.turn"
)
_NOT_SET_UP = text(
    "SELECT i.sku, c.item_id IS NOT NULL AS set_up FROM inventory.item i "
    "LEFT JOIN inventory.item_company c ON c.item_id = i.id AND c.company_id = :company_id "
    "WHERE i.id = :item_id"
)
# An averaged pool that is empty gave out, since goods last came in, exactly what it was worth then: the mean of those
# issues is its last average, free of the rounding of any one of them.
LAST_UNIT_COST = """
SELECT CASE WHEN c.costing_method IN ('fifo', 'lifo', 'highest_cost') THEN layer.unit_cost
            ELSE coalesce(mean.unit_cost, layer.unit_cost) END
FROM (SELECT y.unit_cost FROM inventory.cost_layer y WHERE y.pool_id = p.id ORDER BY y.id DESC LIMIT 1) AS layer
LEFT JOIN (
    SELECT round(sum(e.amount) / sum(e.qty), 6) AS unit_cost
    FROM inventory.cost_entry e
    WHERE e.pool_id = p.id AND e.qty < 0 AND e.id > (
        SELECT f.id FROM inventory.cost_entry f WHERE f.pool_id = p.id AND f.qty > 0 ORDER BY f.id DESC LIMIT 1)
) AS mean ON true
"""
_LAST_UNIT_COSTS = text(
    f"SELECT p.id AS pool_id, coalesce(({LAST_UNIT_COST}), "  # noqa: S608
    "  CASE WHEN p.lot_id IS NOT NULL THEN (SELECT round(sum(o.value) / nullif(sum(o.qty), 0), 6) "
    "    FROM inventory.cost_pool o WHERE o.item_id = p.item_id AND o.company_id = p.company_id) END) AS unit_cost "
    "FROM inventory.cost_pool p "
    "JOIN inventory.item_company c ON c.item_id = p.item_id AND c.company_id = p.company_id "
    "WHERE p.id = ANY(CAST(:pools AS uuid[]))"
)


def lock_pools(work: UnitOfWork, keys: Collection[CostKey], *, create: bool) -> dict[CostKey, PoolState]:
    """Lock the pools that hold the goods, in id order; keys that share a pool share the answer.

    Raises: Refused where an item is not set up in the company, or, unless ``create``, nothing of it was received.
    """
    arrays = {
        "companies": [key.company_id for key in keys],
        "items": [key.item_id for key in keys],
        "warehouses": [key.warehouse_id for key in keys],
        "lots": [key.lot_id for key in keys],
    }
    if create:
        work.execute(_INSERT_POOLS, {"ids": [new_id() for _ in keys], **arrays})
    minor_units = _minor_units(work, {key.company_id for key in keys})
    pools: dict[UUID, PoolState] = {}
    found: dict[CostKey, PoolState] = {}
    for row in work.execute(_LOCK_POOLS, arrays):
        pool = pools.setdefault(row.id, _pool(row, minor_units))
        found[CostKey(row.company_id, row.item_id, row.warehouse_id, row.lot_id)] = pool
    for key in keys:
        if key not in found:
            raise _explain_missing(work, key)
    return found


def lock_item_pools(work: UnitOfWork, goods: Collection[tuple[UUID, UUID]]) -> dict[UUID, PoolState]:
    """Lock every pool of some (company, item), in id order; by pool id."""
    companies, items = zip(*goods, strict=True)
    minor_units = _minor_units(work, set(companies))
    rows = work.execute(_LOCK_ITEM_POOLS, {"companies": list(companies), "items": list(items)})
    return {row.id: _pool(row, minor_units) for row in rows}


def _minor_units(work: UnitOfWork, company_ids: Collection[UUID]) -> dict[UUID, int]:
    """The minor units of the companies' currencies, which never change: asked once a session."""
    known: dict[UUID, int] = work.session.info.setdefault("minor_units_of_companies", {})
    for company_id in company_ids:
        if company_id not in known:
            known[company_id] = organization.company(work.session, company_id).minor_units
    return known


def _pool(row: Row[Any], minor_units: Mapping[UUID, int]) -> PoolState:
    return PoolState(
        id=row.id,
        company_id=row.company_id,
        item_id=row.item_id,
        warehouse_id=row.pool_warehouse_id,
        lot_id=row.pool_lot_id,
        family_id=row.family_id,
        method=row.costing_method,
        standard_unit_cost=row.standard_unit_cost,
        minor_units=minor_units[row.company_id],
        qty=row.qty,
        value=row.value,
    )


def load_layers(work: UnitOfWork, needed: Mapping[UUID, Decimal], pools: Iterable[PoolState]) -> None:
    """Read, into each pool, the open layers that a quantity will reach. The lock of the pool guards them."""
    by_id = {pool.id: pool for pool in pools}
    rows = work.execute(
        _LAYERS,
        {
            "pools": list(needed), "quantities": list(needed.values()),
            "methods": [by_id[pool_id].method for pool_id in needed],
        },
    )
    for row in rows:
        by_id[row.pool_id].layers.append(LayerState(row.id, row.qty_remaining, row.value_remaining))


def last_unit_costs(work: UnitOfWork, pools: Collection[UUID]) -> dict[UUID, Decimal]:
    """What goods of each empty pool cost last: the last average or, where layers leave, the last receipt's cost.

    A lot that never held anything answers with the mean of the item's other lots; other such pools are left out.
    """
    if not pools:
        return {}
    rows = work.execute(_LAST_UNIT_COSTS, {"pools": list(pools)})
    return {row.pool_id: row.unit_cost for row in rows if row.unit_cost is not None}


def write_pools(work: UnitOfWork, pools: Iterable[PoolState]) -> None:
    """Store the pools' new quantity and value."""
    unique = {pool.id: pool for pool in pools}
    update_rows(
        work, CostPool, ("id",), [{"id": p.id, "qty": p.qty, "value": p.value} for p in unique.values()]
    )


def write_layers(work: UnitOfWork, layers: Iterable[LayerState]) -> None:
    """Store what is left of the layers."""
    rows = [
        {"id": y.id, "qty_remaining": y.qty_remaining, "value_remaining": y.value_remaining} for y in layers
    ]
    update_rows(work, CostLayer, ("id",), rows)


def _explain_missing(work: UnitOfWork, key: CostKey) -> Refused:
    row = work.execute(_NOT_SET_UP, {"item_id": key.item_id, "company_id": key.company_id}).one_or_none()
    if row is None:
        return Refused("There is no such item. Choose one from the list.", field="item")
    if not row.set_up:
        return Refused(
            "Item %(sku)s is not set up in this company. Open the item and give it a costing method first.",
            field="item", sku=row.sku,
        )
    return Refused("Nothing of item %(sku)s was ever received, so it has no cost yet. Receive it first.", sku=row.sku)
