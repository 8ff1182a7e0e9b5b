"""What waits in purchasing and in the warehouse; each tile opens the list that holds what it counts."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.inventory.picking.queries import count_open_picks
from erp.inventory.receiving.queries import count_expected
from erp.inventory.shipping.queries import count_packed
from erp.kernel.actor import Actor
from erp.kernel.module import Waiting

SHORT_DAYS = 7
_OF_BRANCHES = "(CAST(:branches AS uuid[]) IS NULL OR {column} = ANY(CAST(:branches AS uuid[])))"
_ORDERS = f"""SELECT count(*) FROM inventory.purchase_order
              WHERE company_id = :company AND {_OF_BRANCHES.format(column='branch_id')}"""  # noqa: S608
_OPEN = """EXISTS (SELECT FROM inventory.purchase_order_line l WHERE l.purchase_order_id = purchase_order.id
                   AND l.qty_received + l.qty_cancelled < l.qty)"""
_BACKORDERS = f"""
    SELECT count(*) FROM inventory.demand_line d JOIN inventory.warehouse w ON w.id = d.warehouse_id
    WHERE w.company_id = :company AND d.qty_allocated + d.qty_shipped + d.qty_cancelled < d.qty
      AND {_OF_BRANCHES.format(column='w.branch_id')}"""  # noqa: S608
_READY = f"""
    SELECT count(DISTINCT d.origin_id) FROM inventory.demand_line d JOIN inventory.warehouse w ON w.id = d.warehouse_id
    WHERE w.company_id = :company AND d.is_open AND d.qty_allocated > d.qty_released AND d.supply_kind = 'stock'
      AND {_OF_BRANCHES.format(column='w.branch_id')}"""  # noqa: S608
_SHORT = f"""
    SELECT count(DISTINCT t.wave_id) FROM inventory.pick_task t JOIN inventory.wave v ON v.id = t.wave_id
    JOIN inventory.warehouse w ON w.id = v.warehouse_id
    WHERE w.company_id = :company AND t.status = 'short' AND t.picked_at >= :since
      AND {_OF_BRANCHES.format(column='w.branch_id')}"""  # noqa: S608
_EXPECTED = f"""
    SELECT count(*) FROM (
        SELECT e.origin_id FROM inventory.return_expectation e JOIN inventory.warehouse w ON w.id = e.warehouse_id
        WHERE e.company_id = :company AND e.qty_received + e.qty_cancelled < e.qty
          AND {_OF_BRANCHES.format(column='w.branch_id')}
        GROUP BY e.origin_id, w.id) AS waiting"""  # noqa: S608
_INSPECT = f"""
    SELECT count(*) FROM inventory.return_receipt r JOIN inventory.warehouse w ON w.id = r.warehouse_id
    WHERE w.company_id = :company AND {_OF_BRANCHES.format(column='w.branch_id')}
      AND EXISTS (SELECT FROM inventory.return_receipt_line l
                  WHERE l.receipt_id = r.id AND l.qty_dispositioned < l.qty AND l.inspected_at IS NULL)"""  # noqa: S608
_TRANSFERS = f"""
    SELECT count(*) FROM inventory.transfer_order t
    JOIN inventory.warehouse a ON a.id = t.from_warehouse_id JOIN inventory.warehouse b ON b.id = t.to_warehouse_id
    WHERE t.company_id = :company AND t.status = :status
      AND ({_OF_BRANCHES.format(column='a.branch_id')} OR {_OF_BRANCHES.format(column='b.branch_id')})"""  # noqa: S608


def count_orders_to_send(session: Session, company_id: UUID, actor: Actor) -> int:
    """Purchase orders written and not sent."""
    return _count(session, f"{_ORDERS} AND status = 'draft'", company_id, actor, "inventory.purchase_order.view")


def count_late_purchases(session: Session, company_id: UUID, actor: Actor, today: date) -> int:
    """Purchase orders of which something should have come before today and has not."""
    return _count(
        session, f"{_ORDERS} AND status = 'submitted' AND expected_on < :today AND {_OPEN}", company_id, actor,
        "inventory.purchase_order.view", today=today,
    )  # fmt: skip


def count_backorders(session: Session, company_id: UUID, actor: Actor) -> int:
    """Lines that wait for goods."""
    return _count(session, _BACKORDERS, company_id, actor, "inventory.demand.view")


def count_ready_orders(session: Session, company_id: UUID, actor: Actor) -> int:
    """Orders with promised goods that are on no wave yet."""
    return _count(session, _READY, company_id, actor, "inventory.demand.view")


def count_short_waves(session: Session, company_id: UUID, actor: Actor, today: date) -> int:
    """Waves of which a pick came up short within a week: bins to count."""
    since = today - timedelta(days=SHORT_DAYS)
    return _count(session, _SHORT, company_id, actor, "inventory.wave.view", since=since)


def count_expected_returns(session: Session, company_id: UUID, actor: Actor) -> int:
    """Authorized returns of which something should still come."""
    return _count(session, _EXPECTED, company_id, actor, "inventory.return.view")


def count_to_inspect(session: Session, company_id: UUID, actor: Actor) -> int:
    """Return receipts with goods nobody has looked at."""
    return _count(session, _INSPECT, company_id, actor, "inventory.return.view")


def count_transfers_to_ship(session: Session, company_id: UUID, actor: Actor) -> int:
    """Transfers that have not left."""
    return _count(session, _TRANSFERS, company_id, actor, "inventory.transfer.view", status="draft")


def count_transfers_under_way(session: Session, company_id: UUID, actor: Actor) -> int:
    """Transfers that have left and not come."""
    return _count(session, _TRANSFERS, company_id, actor, "inventory.transfer.view", status="shipped")


def _count(
    session: Session, statement: str, company_id: UUID, actor: Actor, permission: str, **values: Any
) -> int:
    branches = actor.branches_for(permission)
    parameters = {"company": company_id, "branches": None if branches is None else list(branches), **values}
    return int(session.scalar(text(statement), parameters) or 0)


DOCK = ("warehouse", "branch_staff")
WAITING = (
    Waiting(
        "Deliveries expected", "inventory_receiving_desk.show", "inventory.goods_receipt.create", count_expected, 30,
        filters=(("everywhere", "1"), ("kind", "purchase_order")), roles=DOCK,
    ),
    Waiting(
        "Orders ready for a wave", "inventory_board.index", "inventory.wave.release", count_ready_orders, 14,
        filters=(("everywhere", "1"), ("state", "ready")), roles=DOCK,
    ),
    Waiting("Picks to do", "inventory_waves.index", "inventory.pick.confirm", count_open_picks, 15, roles=DOCK),
    Waiting(
        "Shipments to confirm", "inventory_shipping.index", "inventory.shipment.confirm", count_packed, 16,
        filters=(("status", "packed"),), roles=DOCK,
    ),
    Waiting(
        "Waves with short picks, 7 days", "inventory_waves.index", "inventory.wave.view", count_short_waves, 18,
        filters=(("short", "1"),), roles=DOCK, dated=True,
    ),
    Waiting(
        "Backorder lines", "inventory_fulfilment.backorders", "inventory.demand.view", count_backorders, 22,
        roles=("buyer", "sales", *DOCK),
    ),
    Waiting(
        "Returns to receive", "inventory_returns.expected", "inventory.return.receive", count_expected_returns, 40,
        roles=DOCK,
    ),
    Waiting(
        "Returns to inspect", "inventory_returns.index", "inventory.return.inspect", count_to_inspect, 42,
        filters=(("inspect", "1"),), roles=DOCK,
    ),
    Waiting(
        "Transfers to ship", "inventory_transfers.index", "inventory.transfer.ship", count_transfers_to_ship, 46,
        filters=(("status", "draft"),), roles=("warehouse",),
    ),
    Waiting(
        "Transfers under way", "inventory_transfers.index", "inventory.transfer.receive", count_transfers_under_way,
        48, filters=(("status", "shipped"),), roles=("warehouse",),
    ),
    Waiting(
        "Purchase orders to send", "inventory_purchasing.index", "inventory.purchase_order.submit",
        count_orders_to_send, 12, filters=(("status", "draft"),), roles=("buyer",),
    ),
    Waiting(
        "Late purchase orders", "inventory_purchasing.index", "inventory.purchase_order.view", count_late_purchases,
        11, filters=(("late", "1"),), roles=("buyer",), dated=True,
    ),
)  # fmt: skip
