"""Enter what was counted, against what the books held at that very moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.counting.lock_count import lock_open_count
from erp.inventory.counting.models import StockCountLine
from erp.inventory.plain_quantity import plain
from erp.inventory.stock.locking import StockKey, lock_balances
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows, update_rows
from erp.kernel.unit_of_work import UnitOfWork

ZERO = Decimal(0)


@dataclass(frozen=True)
class CountedQuantity:
    """So many base units stand on a stock key; a key that is not on the sheet joins it."""

    bin_id: UUID
    item_id: UUID
    qty: Decimal
    lot_id: UUID | None = None
    status: str = "available"


_LINES = text(
    "SELECT g.n, i.sku, i.qty_quantum, i.tracking, b.id IS NOT NULL AS bin_known, l.id IS NOT NULL AS lot_known, "
    "  y.id AS line_id "
    "FROM unnest(CAST(:bins AS uuid[]), CAST(:items AS uuid[]), CAST(:lots AS uuid[]), CAST(:statuses AS text[])) "
    "  WITH ORDINALITY AS g(bin_id, item_id, lot_id, status, n) "
    "LEFT JOIN inventory.item i ON i.id = g.item_id AND i.kind = 'stocked' "
    "LEFT JOIN inventory.bin b ON b.id = g.bin_id AND b.warehouse_id = :warehouse_id "
    "LEFT JOIN inventory.lot l ON l.id = g.lot_id AND l.item_id = g.item_id "
    "LEFT JOIN inventory.stock_count_line y ON y.count_id = :count_id AND y.bin_id = g.bin_id "
    "  AND y.item_id = g.item_id AND y.lot_id IS NOT DISTINCT FROM g.lot_id AND y.status = g.status "
    "ORDER BY g.n"
)
# What has moved on a key since the goods were counted, and the last movement before that.
_SINCE = text(
    "SELECT g.balance_id, "
    "  (SELECT coalesce(sum(m.qty), 0) FROM inventory.stock_movement m "
    "    WHERE m.balance_id = g.balance_id "
    "      AND (m.recorded_at > :counted_at OR m.occurred_on > CAST(:counted_on AS date))) AS moved, "
    "  (SELECT m.id FROM inventory.stock_movement m "
    "    WHERE m.balance_id = g.balance_id AND m.recorded_at <= :counted_at ORDER BY m.id DESC LIMIT 1) AS position "
    "FROM unnest(CAST(:balances AS uuid[])) AS g(balance_id)"
)


def enter_counts(
    work: UnitOfWork,
    count_id: UUID,
    counted: Sequence[CountedQuantity],
    *,
    counted_at: datetime | None = None,
    counted_on: date | None = None,
) -> None:
    """Write down counted quantities, each beside the balance it speaks of.

    The balance is that of now, or, for a sheet entered later, that of ``counted_at`` or of the end of the business
    day ``counted_on``: whatever moved in between is taken out of the comparison, so nobody has to stop working.
    Entering a key again replaces its count. Six executions, whatever the number of lines.

    Units: base units, zero or more.
    Raises: NotFound; Conflict for a count that is not open; Refused for a quantity, bin or lot that cannot be, or an
        instant in the future.
    """
    count = lock_open_count(work, count_id)
    work.require("inventory.count.enter", count.branch_id)
    if counted_at is not None and counted_at > work.now:
        raise Refused("Goods cannot have been counted in the future. Correct the time.", field="counted_at")
    if not counted:
        raise Refused("Enter at least one counted quantity.")
    lines = _check(work, count_id, count.warehouse_id, counted)
    keys = [
        StockKey(count.company_id, y.item_id, count.warehouse_id, y.bin_id, y.lot_id, y.status, None) for y in counted
    ]
    balances = lock_balances(work, set(keys))
    since = {
        row.balance_id: row
        for row in work.execute(
            _SINCE, {
                "balances": [b.id for b in balances.values()], "counted_at": counted_at or work.now,
                "counted_on": counted_on,
            },
        )
    }
    rows = []
    for key, line in zip(keys, counted, strict=True):
        balance = balances.get(key)
        moved = since[balance.id].moved if balance is not None and (counted_at or counted_on) else ZERO
        rows.append(
            {
                "qty_counted": line.qty,
                "qty_book": balance.qty_on_hand - moved if balance is not None else ZERO,
                "book_position": since[balance.id].position if balance is not None else None,
                "counted_at": counted_at or work.now,
                "counted_by": work.actor.name,
            }
        )
    _write(work, count_id, counted, lines, rows)


def _check(
    work: UnitOfWork, count_id: UUID, warehouse_id: UUID, counted: Sequence[CountedQuantity]
) -> list[UUID | None]:
    """The sheet's line for each counted key, None where there is none yet. Raises where a key cannot be."""
    found = work.execute(
        _LINES,
        {
            "count_id": count_id,
            "warehouse_id": warehouse_id,
            "bins": [line.bin_id for line in counted],
            "items": [line.item_id for line in counted],
            "lots": [line.lot_id for line in counted],
            "statuses": [line.status for line in counted],
        },
    ).all()
    seen: set[tuple[object, ...]] = set()
    for n, (row, line) in enumerate(zip(found, counted, strict=True)):
        if row.sku is None:
            raise NotFound("There is no such stocked item.", field=f"lines-{n}-item")
        if not row.bin_known:
            raise NotFound("%(sku)s: the warehouse has no such bin.", field=f"lines-{n}-bin", sku=row.sku)
        if (row.tracking != "none") != row.lot_known:
            needs = "name the lot" if row.tracking != "none" else "it is not kept by lot"
            raise Refused("%(sku)s: %(needs)s.", field=f"lines-{n}-lot", sku=row.sku, needs=needs)
        if line.qty < 0 or line.qty % row.qty_quantum:
            raise Refused(
                "%(sku)s is counted in steps of %(qty_quantum)s from zero up, not %(qty)s.",
                field=f"lines-{n}-qty", sku=row.sku, qty_quantum=plain(row.qty_quantum), qty=plain(line.qty),
            )
        key = (line.bin_id, line.item_id, line.lot_id, line.status)
        if key in seen:
            raise Refused(
                "%(sku)s is there twice for the same bin. Add the two up.",
                field=f"lines-{n}-qty", sku=row.sku,
            )
        seen.add(key)
    return [row.line_id for row in found]


def _write(
    work: UnitOfWork,
    count_id: UUID,
    counted: Sequence[CountedQuantity],
    lines: Sequence[UUID | None],
    rows: Sequence[dict[str, object]],
) -> None:
    known = [{"id": y, **row} for y, row in zip(lines, rows, strict=True) if y is not None]
    update_rows(work, StockCountLine, ("id",), known)
    joined = [(line, row) for line, y, row in zip(counted, lines, rows, strict=True) if y is None]
    if not joined:
        return
    last: int = work.execute(
        text("SELECT coalesce(max(position), 0) FROM inventory.stock_count_line WHERE count_id = :id"),
        {"id": count_id},
    ).scalar_one()
    insert_rows(
        work,
        StockCountLine,
        [
            {
                "id": new_id(),
                "count_id": count_id,
                "position": last + n,
                "bin_id": line.bin_id,
                "item_id": line.item_id,
                "lot_id": line.lot_id,
                "status": line.status,
                **row,
            }
            for n, (line, row) in enumerate(joined, start=1)
        ],
    )
