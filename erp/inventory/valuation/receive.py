"""Value goods that come in: each receipt becomes a layer and raises its pool."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.inventory.valuation.arithmetic import take_in
from erp.inventory.valuation.ledger import NewEntry, NewLayer, add_layers, append_entries
from erp.inventory.valuation.pools import CostKey, lock_pools, write_pools
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ReceiptValue:
    """A quantity that comes in and what it is owed for; ``key`` is the caller's own name for the line."""

    key: UUID
    company_id: UUID
    item_id: UUID
    warehouse_id: UUID
    qty: Decimal
    amount: Decimal
    occurred_on: date
    source_kind: str
    source_line_id: UUID
    lot_id: UUID | None = None

    @property
    def cost_key(self) -> CostKey:
        return CostKey(self.company_id, self.item_id, self.warehouse_id, self.lot_id)


@dataclass(frozen=True)
class ReceivedCost:
    """The entry written, and the value that entered stock: the amount owed or, at standard cost, the standard's."""

    entry_id: UUID
    stock_amount: Decimal
    family_id: UUID


def value_receipts(
    work: UnitOfWork, lines: Sequence[ReceiptValue], source_event_id: UUID, kind: str = "receipt"
) -> dict[UUID, ReceivedCost]:
    """Goods come in at their amount: pools rise, and each line becomes the newest layer of its pool.

    Units: ``qty`` base units; amounts in the company's currency, already rounded to its minor unit.
    Raises: Refused where an item is not set up in the company.
    """
    if not lines:
        return {}
    pools = lock_pools(work, {line.cost_key for line in lines}, create=True)
    entries, layers, received = [], [], {}
    for line in lines:
        pool = pools[line.cost_key]
        entry_id, brought = new_id(), take_in(pool, line.qty, line.amount)
        entries.append(
            NewEntry(
                entry_id,
                pool,
                line.warehouse_id,
                kind,
                line.qty,
                brought,
                line.occurred_on,
                line.source_kind,
                line.source_line_id,
            )
        )
        layers.append(
            NewLayer(
                pool, entry_id, line.qty, brought, line.occurred_on, line.source_kind, line.source_line_id
            )
        )
        received[line.key] = ReceivedCost(entry_id, brought, pool.family_id)
    write_pools(work, pools.values())
    append_entries(work, entries, source_event_id)
    add_layers(work, layers)
    return received
