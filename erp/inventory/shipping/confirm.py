"""Confirm a shipment: the goods have left the dock."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.events import ShipmentConfirmed, ShippedLine
from erp.inventory.fulfilment.lock_demand import lock_demand
from erp.inventory.shipping.models import Shipment
from erp.inventory.shipping.shipment_lines import PackedLine, load_lines
from erp.inventory.stock.record import Movement, record_movements
from erp.inventory.valuation.consume import ConsumedCost, IssueQuantity, consume_cost
from erp.kernel.errors import Conflict, NotFound
from erp.kernel.rows import lock_rows
from erp.kernel.unit_of_work import UnitOfWork


class NotPacked(Conflict):
    """Only a packed shipment can be confirmed."""


@dataclass(frozen=True)
class ConfirmedShipment:
    """The shipment as it left."""

    id: UUID
    number: str
    shipped_on: date
    cost_amount: Decimal


def confirm_shipment(work: UnitOfWork, shipment_id: UUID, *, occurred_on: date) -> ConfirmedShipment:
    """Issue the packed goods from stock at what they cost, and announce ShipmentConfirmed.

    Confirming a shipment that has already left changes nothing and answers the same, so a scanner may retry.

    Units: quantities in base units; costs in the company's currency.
    Rounding: cost per line, half up (see ``consume_cost``).
    Raises: NotFound; Forbidden; NotPacked; Refused where the posting period is closed.
    Effects: stock movements and cost entries; demand is shipped and its allocation gone. By subscription: cost of
    goods sold, revenue, and the invoice or the unbilled receivable.
    """
    lock_demand(work, shipment_ids=[shipment_id])
    shipments = lock_rows(work, Shipment, [shipment_id])
    if not shipments:
        raise NotFound("There is no such shipment.")
    shipment = shipments[0]
    work.require("inventory.shipment.confirm", shipment.branch_id)
    if shipment.status == "shipped":
        cost = sum((line.cost_amount or Decimal(0) for line in load_lines(work, shipment_id)), Decimal(0))
        return ConfirmedShipment(shipment_id, shipment.number, shipment.shipped_on, cost)
    if shipment.status != "packed":
        raise NotPacked(
            "Shipment %(number)s is %(status)s. Pack it before confirming it.",
            number=shipment.number, status=shipment.status,
        )
    lines = load_lines(work, shipment_id)
    event_id = work.reserve_event_id()
    record_movements(work, [_movement(line, shipment.warehouse_id, occurred_on, event_id) for line in lines])
    costs = consume_cost(work, [_issue(line, shipment.warehouse_id, occurred_on) for line in lines], event_id)
    _ship(work, shipment_id, occurred_on, lines, costs)
    work.publish(
        ShipmentConfirmed(
            company_id=shipment.company_id,
            occurred_on=occurred_on,
            shipment_id=shipment_id,
            number=shipment.number,
            origin_kind=shipment.origin_kind,
            origin_id=shipment.origin_id,
            branch_id=shipment.branch_id,
            warehouse_id=shipment.warehouse_id,
            lines=tuple(
                ShippedLine(
                    shipment_line_id=line.id,
                    demand_line_id=line.demand_line_id,
                    origin_line_id=line.origin_line_id,
                    item_id=line.item_id,
                    family_id=line.family_id,
                    qty=line.qty,
                    cost_amount=costs[line.id].amount,
                )
                for line in lines
            ),
        )
    )
    total = sum((cost.amount for cost in costs.values()), Decimal(0))
    return ConfirmedShipment(shipment_id, shipment.number, occurred_on, total)


_SHIP = text("""
    WITH fulfilled AS (
        UPDATE inventory.demand_line d
        SET qty_shipped = d.qty_shipped + given.qty, qty_allocated = d.qty_allocated - given.qty,
            qty_released = d.qty_released - given.qty
        FROM unnest(CAST(:demand_lines AS uuid[]), CAST(:quantities AS numeric[])) AS given(id, qty)
        WHERE d.id = given.id
    ), costed AS (
        UPDATE inventory.shipment_line l SET cost_amount = given.amount
        FROM unnest(CAST(:lines AS uuid[]), CAST(:amounts AS numeric[])) AS given(id, amount) WHERE l.id = given.id)
    UPDATE inventory.shipment
    SET status = 'shipped', shipped_on = :occurred_on, confirmed_at = :now, confirmed_by = :actor
    WHERE id = :shipment""")


def _movement(line: PackedLine, warehouse_id: UUID, occurred_on: date, event_id: UUID) -> Movement:
    """The goods leave their bin, and with them the pick's hold and the promise to the customer."""
    return Movement(
        company_id=line.company_id,
        item_id=line.item_id,
        warehouse_id=warehouse_id,
        bin_id=line.bin_id,
        lot_id=line.lot_id,
        qty=-line.qty,
        kind="shipment",
        occurred_on=occurred_on,
        source_kind="shipment",
        source_id=line.shipment_id,
        source_line_id=line.id,
        source_event_id=event_id,
        release_hard=line.qty,
        release_soft=line.qty,
    )


def _issue(line: PackedLine, warehouse_id: UUID, occurred_on: date) -> IssueQuantity:
    return IssueQuantity(
        key=line.id,
        company_id=line.company_id,
        item_id=line.item_id,
        warehouse_id=warehouse_id,
        qty=line.qty,
        occurred_on=occurred_on,
        source_kind="shipment_line",
        source_line_id=line.id,
        lot_id=line.lot_id,
    )


def _ship(
    work: UnitOfWork,
    shipment_id: UUID,
    occurred_on: date,
    lines: Sequence[PackedLine],
    costs: dict[UUID, ConsumedCost],
) -> None:
    shipped: dict[UUID, Decimal] = defaultdict(Decimal)
    for line in lines:
        shipped[line.demand_line_id] += line.qty
    work.execute(
        _SHIP,
        {
            "demand_lines": list(shipped), "quantities": list(shipped.values()),
            "lines": [line.id for line in lines], "amounts": [costs[line.id].amount for line in lines],
            "shipment": shipment_id, "occurred_on": occurred_on, "now": work.now, "actor": work.actor.name,
        },
    )
