"""Confirm picks: what the picker took out of the bins, and what was not there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Row, text

from erp.inventory.fulfilment.lock_demand import LockedDemand, lock_demand
from erp.inventory.fulfilment.promise_stock import lock_free_stock
from erp.inventory.picking.choose_bins import PickableBalance
from erp.inventory.picking.hold_stock import change_held, lock_pickable
from erp.inventory.picking.models import PickTask
from erp.inventory.picking.pick_elsewhere import MissingPick, pick_elsewhere
from erp.inventory.picking.set_aside import DoubtedStock, set_aside
from erp.inventory.plain_quantity import plain
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.rows import update_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import business_date

ZERO = Decimal(0)


class NotOpen(Conflict):
    """The pick task was confirmed or cancelled meanwhile."""


class WrongLot(Refused):
    """The lot that was scanned cannot stand in for the one on the task."""


@dataclass(frozen=True)
class Pick:
    """What was taken for a task; less than asked is a short pick and says why.

    ``stock_balance_id`` names another lot or bin of the same item, where that is what was taken.
    """

    task_id: UUID
    qty: Decimal
    reason: str = ""
    stock_balance_id: UUID | None = None


@dataclass(frozen=True)
class PickResult:
    """What became of short picks: tasks that fetch the rest elsewhere, and what went to backorder."""

    new_task_ids: Sequence[UUID] = ()
    backordered: Mapping[UUID, Decimal] = field(default_factory=dict)  # by demand line


def confirm_picks(work: UnitOfWork, picks: Sequence[Pick]) -> PickResult:
    """The goods are off the shelf. A short pick frees what it held and was promised, and looks for it elsewhere.

    What other bins can give, beyond what they owe to others, becomes new tasks of the same wave and shipment; the
    rest becomes a backorder. What was not found is set aside, so that nobody is promised it until the bin is
    counted. A shipment for which nothing at all could be picked is void. A task confirmed before
    by the same person with the same quantity changes nothing, so that a scanner may retry.

    Units: base units.
    Raises: NotFound; Forbidden; Refused for more than asked, or a short pick without its reason; NotOpen; WrongLot.
    """
    asked = {pick.task_id: pick for pick in picks}
    demand = {line.id: line for line in lock_demand(work, task_ids=asked)}
    tasks, warehouse_id, branch_id = _lock_tasks(work, asked)
    todo = [task for task in tasks if not _already_done(task, asked[task.id], work.actor.name)]
    short = [task for task in todo if asked[task.id].qty < task.qty]
    swapped = [task for task in todo if asked[task.id].stock_balance_id not in (None, task.stock_balance_id)]
    used: dict[UUID, PickableBalance] = {}
    if not short and not swapped:
        _write(work, todo, asked, used)
        return PickResult()

    free = lock_free_stock(work, {(task.item_id, warehouse_id) for task in short})
    also = {t.stock_balance_id for t in short + swapped} | {_taken_from(t, asked) for t in swapped}
    balances = lock_pickable(work, warehouse_id, {t.item_id for t in short + swapped}, also)
    held: dict[UUID, Decimal] = defaultdict(Decimal)
    _swap(work, swapped, asked, {balance.id: balance for balance in balances}, held, used)
    _write(work, todo, asked, used)
    missing = [_missing(task, asked[task.id], demand[task.demand_line_id]) for task in short]
    for task in short:
        held[task.stock_balance_id] -= task.qty - asked[task.id].qty
    new_task_ids, backordered = pick_elsewhere(work, missing, balances, free, held)
    change_held(work, held)
    if short:
        today = business_date(work.session, branch_id, work.now)
        set_aside(work, [_doubted(task, asked[task.id], warehouse_id) for task in short], occurred_on=today)
        work.execute(_VOID_EMPTY, {"shipments": list({task.shipment_id for task in short}), "today": today})
    return PickResult(new_task_ids, backordered)


_LOCK_SHIPMENTS = text("""
    SELECT s.id, s.number, s.status, s.warehouse_id, s.branch_id FROM inventory.shipment s
    WHERE s.id IN (SELECT shipment_id FROM inventory.pick_task WHERE id = ANY(CAST(:tasks AS uuid[])))
    ORDER BY s.id FOR NO KEY UPDATE""")

_TASKS = text("""
    SELECT t.id, t.company_id, t.wave_id, t.shipment_id, t.demand_line_id, t.stock_balance_id, t.item_id, t.bin_id,
           t.lot_id, t.qty, t.qty_picked, t.status, t.picked_by, i.sku
    FROM inventory.pick_task t JOIN inventory.item i ON i.id = t.item_id
    WHERE t.id = ANY(CAST(:tasks AS uuid[])) ORDER BY t.wave_id, t.sequence""")

_VOID_EMPTY = text("""
    UPDATE inventory.shipment s
    SET status = 'void', voided_on = :today, void_reason = 'Nothing could be picked.'
    WHERE s.id = ANY(CAST(:shipments AS uuid[])) AND s.status = 'picking'
      AND NOT EXISTS (SELECT FROM inventory.pick_task t WHERE t.shipment_id = s.id
                      AND (t.status = 'open' OR t.qty_picked > 0))""")


def _lock_tasks(work: UnitOfWork, asked: Mapping[UUID, Pick]) -> tuple[list[Row[tuple[object, ...]]], UUID, UUID]:
    """The tasks, safe under the locks of their shipments; all of one warehouse, which is named with its branch."""
    shipments = {row.id: row for row in work.execute(_LOCK_SHIPMENTS, {"tasks": list(asked)})}
    tasks = list(work.execute(_TASKS, {"tasks": list(asked)}))
    if len(tasks) < len(asked):
        raise NotFound("There is no such pick task.")
    warehouses = {(shipment.warehouse_id, shipment.branch_id) for shipment in shipments.values()}
    if len(warehouses) != 1:
        raise Refused("Confirm the picks of one warehouse at a time.")
    for task in tasks:
        shipment = shipments[task.shipment_id]
        work.require("inventory.pick.confirm", shipment.branch_id)
        if shipment.status != "picking" and task.status == "open":
            raise NotOpen(
                "Shipment %(number)s is %(status)s: nothing more can be picked for it.",
                number=shipment.number, status=shipment.status,
            )
    return tasks, *warehouses.pop()


def _already_done(task: Row[tuple[object, ...]], pick: Pick, picker: str) -> bool:
    if task.status == "open":
        if not ZERO <= pick.qty <= task.qty:
            raise Refused(
                "%(qty)s of %(sku)s are asked; %(qty2)s cannot be picked.",
                field="qty", qty=plain(task.qty), sku=task.sku, qty2=plain(pick.qty),
            )
        if pick.qty < task.qty and not pick.reason.strip():
            raise Refused(
                "%(qty)s of %(sku)s are missing: say why (bin empty, damaged, not found).",
                field="reason", qty=plain(task.qty - pick.qty), sku=task.sku,
            )
        return False
    if task.status in ("picked", "short") and task.picked_by != picker:  # then these are other goods in other hands
        raise NotOpen(
            "This pick of %(sku)s is already %(status)s by %(picker)s (%(qty_picked)s of %(qty)s). "
            "Put back what you took.",
            sku=task.sku, status=task.status, picker=task.picked_by, qty_picked=plain(task.qty_picked),
            qty=plain(task.qty),
        )
    if task.status in ("picked", "short") and task.qty_picked == pick.qty:
        return True
    raise NotOpen(
        "This pick of %(sku)s is already %(status)s (%(qty_picked)s of %(qty)s).",
        sku=task.sku, status=task.status, qty_picked=plain(task.qty_picked), qty=plain(task.qty),
    )


def _taken_from(task: Row[tuple[object, ...]], asked: Mapping[UUID, Pick]) -> UUID:
    balance_id: UUID = asked[task.id].stock_balance_id or task.stock_balance_id
    return balance_id


def _missing(task: Row[tuple[object, ...]], pick: Pick, demand: LockedDemand) -> MissingPick:
    return MissingPick(task.wave_id, task.shipment_id, demand, task.stock_balance_id, task.qty - pick.qty)


def _doubted(task: Row[tuple[object, ...]], pick: Pick, warehouse_id: UUID) -> DoubtedStock:
    return DoubtedStock(
        company_id=task.company_id,
        task_id=task.id,
        wave_id=task.wave_id,
        item_id=task.item_id,
        warehouse_id=warehouse_id,
        bin_id=task.bin_id,
        lot_id=task.lot_id,
        qty=task.qty - pick.qty,
        reason=pick.reason,
    )


def _swap(
    work: UnitOfWork,
    swapped: Sequence[Row[tuple[object, ...]]],
    asked: Mapping[UUID, Pick],
    balances: Mapping[UUID, PickableBalance],
    held: dict[UUID, Decimal],
    used: dict[UUID, PickableBalance],
) -> None:
    """Hold what was really taken instead of what was proposed."""
    for task in swapped:
        qty, balance = asked[task.id].qty, balances.get(_taken_from(task, asked))
        if balance is None or balance.item_id != task.item_id:
            raise WrongLot("That is not available stock of %(sku)s in this warehouse.", field="lot", sku=task.sku)
        if balance.expires_on is not None and balance.expires_on < work.now.date():
            raise WrongLot(
                "That lot of %(sku)s expired on %(expires_on)s.",
                field="lot", sku=task.sku, expires_on=balance.expires_on,
            )
        if balance.qty_free < qty:
            raise WrongLot(
                "Only %(qty_free)s of that lot of %(sku)s in %(bin_code)s are free.",
                field="lot", qty_free=plain(balance.qty_free), sku=task.sku, bin_code=balance.bin_code,
            )
        balance.qty_free -= qty
        balances[task.stock_balance_id].qty_free += qty
        held[balance.id] += qty
        held[task.stock_balance_id] -= qty
        used[task.id] = balance


def _write(
    work: UnitOfWork,
    todo: Sequence[Row[tuple[object, ...]]],
    asked: Mapping[UUID, Pick],
    used: Mapping[UUID, PickableBalance],
) -> None:
    rows = [
        {
            "id": task.id, "qty_picked": asked[task.id].qty,
            "status": "picked" if asked[task.id].qty == task.qty else "short",
            "short_reason": asked[task.id].reason.strip() or None if asked[task.id].qty < task.qty else None,
            "stock_balance_id": used[task.id].id if task.id in used else task.stock_balance_id,
            "bin_id": used[task.id].bin_id if task.id in used else task.bin_id,
            "lot_id": used[task.id].lot_id if task.id in used else task.lot_id,
            "picked_at": work.now, "picked_by": work.actor.name,
        }
        for task in todo
    ]
    update_rows(work, PickTask, ("id",), rows)
