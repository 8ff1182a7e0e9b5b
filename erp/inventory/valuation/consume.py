"""Take the cost of goods that leave out of their pools, and remember which receipts they came from."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.inventory.valuation.arithmetic import take_out
from erp.inventory.valuation.ledger import NewEntry, append_entries, append_links
from erp.inventory.valuation.pools import CostKey, load_layers, lock_pools, write_layers, write_pools
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class IssueQuantity:
    """A quantity that leaves, positive; ``key`` is the caller's own name for the line."""

    key: UUID
    company_id: UUID
    item_id: UUID
    warehouse_id: UUID
    qty: Decimal
    occurred_on: date
    source_kind: str
    source_line_id: UUID
    lot_id: UUID | None = None

    @property
    def cost_key(self) -> CostKey:
        return CostKey(self.company_id, self.item_id, self.warehouse_id, self.lot_id)


@dataclass(frozen=True)
class ConsumedCost:
    """What a quantity took with it, and the entry that says so."""

    amount: Decimal
    entry_id: UUID
    family_id: UUID


def consume_cost(
    work: UnitOfWork, lines: Sequence[IssueQuantity], source_event_id: UUID, kind: str = "issue"
) -> dict[UUID, ConsumedCost]:
    """Goods leave at what they cost, by the item's method; the lines of one pool are served in the order given.

    Units: ``qty`` base units, positive; the amounts answered are positive too, in the company's currency.
    Rounding: half up to the minor unit at each line; the last unit of a pool or layer takes what is left.
    Raises: Refused where the books hold less than should leave.
    """
    if not lines:
        return {}
    pools = lock_pools(work, {line.cost_key for line in lines}, create=False)
    needed: dict[UUID, Decimal] = defaultdict(Decimal)
    for line in lines:
        needed[pools[line.cost_key].id] += line.qty
    load_layers(work, needed, pools.values())
    entries, links, consumed = [], [], {}
    for line in lines:
        pool = pools[line.cost_key]
        amount, taken = take_out(pool, line.qty)
        entry_id = new_id()
        entries.append(
            NewEntry(
                entry_id,
                pool,
                line.warehouse_id,
                kind,
                -line.qty,
                -amount,
                line.occurred_on,
                line.source_kind,
                line.source_line_id,
            )
        )
        links += [(entry_id, part) for part in taken]
        consumed[line.key] = ConsumedCost(amount, entry_id, pool.family_id)
    unique = {pool.id: pool for pool in pools.values()}
    write_pools(work, unique.values())
    write_layers(work, [layer for pool in unique.values() for layer in pool.layers])
    append_entries(work, entries, source_event_id)
    append_links(work, links)
    return consumed
