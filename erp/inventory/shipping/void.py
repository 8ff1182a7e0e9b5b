"""Void a shipment: it was confirmed, but the carrier never had it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.events import ShipmentVoided, ShippedLine
from erp.inventory.fulfilment.lock_demand import lock_demand
from erp.inventory.fulfilment.promise_stock import promise_stock
from erp.inventory.shipping.models import Shipment
from erp.inventory.shipping.shipment_lines import PackedLine, load_lines
from erp.inventory.stock.record import Movement, record_movements
from erp.inventory.valuation.give_back import GivenBack, give_back_cost
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.rows import lock_rows
from erp.kernel.unit_of_work import UnitOfWork


class CannotBeVoided(Conflict):
    """The shipment has not left, is with the carrier, or goods of it may come back."""


def void_shipment(work: UnitOfWork, shipment_id: UUID, *, reason: str, occurred_on: date) -> None:
    """Put the goods back where they lay, at the cost they left with, and open the demand again.

    Allowed only before the carrier has the goods and while no return of them is authorized; otherwise an RMA takes
    them back. The goods are promised again to whom they were shipped. Voiding once more changes nothing.

    Rounding: the cost comes back exactly as consumed.
    Raises: NotFound; Forbidden; Refused without a reason; CannotBeVoided.
    Effects: stock movements and cost entries that reverse the shipment's; ShipmentVoided: the books reverse the cost
    of goods sold and credit the invoice.
    """
    if not reason.strip():
        raise Refused("Say why the shipment is voided.", field="reason")
    lock_demand(work, shipment_ids=[shipment_id])
    shipments = lock_rows(work, Shipment, [shipment_id])
    if not shipments:
        raise NotFound("There is no such shipment.")
    shipment = shipments[0]
    work.require("inventory.shipment.void", shipment.branch_id)
    if shipment.status == "void":
        return
    lines = load_lines(work, shipment_id)
    _check(shipment.number, shipment.status, shipment.handed_over_at is not None, lines)
    event_id = work.reserve_event_id()
    movements = {row.source_line_id: row.id for row in work.execute(_MOVEMENTS, {"shipment": shipment_id})}
    record_movements(
        work,
        [_movement(line, shipment.warehouse_id, occurred_on, event_id, movements[line.id]) for line in lines],
    )
    costs = give_back_cost(
        work, [_given_back(line, shipment.warehouse_id, occurred_on) for line in lines], event_id, "void"
    )
    _reopen(work, shipment_id, reason.strip(), occurred_on, lines)
    work.publish(
        ShipmentVoided(
            company_id=shipment.company_id,
            occurred_on=occurred_on,
            shipment_id=shipment_id,
            number=shipment.number,
            origin_kind=shipment.origin_kind,
            origin_id=shipment.origin_id,
            branch_id=shipment.branch_id,
            warehouse_id=shipment.warehouse_id,
            reason=reason.strip(),
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


_MOVEMENTS = text("""
    SELECT id, source_line_id FROM inventory.stock_movement WHERE source_id = :shipment AND kind = 'shipment'""")

_REOPEN = text("""
    UPDATE inventory.demand_line d SET qty_shipped = d.qty_shipped - given.qty
    FROM unnest(CAST(:demand_lines AS uuid[]), CAST(:quantities AS numeric[])) AS given(id, qty)
    WHERE d.id = given.id""")

_VOID = text("""
    UPDATE inventory.shipment SET status = 'void', voided_on = :occurred_on, void_reason = :reason
    WHERE id = :shipment""")


def _check(number: str, status: str, with_carrier: bool, lines: Sequence[PackedLine]) -> None:
    if status != "shipped":
        raise CannotBeVoided(
            "Shipment %(number)s has not left yet (%(status)s). Cancel its picking instead.",
            number=number, status=status,
        )
    if with_carrier:
        raise CannotBeVoided("The carrier has %(number)s. Authorize a return (RMA) instead.", number=number)
    if any(line.qty_return_authorized > 0 for line in lines):
        raise CannotBeVoided(
            "A return of %(number)s is authorized. Cancel the RMA first, or let the goods come back.",
            number=number,
        )


def _movement(
    line: PackedLine, warehouse_id: UUID, occurred_on: date, event_id: UUID, reverses_id: UUID
) -> Movement:
    return Movement(
        company_id=line.company_id,
        item_id=line.item_id,
        warehouse_id=warehouse_id,
        bin_id=line.bin_id,
        lot_id=line.lot_id,
        qty=line.qty,
        kind="shipment_void",
        occurred_on=occurred_on,
        source_kind="shipment",
        source_id=line.shipment_id,
        source_line_id=line.id,
        source_event_id=event_id,
        reverses_id=reverses_id,
    )


def _given_back(line: PackedLine, warehouse_id: UUID, occurred_on: date) -> GivenBack:
    return GivenBack(
        key=line.id,
        company_id=line.company_id,
        item_id=line.item_id,
        warehouse_id=warehouse_id,
        qty=line.qty,
        occurred_on=occurred_on,
        source_kind="shipment_line",
        source_line_id=line.id,
        original_source_line_id=line.id,
        lot_id=line.lot_id,
    )


def _reopen(
    work: UnitOfWork, shipment_id: UUID, reason: str, occurred_on: date, lines: Sequence[PackedLine]
) -> None:
    """The demand wants its goods again, and what came back is promised to it."""
    reopened: dict[UUID, Decimal] = defaultdict(Decimal)
    for line in lines:
        reopened[line.demand_line_id] += line.qty
    work.execute(_REOPEN, {"demand_lines": list(reopened), "quantities": list(reopened.values())})
    work.execute(_VOID, {"shipment": shipment_id, "reason": reason, "occurred_on": occurred_on})
    promise_stock(work, lock_demand(work, line_ids=reopened))
