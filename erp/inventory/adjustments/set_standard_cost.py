"""Set what an item shall cost from now on; what is on hand is revalued to it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.inventory.adjustments.models import StockAdjustment, StockAdjustmentLine
from erp.inventory.catalog.models import ItemCompany
from erp.inventory.events import AdjustedLine, StockAdjusted
from erp.inventory.locations.queries import WarehouseFacts, warehouses
from erp.inventory.valuation.arithmetic import PoolState, at_standard
from erp.inventory.valuation.ledger import NewEntry, append_entries
from erp.inventory.valuation.pools import lock_item_pools, write_pools
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.money import split_amount
from erp.kernel.numbering import draw_numbers
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

REASON = "standard_cost_change"
ZERO = Decimal(0)

_OWN_STOCK = text(
    "SELECT warehouse_id, sum(qty_on_hand) AS qty FROM inventory.stock_balance "
    "WHERE item_id = :item_id AND company_id = :company_id AND owner_id IS NULL AND qty_on_hand > 0 "
    "GROUP BY warehouse_id ORDER BY warehouse_id"
)


def set_standard_cost(
    work: UnitOfWork, item_id: UUID, company_id: UUID, unit_cost: Decimal, *, occurred_on: date, reason: str
) -> list[UUID]:
    """The standard is this from today; the difference on what is on hand is booked, warehouse by warehouse.

    Answers the adjustments made: none where nothing is on hand or the value stays.

    Units: company currency for one base unit, six places.
    Rounding: the new value half up to the minor unit; warehouses of one pool share it by quantity.
    Raises: NotFound; Refused for a negative cost, another costing method, or without a reason.
    Effects: publishes one StockAdjusted a warehouse, with values and no quantities.
    """
    work.require("inventory.cost.change")
    if unit_cost < 0:
        raise Refused("A standard cost is zero or more.", field="unit_cost")
    if not reason.strip():
        raise Refused("Say why the standard cost changes.", field="reason")
    terms = work.session.get(ItemCompany, (item_id, company_id))
    if terms is None:
        raise NotFound("The item is not set up in this company.")
    if terms.costing_method != "standard":
        raise Refused("The item is not kept at standard cost. Its cost follows from its receipts.", field="unit_cost")
    work.note(reason.strip())
    pools = list(lock_item_pools(work, {(company_id, item_id)}).values())
    terms.standard_unit_cost = unit_cost
    work.session.flush()
    stock = {row.warehouse_id: row.qty for row in _own_stock(work, item_id, company_id)}
    places = {place.id: place for place in warehouses(work.session, ids=stock)}
    made: list[UUID] = []
    for pool in pools:
        pool.standard_unit_cost = unit_cost
        change = at_standard(pool, pool.qty) - pool.value
        pool.value += change
        holding = [pool.warehouse_id] if pool.warehouse_id else list(stock)
        parts = split_amount(change, [stock.get(place, ZERO) for place in holding], pool.minor_units)
        for place, part in zip(holding, parts, strict=True):
            if part:
                made.append(_post(work, pool, places[place], part, occurred_on, reason.strip()))
    write_pools(work, pools)
    return made


def _own_stock(work: UnitOfWork, item_id: UUID, company_id: UUID) -> Sequence[Row[Any]]:
    return work.execute(_OWN_STOCK, {"item_id": item_id, "company_id": company_id}).all()


def _post(
    work: UnitOfWork, pool: PoolState, place: WarehouseFacts, amount: Decimal, occurred_on: date, reason: str
) -> UUID:
    """One warehouse's share: document, cost entry and event."""
    event_id, adjustment_id, line_id = work.reserve_event_id(), new_id(), new_id()
    (number,) = draw_numbers(work, "stock_adjustment")
    header = {
        "id": adjustment_id, "company_id": place.company_id, "number": number, "branch_id": place.branch_id,
        "warehouse_id": place.id, "reason": REASON, "note": reason, "occurred_on": occurred_on,
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
            reason=REASON,
            lines=(AdjustedLine(line_id, pool.item_id, pool.family_id, ZERO, amount),),
        )
    )
    return adjustment_id
