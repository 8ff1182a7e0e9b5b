"""Set aside what a picker did not find: stock that is doubted is not promised to the next in line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.inventory.stock.record import Movement, record_movements
from erp.kernel.unit_of_work import UnitOfWork

DAMAGED = "damaged"


@dataclass(frozen=True)
class DoubtedStock:
    """A quantity the ledger has in a bin and the picker has not."""

    company_id: UUID
    task_id: UUID
    wave_id: UUID
    item_id: UUID
    warehouse_id: UUID
    bin_id: UUID
    lot_id: UUID | None
    qty: Decimal
    reason: str


def set_aside(work: UnitOfWork, doubted: Sequence[DoubtedStock], *, occurred_on: date) -> None:
    """Take missing goods out of what is available: into damaged where they are broken, else into quarantine.

    They stay on hand and keep their value until somebody counts the bin and corrects the stock, or finds them and
    makes them available again.

    Units: base units.
    Effects: stock movements between statuses; no value moves.
    """
    movements = []
    for stock in doubted:
        out = Movement(
            company_id=stock.company_id,
            item_id=stock.item_id,
            warehouse_id=stock.warehouse_id,
            bin_id=stock.bin_id,
            lot_id=stock.lot_id,
            qty=-stock.qty,
            kind="status_change",
            occurred_on=occurred_on,
            source_kind="pick_task",
            source_id=stock.wave_id,
            source_line_id=stock.task_id,
        )
        status = "damaged" if stock.reason.strip().lower() == DAMAGED else "quarantine"
        movements += [out, replace(out, qty=stock.qty, status=status)]
    record_movements(work, movements)
