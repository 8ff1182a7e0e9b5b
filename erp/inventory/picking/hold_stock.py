"""Hold stock of bins for pick tasks, and let it go: the one place where hard allocation changes before shipping."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.picking.choose_bins import PickableBalance
from erp.kernel.unit_of_work import UnitOfWork

_LOCK_PICKABLE = text("""
    SELECT b.id, b.item_id, b.bin_id, b.lot_id, b.qty_on_hand - b.qty_allocated AS qty_free, l.expires_on,
           bin.pick_sequence, bin.code
    FROM inventory.stock_balance b
    JOIN inventory.bin bin ON bin.id = b.bin_id
    JOIN inventory.item i ON i.id = b.item_id
    LEFT JOIN inventory.lot l ON l.id = b.lot_id
    WHERE b.warehouse_id = :warehouse AND b.item_id = ANY(CAST(:items AS uuid[]))
      AND b.status = 'available' AND b.owner_id IS NULL
      AND (b.qty_on_hand > b.qty_allocated AND (l.expires_on IS NULL OR l.expires_on - i.removal_days >= :today)
           OR b.id = ANY(CAST(:also AS uuid[])))
    ORDER BY b.id
    FOR NO KEY UPDATE OF b""")

_LOCK = text("""
    SELECT b.id FROM inventory.stock_balance b WHERE b.id = ANY(CAST(:ids AS uuid[]))
    ORDER BY b.id FOR NO KEY UPDATE""")

_CHANGE = text("""
    UPDATE inventory.stock_balance b SET qty_allocated = b.qty_allocated + given.qty
    FROM unnest(CAST(:ids AS uuid[]), CAST(:quantities AS numeric[])) AS given(id, qty) WHERE b.id = given.id""")


def lock_pickable(
    work: UnitOfWork, warehouse_id: UUID, item_ids: Collection[UUID], also: Collection[UUID] = ()
) -> list[PickableBalance]:
    """Lock, in id order, what may be picked of these items: available, ours, held by nobody, not expired and not to be
    taken off the shelf ahead of that.

    ``also`` names balances of these items to lock and return whether or not anything of them is free.
    """
    if not item_ids:
        return []
    rows = work.execute(
        _LOCK_PICKABLE,
        {"warehouse": warehouse_id, "items": list(item_ids), "today": work.now.date(), "also": list(also)},
    )
    return [PickableBalance(*tuple(row)) for row in rows]


def lock_held(work: UnitOfWork, balance_ids: Collection[UUID]) -> None:
    """Lock balances by id, in id order."""
    if balance_ids:
        work.execute(_LOCK, {"ids": list(balance_ids)})


def change_held(work: UnitOfWork, by_balance: Mapping[UUID, Decimal]) -> None:
    """Raise (or, with negative quantities, lower) what pick tasks hold of balances already locked."""
    changed = {balance_id: qty for balance_id, qty in by_balance.items() if qty}
    if changed:
        work.execute(_CHANGE, {"ids": list(changed), "quantities": list(changed.values())})
