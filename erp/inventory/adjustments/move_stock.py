"""Move goods within a warehouse: to another bin, or into another status, such as damaged or quarantine."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.inventory.adjustments.free_allocations import free_allocations
from erp.inventory.fulfilment.fill_backorders import fill_backorders
from erp.inventory.locations.queries import bins, warehouse
from erp.inventory.stock.locking import StockKey
from erp.inventory.stock.record import Movement, record_movements
from erp.inventory.stock.statuses import IN_BUILDING
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork

SOURCE_KIND = "stock_move"


@dataclass(frozen=True)
class StockMove:
    """So many base units of one bin, lot and status go to another bin, another status, or both."""

    item_id: UUID
    from_bin_id: UUID
    to_bin_id: UUID
    qty: Decimal
    lot_id: UUID | None = None
    from_status: str = "available"
    to_status: str = "available"


def move_stock(
    work: UnitOfWork, *, warehouse_id: UUID, moves: Sequence[StockMove], occurred_on: date
) -> UUID:
    """Goods stand elsewhere or otherwise; their quantity in the warehouse and their value stay what they were.

    Goods that stop being available are taken from whoever they were promised to last; goods that become available
    go to whoever waits. Answers the id under which the movements stand in the stock ledger.

    Units: base units, above zero.
    Raises: NotFound; Refused for a move that is none, a closed bin, or more than is there and free to move.
    """
    place = warehouse(work.session, warehouse_id)
    work.require("inventory.stock.move", place.branch_id)
    _check(work, place.id, moves)
    move_id = new_id()
    losses: dict[StockKey, Decimal] = defaultdict(Decimal)
    movements = []
    for move in moves:
        kind = "put_away" if move.from_status == move.to_status else "status_change"
        for bin_id, status, qty in (
            (move.from_bin_id, move.from_status, -move.qty),
            (move.to_bin_id, move.to_status, move.qty),
        ):
            movements.append(
                Movement(
                    company_id=place.company_id,
                    item_id=move.item_id,
                    warehouse_id=place.id,
                    bin_id=bin_id,
                    lot_id=move.lot_id,
                    status=status,
                    qty=qty,
                    kind=kind,
                    occurred_on=occurred_on,
                    source_kind=SOURCE_KIND,
                    source_id=move_id,
                )
            )
        if move.from_status == "available" and move.to_status != "available":
            losses[movements[-2].key] += move.qty
    free_allocations(work, losses)
    record_movements(work, movements)
    freed = {
        (move.item_id, place.id)
        for move in moves
        if move.to_status == "available" and move.from_status != "available"
    }
    if freed:
        fill_backorders(work, freed)
    return move_id


def _check(work: UnitOfWork, warehouse_id: UUID, moves: Sequence[StockMove]) -> None:
    if not moves:
        raise Refused("Enter what shall be moved.")
    known = {found.id: found for found in bins(work.session, warehouse_id)}
    for n, move in enumerate(moves):
        if move.from_bin_id not in known or move.to_bin_id not in known:
            raise NotFound("The warehouse has no such bin.", field=f"lines-{n}-to_bin")
        if known[move.to_bin_id].status != "active":
            raise Refused("Bin %(code)s is closed.", field=f"lines-{n}-to_bin", code=known[move.to_bin_id].code)
        if move.qty <= 0:
            raise Refused("The quantity must be above zero.", field=f"lines-{n}-qty")
        if move.from_status not in IN_BUILDING or move.to_status not in IN_BUILDING:
            raise Refused("Goods in transit are received, not moved.", field=f"lines-{n}-to_status")
        if (move.from_bin_id, move.from_status) == (move.to_bin_id, move.to_status):
            raise Refused("The goods are there already: name another bin or status.", field=f"lines-{n}-to_bin")
