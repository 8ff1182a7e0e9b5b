"""Write a change of value without a change of quantity: document, cost entry and event, one warehouse at a time."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.adjustments.models import StockAdjustment, StockAdjustmentLine
from erp.inventory.events import AdjustedLine, StockAdjusted
from erp.inventory.locations.queries import warehouses
from erp.inventory.valuation.arithmetic import PoolState
from erp.inventory.valuation.ledger import NewEntry, append_entries
from erp.kernel.identifiers import new_id
from erp.kernel.money import split_amount
from erp.kernel.numbering import draw_numbers
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

ZERO = Decimal(0)

_OWN_STOCK = text(
    "SELECT warehouse_id, sum(qty_on_hand) AS qty FROM inventory.stock_balance "
    "WHERE item_id = :item_id AND company_id = :company_id AND owner_id IS NULL AND qty_on_hand > 0 "
    "  AND (CAST(:lot_id AS uuid) IS NULL OR lot_id = CAST(:lot_id AS uuid)) "
    "GROUP BY warehouse_id ORDER BY warehouse_id"
)


def own_stock_of(
    work: UnitOfWork, item_id: UUID, company_id: UUID, lot_id: UUID | None = None
) -> dict[UUID, Decimal]:
    """What the company owns of the item, or of one lot of it, by warehouse, in base units."""
    rows = work.execute(_OWN_STOCK, {"item_id": item_id, "company_id": company_id, "lot_id": lot_id})
    return {row.warehouse_id: row.qty for row in rows}


def post_revaluation(
    work: UnitOfWork,
    pool: PoolState,
    change: Decimal,
    stock: dict[UUID, Decimal],
    *,
    reason: str,
    note: str,
    occurred_on: date,
) -> list[UUID]:
    """Book what a pool became dearer or cheaper by. The pool itself is for the caller to write.

    Rounding: warehouses of one pool share the change by quantity, the shares add up to it.
    Effects: publishes one StockAdjusted a warehouse, with values and no quantities.
    """
    holding = [pool.warehouse_id] if pool.warehouse_id else list(stock)
    places = {place.id: place for place in warehouses(work.session, ids=holding)}
    parts = split_amount(change, [stock.get(place, ZERO) for place in holding], pool.minor_units)
    made: list[UUID] = []
    for warehouse_id, amount in zip(holding, parts, strict=True):
        if not amount:
            continue
        place = places[warehouse_id]
        event_id, adjustment_id, line_id = work.reserve_event_id(), new_id(), new_id()
        (number,) = draw_numbers(work, "stock_adjustment")
        header = {
            "id": adjustment_id, "company_id": place.company_id, "number": number, "branch_id": place.branch_id,
            "warehouse_id": place.id, "reason": reason, "note": note, "occurred_on": occurred_on,
            "recorded_at": work.now, "actor": work.actor.name,
        }
        line = {
            "id": line_id, "adjustment_id": adjustment_id, "position": 1, "item_id": pool.item_id,
            "status": "available", "qty": ZERO, "amount": amount,
        }
        insert_rows(work, StockAdjustment, [header])
        insert_rows(work, StockAdjustmentLine, [line])
        entry = NewEntry(
            new_id(), pool, place.id, "revaluation", ZERO, amount, occurred_on, "stock_adjustment", line_id
        )
        append_entries(work, [entry], event_id)
        work.publish(
            StockAdjusted(
                company_id=place.company_id,
                occurred_on=occurred_on,
                adjustment_id=adjustment_id,
                number=number,
                branch_id=place.branch_id,
                warehouse_id=place.id,
                reason=reason,
                lines=(AdjustedLine(line_id, pool.item_id, pool.family_id, ZERO, amount),),
            )
        )
        made.append(adjustment_id)
    return made
