"""The rows the board and its lists are made of: one for each card, whatever is asked of them afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

STATES = ("to_allocate", "ready", "in_a_wave", "picking", "to_pack", "to_ship")
DUES = ("overdue", "today", "tomorrow", "later")
DOCK_DAYS = 7  # how long a shipment that nobody handed over is believed to stand on the dock


@dataclass(frozen=True)
class BoardChoice:
    """Which cards are asked for: those of warehouses at a moment, narrowed by what somebody chose."""

    warehouse_ids: Sequence[UUID]
    today: date
    clock: time  # local to the branch
    q: str = ""  # beginning of an order's number, part of a name
    carrier_id: UUID | None = None
    no_carrier: bool = False
    priority: int | None = None  # at most this number: the lower, the earlier
    zone: str = ""  # of the bins its goods lie in

    @property
    def values(self) -> dict[str, Any]:
        """What the statement binds."""
        cleaned = self.q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        given: dict[str, Any] = {
            "warehouses": list(self.warehouse_ids), "today": self.today, "clock": self.clock,
            "dock_since": self.today - timedelta(days=DOCK_DAYS),
        }
        chosen = {
            "start": (f"{cleaned.upper()}%", self.q), "part": (f"%{cleaned}%", self.q),
            "carrier": (self.carrier_id, self.carrier_id), "priority": (self.priority, self.priority is not None),
            "zone": (self.zone.upper(), self.zone),
        }
        return given | {name: value for name, (value, is_given) in chosen.items() if is_given}


# What of an order is on no wave yet: its promised part makes it ready, otherwise it waits for stock. The arithmetic of
# a line is done once, before the lines are added up.
_WAITING = """
    SELECT o.id, o.id AS origin_id,
           CASE WHEN o.ready > 0 THEN 'ready' ELSE 'to_allocate' END AS state, o.promised_on, o.priority,
           y.id AS carrier_id, NULL::uuid AS wave_id,
           CASE WHEN o.ready > 0 THEN o.lines_ready ELSE o.lines END AS lines,
           CASE WHEN o.ready > 0 THEN o.ready ELSE o.missing END AS qty,
           CASE WHEN o.ready > 0 THEN o.ready_kg ELSE o.missing_kg END AS weight_kg, o.is_weighed
    FROM (SELECT l.origin_id AS id, min(l.promised_on) AS promised_on, min(l.priority) AS priority,
                 max(l.carrier_code COLLATE "C") AS carrier_code, count(*)::integer AS lines,
                 (count(*) FILTER (WHERE l.ready > 0))::integer AS lines_ready, sum(l.ready) AS ready,
                 sum(l.missing) AS missing, sum(l.ready * l.weight_kg) AS ready_kg,
                 sum(l.missing * l.weight_kg) AS missing_kg, bool_and(l.weight_kg IS NOT NULL) AS is_weighed
          FROM (SELECT d.origin_id, d.promised_on, d.priority, r.code AS carrier_code, i.weight_kg,
                       d.qty_allocated - d.qty_released AS ready,
                       d.qty - d.qty_allocated - d.qty_shipped - d.qty_cancelled AS missing
                FROM inventory.demand_line d JOIN inventory.item i ON i.id = d.item_id
                LEFT JOIN inventory.carrier r ON r.id = d.carrier_id
                WHERE d.warehouse_id = ANY(CAST(:warehouses AS uuid[])) AND d.is_open AND d.supply_kind = 'stock'
                  AND d.qty_released + d.qty_shipped + d.qty_cancelled < d.qty {narrowed} OFFSET 0) l
          GROUP BY l.origin_id) o
    LEFT JOIN inventory.carrier y ON y.code = o.carrier_code"""
_SHIPMENT = """
    SELECT s.id, s.origin_id,
           CASE WHEN s.status <> 'picking' THEN 'to_ship' WHEN t.still_open = 0 THEN 'to_pack'
                WHEN t.still_open < t.lines THEN 'picking' ELSE 'in_a_wave' END AS state,
           s.promised_on, t.priority, s.carrier_id, t.wave_id, t.lines, t.qty, t.weight_kg, t.is_weighed
    FROM inventory.shipment s
    CROSS JOIN LATERAL (
        SELECT count(*)::integer AS lines, count(*) FILTER (WHERE k.status = 'open') AS still_open,
               max(k.wave_id::text)::uuid AS wave_id, coalesce(min(d.priority), 0) AS priority,
               coalesce(sum(CASE k.status WHEN 'open' THEN k.qty ELSE k.qty_picked END), 0) AS qty,
               sum(CASE k.status WHEN 'open' THEN k.qty ELSE k.qty_picked END * i.weight_kg) AS weight_kg,
               coalesce(bool_and(i.weight_kg IS NOT NULL), false) AS is_weighed
        FROM inventory.pick_task k JOIN inventory.item i ON i.id = k.item_id
        JOIN inventory.demand_line d ON d.id = k.demand_line_id
        WHERE k.shipment_id = s.id AND k.status <> 'cancelled') t
    WHERE s.warehouse_id = ANY(CAST(:warehouses AS uuid[])) AND {open} {narrowed}"""
_ON_THE_FLOOR = "s.status IN ('picking', 'packed')"
_ON_THE_DOCK = "s.status = 'shipped' AND s.handed_over_at IS NULL AND s.shipped_on >= :dock_since"

_ZONE_OF_ORDER = """d.origin_id IN (
        SELECT z.origin_id FROM inventory.demand_line z
        WHERE z.warehouse_id = ANY(CAST(:warehouses AS uuid[])) AND z.is_open AND z.item_id IN (
            SELECT b.item_id FROM inventory.stock_balance b JOIN inventory.bin n ON n.id = b.bin_id
            WHERE b.warehouse_id = ANY(CAST(:warehouses AS uuid[])) AND b.status = 'available' AND b.qty_on_hand > 0
              AND n.kind = 'storage' AND split_part(n.code, '-', 1) = :zone))"""
_ZONE_OF_SHIPMENT = """EXISTS (
        SELECT FROM inventory.pick_task z JOIN inventory.bin n ON n.id = z.bin_id
        WHERE z.shipment_id = s.id AND z.status <> 'cancelled' AND split_part(n.code, '-', 1) = :zone)"""


def cards_statement(choice: BoardChoice) -> str:
    """The statement of the chosen cards, to be bound with ``choice.values``.

    Columns: id, origin_id, state, due (0 overdue to 3 later), promised_on, priority, carrier_id, carrier_code, cut_off,
    wave_id, lines, qty (base units), weight_kg (of what is weighed), is_weighed.
    """
    narrowed = _narrowed(choice, "s.origin_number", "s.consignee_name", _ZONE_OF_SHIPMENT)
    rows = [
        _WAITING.format(narrowed=_narrowed(choice, "d.origin_number", "d.consignee ->> 'name'", _ZONE_OF_ORDER)),
        _SHIPMENT.format(open=_ON_THE_FLOOR, narrowed=narrowed),
        _SHIPMENT.format(open=_ON_THE_DOCK, narrowed=narrowed),
    ]
    return f"""
        SELECT c.*, r.code AS carrier_code, r.cut_off,
               CASE WHEN c.promised_on < :today OR (c.promised_on = :today AND r.cut_off < :clock) THEN 0
                    WHEN c.promised_on = :today THEN 1 WHEN c.promised_on = :today + 1 THEN 2 ELSE 3 END AS due
        FROM ({" UNION ALL ".join(rows)}) c LEFT JOIN inventory.carrier r ON r.id = c.carrier_id
        WHERE true {_chosen(choice)}"""  # noqa: S608


def _narrowed(choice: BoardChoice, number: str, name: str, zone: str) -> str:
    conditions = []
    if choice.q:
        conditions.append(f"({number} LIKE :start OR {name} ILIKE :part)")
    if choice.zone:
        conditions.append(zone)
    return "".join(f" AND {condition}" for condition in conditions)


def _chosen(choice: BoardChoice) -> str:
    conditions = []
    if choice.carrier_id is not None:
        conditions.append("c.carrier_id = :carrier")
    elif choice.no_carrier:
        conditions.append("c.carrier_id IS NULL")
    if choice.priority is not None:
        conditions.append("c.priority <= :priority")
    return "".join(f" AND {condition}" for condition in conditions)
