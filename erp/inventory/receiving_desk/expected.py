"""Read what should come to some warehouses: purchase orders, transfers on their way, authorized returns."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

KINDS = ("purchase_order", "transfer", "return")
WHENS = ("late", "today", "later", "no_day")
MOST = 200


@dataclass(frozen=True)
class ExpectedReceipt:
    """Something that should come. ``expected_on`` is the day a supplier was given; others have only ``since``."""

    kind: str
    id: UUID
    number: str
    party: str
    warehouse_code: str
    expected_on: date | None
    since: date
    lines: int
    days_late: int


@dataclass(frozen=True)
class Expected:
    """The first receipts in the order of their days, and how many there are of each kind of day."""

    receipts: Sequence[ExpectedReceipt]
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All that is expected, whatever its day."""
        return sum(self.counts.values())


_PURCHASES = """
    SELECT 'purchase_order', o.id, o.number, s.name, w.code, o.expected_on, o.ordered_on, l.lines
    FROM inventory.purchase_order o JOIN inventory.supplier s ON s.id = o.supplier_id
    JOIN inventory.warehouse w ON w.id = o.warehouse_id
    CROSS JOIN LATERAL (SELECT count(*) AS lines FROM inventory.purchase_order_line y
                        WHERE y.purchase_order_id = o.id AND y.qty_received + y.qty_cancelled < y.qty) l
    WHERE o.warehouse_id = ANY(CAST(:warehouses AS uuid[])) AND o.status = 'submitted' AND l.lines > 0"""
_TRANSFERS = """
    SELECT 'transfer', t.id, t.number, f.code || ' ' || f.name, w.code, NULL::date, t.shipped_on,
           (SELECT count(*) FROM inventory.transfer_line y
            WHERE y.transfer_order_id = t.id AND y.qty_received + y.qty_lost < y.qty_shipped)
    FROM inventory.transfer_order t JOIN inventory.warehouse f ON f.id = t.from_warehouse_id
    JOIN inventory.warehouse w ON w.id = t.to_warehouse_id
    WHERE t.to_warehouse_id = ANY(CAST(:warehouses AS uuid[])) AND t.status = 'shipped'"""
_RETURNS = """
    SELECT 'return', e.origin_id, min(e.origin_number), min(e.consignor_name), w.code, NULL::date,
           min(e.created_at)::date, count(*)
    FROM inventory.return_expectation e JOIN inventory.warehouse w ON w.id = e.warehouse_id
    WHERE e.warehouse_id = ANY(CAST(:warehouses AS uuid[])) AND e.qty_received + e.qty_cancelled < e.qty
    GROUP BY e.origin_id, w.id"""
_OF_KIND = {"purchase_order": _PURCHASES, "transfer": _TRANSFERS, "return": _RETURNS}

_EXPECTED = """
    WITH due (kind, id, number, party, warehouse_code, expected_on, since, lines) AS ({receipts}), placed AS (
        SELECT due.*, CASE WHEN expected_on IS NULL THEN 'no_day' WHEN expected_on < :today THEN 'late'
                           WHEN expected_on = :today THEN 'today' ELSE 'later' END AS place
        FROM due WHERE CAST(:part AS text) IS NULL OR number LIKE :start OR party ILIKE :part)
    SELECT placed.*, count(*) FILTER (WHERE place = 'late') OVER () AS late,
           count(*) FILTER (WHERE place = 'today') OVER () AS today,
           count(*) FILTER (WHERE place = 'later') OVER () AS later,
           count(*) FILTER (WHERE place = 'no_day') OVER () AS no_day
    FROM placed
    ORDER BY place IS DISTINCT FROM coalesce(CAST(:place AS text), place), expected_on NULLS LAST,
             party COLLATE "C", since, number
    LIMIT :limit"""


def expected(
    session: Session,
    warehouse_ids: Collection[UUID],
    kinds: Collection[str],
    today: date,
    *,
    q: str = "",
    when: str | None = None,
) -> Expected:
    """What should come to these warehouses, the earliest first, in one execution.

    ``q`` is the beginning of a number or part of a party's name; ``when`` shows one kind of day only, the counts are of
    all of them.
    """
    chosen = [_OF_KIND[kind] for kind in KINDS if kind in kinds]
    if not chosen or not warehouse_ids:
        return Expected((), dict.fromkeys(WHENS, 0))
    cleaned = q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = session.execute(
        text(_EXPECTED.format(receipts=" UNION ALL ".join(chosen))),
        {
            "warehouses": list(warehouse_ids), "today": today, "place": when, "limit": MOST,
            "start": f"{cleaned.upper()}%", "part": f"%{cleaned}%" if q else None,
        },
    ).all()
    counts = {name: int(getattr(rows[0], name)) if rows else 0 for name in WHENS}
    receipts = [
        ExpectedReceipt(
            row.kind, row.id, row.number, row.party, row.warehouse_code, row.expected_on, row.since, int(row.lines),
            max((today - row.expected_on).days, 0) if row.expected_on else 0,
        )
        for row in rows
        if when is None or row.place == when
    ]
    return Expected(receipts, counts)
