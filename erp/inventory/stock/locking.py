"""Locking stock rows, always in the same order: item_warehouse by key, then stock_balance by id.

Missing rows are made first, in key order, so that two sessions that need the same new row queue instead of
deadlocking. The locks are FOR NO KEY UPDATE: others may still refer to the rows.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork


class StockKey(NamedTuple):
    """Everything that tells one pile of goods from another."""

    company_id: UUID
    item_id: UUID
    warehouse_id: UUID
    bin_id: UUID
    lot_id: UUID | None
    status: str
    owner_id: UUID | None


@dataclass
class LockedItemWarehouse:
    """The quantities of an item in a warehouse, as they stand under the lock."""

    qty_on_hand: Decimal
    qty_available: Decimal
    qty_allocated: Decimal
    qty_on_order: Decimal
    qty_in_transit: Decimal

    @property
    def qty_free(self) -> Decimal:
        """What is available and promised to nobody."""
        return self.qty_available - self.qty_allocated


@dataclass
class LockedBalance:
    """A stock balance as it stands under the lock."""

    id: UUID
    key: StockKey
    qty_on_hand: Decimal
    qty_allocated: Decimal


_INSERT_ITEM_WAREHOUSES = text(
    "INSERT INTO inventory.item_warehouse (company_id, item_id, warehouse_id) "
    "SELECT DISTINCT k.company_id, k.item_id, k.warehouse_id "
    "FROM unnest(CAST(:companies AS uuid[]), CAST(:items AS uuid[]), CAST(:warehouses AS uuid[])) "
    "  AS k(company_id, item_id, warehouse_id) "
    "ORDER BY k.item_id, k.warehouse_id "
    "ON CONFLICT DO NOTHING"
)
_LOCK_ITEM_WAREHOUSES = text(
    "SELECT w.item_id, w.warehouse_id, w.qty_on_hand, w.qty_available, w.qty_allocated, w.qty_on_order, "
    "  w.qty_in_transit "
    "FROM inventory.item_warehouse w "
    "WHERE (w.item_id, w.warehouse_id) IN "
    "  (SELECT * FROM unnest(CAST(:items AS uuid[]), CAST(:warehouses AS uuid[]))) "
    "ORDER BY w.item_id, w.warehouse_id FOR NO KEY UPDATE OF w"
)
_KEYS = (
    "unnest(CAST(:ids AS uuid[]), CAST(:companies AS uuid[]), CAST(:items AS uuid[]), "
    "CAST(:warehouses AS uuid[]), CAST(:bins AS uuid[]), CAST(:lots AS uuid[]), CAST(:statuses AS text[]), "
    "CAST(:owners AS uuid[])) "
    "AS k(id, company_id, item_id, warehouse_id, bin_id, lot_id, status, owner_id)"
)
_INSERT_BOTH = text(
    "WITH places AS ("  # noqa: S608
    "  INSERT INTO inventory.item_warehouse (company_id, item_id, warehouse_id) "
    f"  SELECT DISTINCT k.company_id, k.item_id, k.warehouse_id FROM {_KEYS} "
    "  ORDER BY k.item_id, k.warehouse_id ON CONFLICT DO NOTHING) "
    "INSERT INTO inventory.stock_balance "
    "  (id, company_id, item_id, warehouse_id, bin_id, lot_id, status, owner_id) "
    f"SELECT k.id, k.company_id, k.item_id, k.warehouse_id, k.bin_id, k.lot_id, k.status, k.owner_id FROM {_KEYS} "
    "ORDER BY k.item_id, k.warehouse_id, k.bin_id, k.lot_id, k.status, k.owner_id "
    "ON CONFLICT DO NOTHING"
)
_LOCK_BALANCES = text(
    "SELECT b.id, b.company_id, b.item_id, b.warehouse_id, b.bin_id, b.lot_id, b.status, b.owner_id, "  # noqa: S608
    "  b.qty_on_hand, b.qty_allocated "
    "FROM inventory.stock_balance b "
    f"JOIN {_KEYS} ON b.item_id = k.item_id AND b.warehouse_id = k.warehouse_id AND b.bin_id = k.bin_id "
    "  AND b.lot_id IS NOT DISTINCT FROM k.lot_id AND b.status = k.status "
    "  AND b.owner_id IS NOT DISTINCT FROM k.owner_id "
    "ORDER BY b.id FOR NO KEY UPDATE OF b"
)


def ensure_item_warehouses(work: UnitOfWork, keys: Collection[tuple[UUID, UUID, UUID]]) -> None:
    """Make the rows of (company, item, warehouse) that are not there yet."""
    if not keys:
        return
    companies, items, warehouses = (list(column) for column in zip(*sorted(keys), strict=True))
    work.execute(
        _INSERT_ITEM_WAREHOUSES, {"companies": companies, "items": items, "warehouses": warehouses}
    )


def lock_item_warehouses(
    work: UnitOfWork, keys: Collection[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], LockedItemWarehouse]:
    """Lock the rows of (item, warehouse) in key order and return what stands in them; absent rows are left out."""
    if not keys:
        return {}
    items, warehouses = zip(*keys, strict=True)
    rows = work.execute(_LOCK_ITEM_WAREHOUSES, {"items": list(items), "warehouses": list(warehouses)})
    return {
        (row.item_id, row.warehouse_id): LockedItemWarehouse(
            row.qty_on_hand, row.qty_available, row.qty_allocated, row.qty_on_order, row.qty_in_transit
        )
        for row in rows
    }


def ensure_balances(work: UnitOfWork, keys: Collection[StockKey]) -> None:
    """Make the balances, and the item_warehouse rows above them, that are not there yet."""
    if keys:
        work.execute(_INSERT_BOTH, _key_arrays(keys))


def lock_balances(work: UnitOfWork, keys: Collection[StockKey]) -> dict[StockKey, LockedBalance]:
    """Lock the balances of the keys in id order; keys without a balance are left out."""
    if not keys:
        return {}
    locked = {}
    for row in work.execute(_LOCK_BALANCES, _key_arrays(keys)):
        key = StockKey(
            row.company_id,
            row.item_id,
            row.warehouse_id,
            row.bin_id,
            row.lot_id,
            row.status,
            row.owner_id,
        )
        locked[key] = LockedBalance(row.id, key, row.qty_on_hand, row.qty_allocated)
    return locked


def _key_arrays(keys: Collection[StockKey]) -> dict[str, list[object]]:
    return {
        "ids": [new_id() for _ in keys],
        "companies": [key.company_id for key in keys],
        "items": [key.item_id for key in keys],
        "warehouses": [key.warehouse_id for key in keys],
        "bins": [key.bin_id for key in keys],
        "lots": [key.lot_id for key in keys],
        "statuses": [key.status for key in keys],
        "owners": [key.owner_id for key in keys],
    }
