"""Create demand lines: somebody wants goods out of a warehouse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.inventory.fulfilment.lock_demand import LockedDemand
from erp.inventory.fulfilment.models import DemandLine
from erp.kernel.errors import Refused
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

ZERO = Decimal(0)


@dataclass(frozen=True)
class DemandRequest:
    """What an origin asks for; the consignee (``name``, ``address``) is what the papers will say."""

    id: UUID
    company_id: UUID
    warehouse_id: UUID
    item_id: UUID
    qty: Decimal  # base units
    priority: int
    promised_on: date
    origin_kind: str
    origin_id: UUID
    origin_line_id: UUID
    origin_number: str = ""
    consignee: Mapping[str, str] | None = None
    min_shelf_life_days: int = 0  # what must be left of expiring goods when they are picked
    carrier_id: UUID | None = None  # who is planned to take the goods


def create_demand(work: UnitOfWork, lines: Sequence[DemandRequest]) -> list[LockedDemand]:
    """Write down what is wanted. Nothing is promised yet: ``allocate_created`` follows with the lines returned.

    Nobody else sees the lines before the step commits, so they are as good as locked.

    Units: quantities in base units.
    Raises: Refused for a quantity that is not positive.
    """
    for line in lines:
        if line.qty <= 0:
            raise Refused("A quantity to deliver must be greater than zero.", field="qty")
    insert_rows(
        work,
        DemandLine,
        [
            {
                "id": line.id,
                "company_id": line.company_id,
                "warehouse_id": line.warehouse_id,
                "item_id": line.item_id,
                "qty": line.qty,
                "priority": line.priority,
                "promised_on": line.promised_on,
                "origin_kind": line.origin_kind,
                "origin_id": line.origin_id,
                "origin_line_id": line.origin_line_id,
                "origin_number": line.origin_number,
                "min_shelf_life_days": line.min_shelf_life_days,
                "carrier_id": line.carrier_id,
                "consignee": None if line.consignee is None else dict(line.consignee),
                "created_at": work.now,
            }
            for line in lines
        ],
    )
    return [
        LockedDemand(
            id=line.id,
            company_id=line.company_id,
            warehouse_id=line.warehouse_id,
            item_id=line.item_id,
            qty=line.qty,
            qty_allocated=ZERO,
            qty_released=ZERO,
            qty_shipped=ZERO,
            qty_cancelled=ZERO,
            priority=line.priority,
            promised_on=line.promised_on,
            origin_kind=line.origin_kind,
            origin_id=line.origin_id,
            origin_line_id=line.origin_line_id,
            origin_number=line.origin_number,
            consignee=None if line.consignee is None else dict(line.consignee),
            min_shelf_life_days=line.min_shelf_life_days,
            carrier_id=line.carrier_id,
        )
        for line in lines
    ]
