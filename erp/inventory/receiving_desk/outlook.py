"""Foresee what goods that come in will do: whom they serve, what is left, and which bins take it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.inventory.fulfilment.foresee_fill import foresee_fill
from erp.inventory.fulfilment.lock_demand import LockedDemand
from erp.inventory.put_away.share_over_bins import BinShare, share_over_bins
from erp.inventory.put_away.suggest_bins import bin_spaces

ZERO = Decimal(0)


@dataclass(frozen=True)
class Served:
    """Somebody who waits for the item, and what of these goods would be theirs (base units)."""

    demand: LockedDemand
    qty: Decimal


@dataclass(frozen=True)
class ItemOutlook:
    """One item of what comes in. Units: base units.

    ``served`` are all who wait, in their turn; ``qty_reserved`` is promised to others from stock already. What nobody
    gets goes into ``bins`` by the put-away rules; for ``qty_nowhere`` no rule has room, and ``usual_bin`` is where the
    item lies now.
    """

    item_id: UUID
    qty_incoming: Decimal
    served: Sequence[Served]
    qty_reserved: Decimal
    lines_reserved: int
    bins: Sequence[BinShare]
    qty_nowhere: Decimal
    usual_bin: str | None

    @property
    def qty_filled(self) -> Decimal:
        """What would be promised at once."""
        return sum((each.qty for each in self.served), ZERO)

    @property
    def qty_left(self) -> Decimal:
        """What nobody waits for: to be put away. What was free before is promised before it, and takes its place."""
        return max(self.qty_incoming - self.qty_filled, ZERO)

    @property
    def filled(self) -> Sequence[Served]:
        """Those who get something."""
        return [each for each in self.served if each.qty]


_RESERVED = text("""
    SELECT d.item_id, sum(d.qty_allocated) AS qty, count(*) AS lines FROM inventory.demand_line d
    WHERE d.warehouse_id = :warehouse AND d.item_id = ANY(CAST(:items AS uuid[])) AND d.is_open AND d.qty_allocated > 0
    GROUP BY d.item_id""")

_USUAL_BINS = text("""
    SELECT DISTINCT ON (b.item_id) b.item_id, n.code FROM inventory.stock_balance b
    JOIN inventory.bin n ON n.id = b.bin_id AND n.kind = 'storage' AND n.status = 'active'
    WHERE b.warehouse_id = :warehouse AND b.item_id = ANY(CAST(:items AS uuid[]))
    ORDER BY b.item_id, b.qty_on_hand = 0, n.pick_sequence, n.code""")


def outlook(
    session: Session, warehouse_id: UUID, incoming: Mapping[UUID, Decimal], today: date
) -> dict[UUID, ItemOutlook]:
    """What so much of each item would do in the warehouse if it came in now.

    A number of executions that does not grow with the items or with those who wait.
    """
    coming = {item_id: qty for item_id, qty in incoming.items() if qty > 0}
    if not coming:
        return {}
    fill = foresee_fill(session, {(item_id, warehouse_id): qty for item_id, qty in coming.items()}, today)
    served: dict[UUID, list[Served]] = {item_id: [] for item_id in coming}
    for line in fill.waiting:
        served[line.item_id].append(Served(line, fill.shares.get(line.id, ZERO)))
    params = {"warehouse": warehouse_id, "items": list(coming)}
    reserved = {row.item_id: row for row in session.execute(_RESERVED, params)}
    usual = {row.item_id: row.code for row in session.execute(_USUAL_BINS, params)}
    spaces = bin_spaces(session, warehouse_id, coming)
    found = {}
    for item_id, qty in coming.items():
        left = max(qty - fill.qty_filled(item_id), ZERO)
        bins, nowhere = share_over_bins(left, spaces.get(item_id, []))
        kept = reserved.get(item_id)
        found[item_id] = ItemOutlook(
            item_id, qty, served[item_id], kept.qty if kept else ZERO, int(kept.lines) if kept else 0, bins, nowhere,
            usual.get(item_id),
        )
    return found
