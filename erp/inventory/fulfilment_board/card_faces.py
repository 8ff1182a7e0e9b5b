"""What is written on the cards that are shown: names, how far they are, and how much of them stock could fill."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class CardFace:
    """Names and progress. ``percent`` of an order is what is promised or could be; of a shipment, what is picked."""

    origin_id: UUID
    origin_kind: str
    origin_number: str
    consignee_name: str
    percent: int
    shipment_number: str = ""
    wave_id: UUID | None = None
    wave_number: str = ""
    status: str = ""


# Each item once for each order: what is free of it can go to the order only once, whatever its lines are.
_ORDERS = text("""
    WITH asked AS (
        SELECT d.origin_id, d.item_id, d.warehouse_id, max(d.origin_kind) AS kind, max(d.origin_number) AS number,
               max(d.consignee ->> 'name') AS name, sum(d.qty_allocated - d.qty_released) AS ready,
               sum(d.qty - d.qty_allocated - d.qty_shipped - d.qty_cancelled) AS missing
        FROM inventory.demand_line d
        WHERE d.origin_id = ANY(CAST(:orders AS uuid[])) AND d.warehouse_id = ANY(CAST(:warehouses AS uuid[]))
          AND d.is_open AND d.supply_kind = 'stock' AND d.qty_released + d.qty_shipped + d.qty_cancelled < d.qty
        GROUP BY d.origin_id, d.item_id, d.warehouse_id),
    old AS (
        SELECT b.item_id, b.warehouse_id, sum(b.qty_on_hand - b.qty_allocated) AS qty
        FROM inventory.stock_balance b JOIN inventory.lot l ON l.id = b.lot_id JOIN inventory.item i ON i.id = b.item_id
        WHERE b.item_id IN (SELECT item_id FROM asked WHERE missing > 0)
          AND b.warehouse_id = ANY(CAST(:warehouses AS uuid[]))
          AND b.status = 'available' AND b.owner_id IS NULL AND l.expires_on - i.removal_days < :today
        GROUP BY b.item_id, b.warehouse_id)
    SELECT a.origin_id, max(a.kind) AS kind, max(a.number) AS number, coalesce(max(a.name), '') AS name,
           floor(100 * sum(a.ready + least(a.missing,
               greatest(coalesce(w.qty_available - w.qty_allocated - coalesce(o.qty, 0), 0), 0)))
               / sum(a.ready + a.missing))::integer AS percent
    FROM asked a
    LEFT JOIN inventory.item_warehouse w ON w.item_id = a.item_id AND w.warehouse_id = a.warehouse_id
    LEFT JOIN old o ON o.item_id = a.item_id AND o.warehouse_id = a.warehouse_id
    GROUP BY a.origin_id""")

_SHIPMENTS = text("""
    SELECT s.id, s.origin_id, s.origin_kind, s.origin_number, s.consignee_name, s.number, s.status, v.id AS wave_id,
           v.number AS wave_number, t.lines, t.done
    FROM inventory.shipment s
    CROSS JOIN LATERAL (
        SELECT count(*) AS lines, count(*) FILTER (WHERE k.status <> 'open') AS done,
               max(k.wave_id::text)::uuid AS wave_id
        FROM inventory.pick_task k WHERE k.shipment_id = s.id AND k.status <> 'cancelled') t
    LEFT JOIN inventory.wave v ON v.id = t.wave_id
    WHERE s.id = ANY(CAST(:shipments AS uuid[]))""")


def order_faces(
    session: Session, warehouse_ids: Collection[UUID], order_ids: Collection[UUID], today: date
) -> dict[UUID, CardFace]:
    """The faces of orders; their percentage is what would be theirs if stock were promised to each alone now."""
    if not order_ids:
        return {}
    asked = {"orders": list(order_ids), "warehouses": list(warehouse_ids), "today": today}
    rows = session.execute(_ORDERS, asked)
    return {
        row.origin_id: CardFace(row.origin_id, row.kind, row.number, row.name, row.percent) for row in rows
    }


def shipment_faces(session: Session, shipment_ids: Collection[UUID]) -> dict[UUID, CardFace]:
    """The faces of shipments; their percentage is how many of their picks are done."""
    if not shipment_ids:
        return {}
    rows = session.execute(_SHIPMENTS, {"shipments": list(shipment_ids)})
    return {
        row.id: CardFace(
            row.origin_id, row.origin_kind, row.origin_number, row.consignee_name,
            100 * row.done // row.lines if row.lines else 100, row.number, row.wave_id, row.wave_number or "",
            row.status,
        )
        for row in rows
    }
