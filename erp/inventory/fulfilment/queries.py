"""Read how far demand is, for those who asked and for the fulfilment page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class ReadyOrigin:
    """An origin with promised goods that are on no wave yet."""

    origin_id: UUID
    origin_kind: str
    origin_number: str
    consignee_name: str
    promised_on: date
    priority: int
    lines_ready: int
    lines_backordered: int


@dataclass(frozen=True)
class WaitingLine:
    """A backordered demand line whose item has free stock in the warehouse."""

    demand_line_id: UUID
    origin_number: str
    consignee_name: str
    item_id: UUID
    sku: str
    description: str
    base_unit: str
    promised_on: date
    priority: int
    qty_backordered: Decimal
    qty_free: Decimal


_READY = text("""
    SELECT d.origin_id, min(d.origin_kind), min(d.origin_number), coalesce(min(d.consignee ->> 'name'), ''),
           min(d.promised_on), min(d.priority), count(*) FILTER (WHERE d.qty_allocated > d.qty_released),
           count(*) FILTER (WHERE d.qty_allocated + d.qty_shipped + d.qty_cancelled < d.qty)
    FROM inventory.demand_line d
    WHERE d.warehouse_id = :warehouse
      AND d.origin_id IN (SELECT r.origin_id FROM inventory.demand_line r
                          WHERE r.warehouse_id = :warehouse AND r.is_open AND r.qty_allocated > r.qty_released
                          ORDER BY r.priority, r.promised_on, r.id LIMIT 2000)
    GROUP BY d.origin_id
    ORDER BY min(d.priority), min(d.promised_on), d.origin_id LIMIT :limit""")

_WAITING = text("""
    SELECT d.id, d.origin_number, coalesce(d.consignee ->> 'name', ''), d.item_id, i.sku, i.description, i.base_unit,
           d.promised_on, d.priority, d.qty - d.qty_allocated - d.qty_shipped - d.qty_cancelled,
           w.qty_available - w.qty_allocated
    FROM inventory.item_warehouse w
    JOIN inventory.demand_line d ON d.item_id = w.item_id AND d.warehouse_id = w.warehouse_id
     AND d.is_open AND d.qty_allocated + d.qty_shipped + d.qty_cancelled < d.qty AND d.supply_kind = 'stock'
    JOIN inventory.item i ON i.id = w.item_id
    WHERE w.warehouse_id = :warehouse AND w.qty_available > w.qty_allocated
    ORDER BY d.priority, d.promised_on, d.id LIMIT :limit""")


def ready_origins(session: Session, warehouse_id: UUID, limit: int = 200) -> list[ReadyOrigin]:
    """Who can be picked for in a warehouse, the most urgent first."""
    rows = session.execute(_READY, {"warehouse": warehouse_id, "limit": limit})
    return [ReadyOrigin(*tuple(row)) for row in rows]


def waiting_lines(session: Session, warehouse_id: UUID, limit: int = 200) -> list[WaitingLine]:
    """Backorders that free stock of the warehouse could serve, in their turn."""
    rows = session.execute(_WAITING, {"warehouse": warehouse_id, "limit": limit})
    return [WaitingLine(*tuple(row)) for row in rows]


@dataclass(frozen=True)
class FulfilmentCounts:
    """What waits in a warehouse: origins to release, lines without stock, picks, shipments to pack and to ship."""

    origins_ready: int
    lines_backordered: int
    picks_open: int
    shipments_picked: int
    shipments_packed: int


_COUNTS = text("""
    SELECT (SELECT count(DISTINCT origin_id) FROM inventory.demand_line
            WHERE warehouse_id = :warehouse AND is_open AND qty_allocated > qty_released),
           (SELECT count(*) FROM inventory.demand_line
            WHERE warehouse_id = :warehouse AND is_open AND qty_allocated + qty_shipped + qty_cancelled < qty),
           (SELECT count(*) FROM inventory.pick_task t JOIN inventory.shipment s ON s.id = t.shipment_id
            WHERE s.warehouse_id = :warehouse AND s.status = 'picking' AND t.status = 'open'),
           (SELECT count(*) FROM inventory.shipment s WHERE s.warehouse_id = :warehouse AND s.status = 'picking'
            AND NOT EXISTS (SELECT FROM inventory.pick_task t WHERE t.shipment_id = s.id AND t.status = 'open')),
           (SELECT count(*) FROM inventory.shipment WHERE warehouse_id = :warehouse AND status = 'packed')""")


def fulfilment_counts(session: Session, warehouse_id: UUID) -> FulfilmentCounts:
    """How much of everything waits in the warehouse."""
    return FulfilmentCounts(*tuple(session.execute(_COUNTS, {"warehouse": warehouse_id}).one()))


@dataclass(frozen=True)
class DemandOfOrigin:
    """A demand line as the page of its origin shows it."""

    sku: str
    description: str
    base_unit: str
    warehouse_code: str
    promised_on: date
    qty: Decimal
    qty_allocated: Decimal
    qty_released: Decimal
    qty_shipped: Decimal
    qty_cancelled: Decimal

    @property
    def qty_backordered(self) -> Decimal:
        """Wanted, and promised by nothing yet."""
        return self.qty - self.qty_allocated - self.qty_shipped - self.qty_cancelled


def demand_of_origin(
    session: Session, origin_id: UUID, branch_ids: Collection[UUID] | None
) -> list[DemandOfOrigin]:
    """What an origin wants and how far it is, with the names a page needs."""
    rows = session.execute(
        text("""SELECT i.sku, i.description, i.base_unit, w.code, d.promised_on, d.qty, d.qty_allocated,
                       d.qty_released, d.qty_shipped, d.qty_cancelled
                FROM inventory.demand_line d JOIN inventory.item i ON i.id = d.item_id
                JOIN inventory.warehouse w ON w.id = d.warehouse_id
                WHERE d.origin_id = :origin
                  AND (CAST(:branches AS uuid[]) IS NULL OR w.branch_id = ANY(CAST(:branches AS uuid[])))
                ORDER BY d.id"""),
        {"origin": origin_id, "branches": None if branch_ids is None else list(branch_ids)},
    )
    return [DemandOfOrigin(*tuple(row)) for row in rows]
