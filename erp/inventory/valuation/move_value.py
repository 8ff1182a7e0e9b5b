"""Take value along when goods go from one warehouse to another."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.inventory.valuation.arithmetic import take_out
from erp.inventory.valuation.ledger import NewEntry, NewLayer, add_layers, append_entries, append_links
from erp.inventory.valuation.pools import CostKey, load_layers, lock_pools, write_layers, write_pools
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork

ZERO = Decimal(0)


@dataclass(frozen=True)
class MovedGoods:
    """A quantity, positive, that goes from one warehouse to another; ``key`` is the caller's name for the line."""

    key: UUID
    company_id: UUID
    item_id: UUID
    from_warehouse_id: UUID
    to_warehouse_id: UUID
    qty: Decimal
    occurred_on: date
    source_kind: str
    source_line_id: UUID
    lot_id: UUID | None = None


@dataclass(frozen=True)
class MovedValue:
    """The value that changed pools: nothing where both warehouses share one."""

    amount: Decimal
    family_id: UUID


def move_value(
    work: UnitOfWork, lines: Sequence[MovedGoods], source_event_id: UUID
) -> dict[UUID, MovedValue]:
    """Goods carry their value from pool to pool, unchanged; the receipts they came from stay known.

    Where the company keeps one cost for all its warehouses, or one for each lot, nothing happens.

    Units: ``qty`` base units, positive; amounts in company currency.
    Raises: Refused where the books hold less than should leave.
    """
    sources = [CostKey(y.company_id, y.item_id, y.from_warehouse_id, y.lot_id) for y in lines]
    targets = [CostKey(y.company_id, y.item_id, y.to_warehouse_id, y.lot_id) for y in lines]
    pools = lock_pools(work, {*sources, *targets}, create=True)
    needed: dict[UUID, Decimal] = defaultdict(Decimal)
    for line, source, target in zip(lines, sources, targets, strict=True):
        if pools[source] is not pools[target]:
            needed[pools[source].id] += line.qty
    if needed:
        load_layers(work, needed, pools.values())
    entries, links, layers, moved = [], [], [], {}
    for line, source, target in zip(lines, sources, targets, strict=True):
        sender, receiver = pools[source], pools[target]
        if sender is receiver:
            moved[line.key] = MovedValue(ZERO, sender.family_id)
            continue
        amount, taken = take_out(sender, line.qty)
        receiver.qty += line.qty
        receiver.value += amount
        leaving, arriving = new_id(), new_id()
        origin = (line.occurred_on, line.source_kind, line.source_line_id)
        entries += [
            NewEntry(leaving, sender, line.from_warehouse_id, "transfer_out", -line.qty, -amount, *origin),
            NewEntry(arriving, receiver, line.to_warehouse_id, "transfer_in", line.qty, amount, *origin, leaving),
        ]
        links += [(leaving, part) for part in taken]
        layers += [
            NewLayer(receiver, arriving, part.qty, part.amount, *origin, parent_layer_id=part.layer_id)
            for part in taken
        ]
        moved[line.key] = MovedValue(amount, sender.family_id)
    if entries:
        unique = {pool.id: pool for pool in pools.values()}
        write_pools(work, unique.values())
        write_layers(work, [layer for pool in unique.values() for layer in pool.layers])
        append_entries(work, entries, source_event_id)
        append_links(work, links)
        add_layers(work, layers)
    return moved
