"""Pick elsewhere: what was missing in one bin is fetched from another, or goes back to backorder."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.fulfilment.lock_demand import ItemPlace, LockedDemand
from erp.inventory.fulfilment.promise_stock import change_allocation
from erp.inventory.picking.choose_bins import PickableBalance, Share, Want, choose_bins
from erp.inventory.picking.models import PickTask
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

ZERO = Decimal(0)


@dataclass(frozen=True)
class MissingPick:
    """A quantity that a task did not find in its bin."""

    wave_id: UUID
    shipment_id: UUID
    demand: LockedDemand
    stock_balance_id: UUID
    qty: Decimal


def pick_elsewhere(
    work: UnitOfWork,
    missing: Sequence[MissingPick],
    balances: Sequence[PickableBalance],
    free: Mapping[ItemPlace, Decimal],
    held: dict[UUID, Decimal],
) -> tuple[list[UUID], dict[UUID, Decimal]]:
    """Make new tasks for missing goods out of other bins; return the tasks, and what became a backorder.

    Bins that came up short are not believed any more, neither for these picks nor for what they would owe to others:
    an item can give elsewhere only what nobody was promised (``free``), less what the short bins pretend to have.

    Units: base units. ``held`` grows by what the new tasks hold; the caller writes it.
    """
    if not missing:
        return [], {}
    short_bins = {pick.stock_balance_id for pick in missing}
    pretended: dict[UUID, Decimal] = defaultdict(Decimal)
    for balance in balances:
        if balance.id in short_bins:
            pretended[balance.item_id] += balance.qty_free
    spare = {item_id: max(ZERO, qty - pretended[item_id]) for (item_id, _), qty in free.items()}
    wants: list[Want] = []
    left: dict[UUID, Decimal] = defaultdict(Decimal)
    for pick in sorted(missing, key=lambda pick: pick.demand.turn):
        qty = min(pick.qty, spare.get(pick.demand.item_id, ZERO))
        left[pick.demand.id] += pick.qty
        if qty > 0:
            spare[pick.demand.item_id] -= qty
            wants.append(Want(pick.demand.id, pick.demand.item_id, qty))
    shares, _ = choose_bins(wants, [balance for balance in balances if balance.id not in short_bins])
    for share in shares:
        held[share.balance.id] += share.qty
        left[share.demand_line_id] -= share.qty
    backordered = {line_id: qty for line_id, qty in left.items() if qty > 0}
    _give_up(work, {pick.demand.id: pick.demand for pick in missing}, backordered)
    return _write_tasks(work, missing, shares), backordered


def _give_up(work: UnitOfWork, demand: Mapping[UUID, LockedDemand], backordered: Mapping[UUID, Decimal]) -> None:
    if not backordered:
        return
    by_place: dict[ItemPlace, Decimal] = defaultdict(Decimal)
    for line_id, qty in backordered.items():
        by_place[demand[line_id].item_id, demand[line_id].warehouse_id] -= qty
    work.execute(
        text("""UPDATE inventory.demand_line d
                SET qty_allocated = d.qty_allocated - given.qty, qty_released = d.qty_released - given.qty
                FROM unnest(CAST(:ids AS uuid[]), CAST(:quantities AS numeric[])) AS given(id, qty)
                WHERE d.id = given.id"""),
        {"ids": list(backordered), "quantities": list(backordered.values())},
    )
    change_allocation(work, {}, by_place)


def _write_tasks(work: UnitOfWork, missing: Sequence[MissingPick], shares: Sequence[Share]) -> list[UUID]:
    """The new tasks come at the end of their wave's walk."""
    if not shares:
        return []
    of_line = {pick.demand.id: pick for pick in missing}
    waves = list({pick.wave_id for pick in missing})
    longest = work.execute(
        text("""SELECT wave_id, max(sequence) AS sequence FROM inventory.pick_task
                WHERE wave_id = ANY(CAST(:waves AS uuid[])) GROUP BY wave_id"""),
        {"waves": waves},
    )
    last: dict[UUID, int] = {row.wave_id: row.sequence for row in longest}
    rows: list[dict[str, object]] = []
    task_ids = [new_id() for _ in shares]
    walk = sorted(shares, key=lambda share: share.balance.walk)
    for task_id, share in zip(task_ids, walk, strict=True):
        pick = of_line[share.demand_line_id]
        last[pick.wave_id] += 1
        rows.append(
            {
                "id": task_id, "company_id": pick.demand.company_id, "wave_id": pick.wave_id,
                "shipment_id": pick.shipment_id, "demand_line_id": pick.demand.id,
                "stock_balance_id": share.balance.id, "item_id": share.balance.item_id,
                "bin_id": share.balance.bin_id, "lot_id": share.balance.lot_id, "sequence": last[pick.wave_id],
                "qty": share.qty,
            }
        )
    insert_rows(work, PickTask, rows)
    return task_ids
