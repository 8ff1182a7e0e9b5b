"""Say that what is on hand is worth more, or less, than the books hold."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.adjustments.post_revaluation import own_stock_of, post_revaluation
from erp.inventory.valuation.arithmetic import LAYERED, LayerState, PoolState
from erp.inventory.valuation.pools import lock_item_pools, write_layers, write_pools
from erp.kernel.errors import Refused
from erp.kernel.money import round_amount, split_amount
from erp.kernel.unit_of_work import UnitOfWork

_LAYERS = text(
    "SELECT id, qty_remaining, value_remaining, source_line_id FROM inventory.cost_layer "
    "WHERE pool_id = :pool_id AND is_open ORDER BY id FOR NO KEY UPDATE"
)


def revalue_stock(
    work: UnitOfWork,
    item_id: UUID,
    company_id: UUID,
    amount: Decimal,
    *,
    occurred_on: date,
    note: str,
    reason: str = "correction",
    warehouse_id: UUID | None = None,
    lot_id: UUID | None = None,
    receipt_line_ids: Collection[UUID] | None = None,
) -> list[UUID]:
    """The goods on hand are worth so much more (or, below zero, less); the account of the reason bears it.

    Under FIFO every layer on hand takes its share by quantity, or only those of the receipts named. Standard cost is
    changed by setting another standard.

    Units: company currency, whole minor units, signed.
    Rounding: the shares of layers and warehouses add up to the amount.
    Raises: Refused without a note, with nothing on hand, at standard cost, or below a value of nothing.
    Effects: publishes one StockAdjusted a warehouse, with values and no quantities.
    """
    work.require("inventory.cost.change")
    if not note.strip():
        raise Refused("Say why the value changes.", field="note")
    pools = [
        pool
        for pool in lock_item_pools(work, {(company_id, item_id)}).values()
        if pool.qty > 0 and warehouse_id in (None, pool.warehouse_id) and lot_id in (None, pool.lot_id)
    ]
    if len(pools) != 1:
        raise Refused(
            "Name the warehouse or the lot whose goods are revalued."
            if pools
            else "Nothing is on hand that could be revalued.",
            field="warehouse_id" if pools else "item",
        )
    (pool,) = pools
    if pool.method == "standard":
        raise Refused("The item is kept at standard cost. Set another standard cost.", field="amount")
    if amount != round_amount(amount, pool.minor_units):
        raise Refused(
            "%(amount)s is no amount of the company's currency. Round it first.",
            field="amount", amount=amount,
        )
    if amount == 0:
        return []
    if pool.value + amount < 0:
        raise Refused(
            "The goods on hand are worth %(value)s: no more can be taken from them.",
            field="amount", value=pool.value,
        )
    work.note(note.strip())
    if pool.method in LAYERED:
        write_layers(work, _spread(work, pool, amount, receipt_line_ids))
    pool.value += amount
    write_pools(work, [pool])
    stock = own_stock_of(work, item_id, company_id, pool.lot_id)
    return post_revaluation(
        work, pool, amount, stock, reason=reason, note=note.strip(), occurred_on=occurred_on
    )


def _spread(
    work: UnitOfWork, pool: PoolState, amount: Decimal, receipt_line_ids: Collection[UUID] | None
) -> list[LayerState]:
    """Every layer's share by quantity."""
    rows = [
        row
        for row in work.execute(_LAYERS, {"pool_id": pool.id})
        if receipt_line_ids is None or row.source_line_id in receipt_line_ids
    ]
    if not rows:
        raise Refused("Nothing of the receipts named is on hand any more.", field="receipts")
    parts = split_amount(amount, [row.qty_remaining for row in rows], pool.minor_units)
    if any(row.value_remaining + part < 0 for row, part in zip(rows, parts, strict=True)):
        raise Refused("One of the receipts is worth less than its share. Name the receipts to revalue.", field="amount")
    return [
        LayerState(row.id, row.qty_remaining, row.value_remaining + part)
        for row, part in zip(rows, parts, strict=True)
    ]
